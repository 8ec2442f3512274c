"""The naive reference of matching: one loop over plain rows that allocates nothing for a pair.

It stops at the first must that settles "not yet", and knows nothing of tables or blocks. The
property tests hold the product against it, and `benchmarks/matching.py` times it.
"""

from datetime import date
from heapq import heappush, heapreplace
from typing import Any

from app.matching.model import Facts, Kind, Level, Operator, Requirements
from app.matching.rank import draw, lot
from app.matching.rules import EVIDENCED, STRUCTURAL, applies, limit_squared, unit_vector

KINDS = list(Kind)
PROFESSION = KINDS.index(Kind.PROFESSION)
ONE_OF, AT_LEAST, AT_MOST, SCORES, WITHIN = range(5)
OPERATORS = list(Operator)
FOREVER = date.max.toordinal()
MISSING, EXPIRING, UNVERIFIED, MET = range(4)
WORTH = (0, 1, 1, 2)
READY = 1 << 20

Row = tuple[Any, ...]


def client_row(facts: Facts) -> Row:
    """A client's facts by the number of their kind, as tuples."""
    return tuple(
        tuple(
            (
                (*unit_vector(*fact.value[:2]), limit_squared(fact.value.limit_km))
                if kind is Kind.DISTANCE
                else fact.value,
                fact.level is Level.CLAIMED and kind in EVIDENCED,
                fact.expires_on.toordinal() if fact.expires_on else FOREVER,
                fact.topic,
            )
            for fact in facts.known.get(kind, ())
            if fact.value is not None and fact.value != "unknown"
        )
        for kind in KINDS
    )


def opportunity_row(requirements: Requirements, today: date) -> Row:
    """The day of need and the requirements that apply on it, as tuples."""
    needed_on = max(today, requirements.needed_on or today)
    asked = tuple(
        (
            KINDS.index(each.kind),
            OPERATORS.index(each.operator),
            unit_vector(*each.value[:2]) if each.operator is Operator.WITHIN else each.value,
            each.topics,
            each.must,
            each.weight,
            each.kind in STRUCTURAL,
        )
        for each in requirements.asked
        if applies(each, needed_on)
    )
    return needed_on.toordinal(), asked


def turns(items: list[Any], others: list[Any], seed: str) -> list[list[int]]:
    """For each of the others a number for each item: of two equals the higher goes first."""
    lots = [lot(seed, item.key) for item in items]
    waiting = [item.waiting_since or date.max for item in items]
    rounds = []
    for number in range(16):
        drawn = [(day, draw(own, number)) for day, own in zip(waiting, lots, strict=True)]
        order = sorted(range(len(items)), key=drawn.__getitem__)
        place = [0] * len(items)
        for position, index in enumerate(order):
            place[index] = len(items) - 1 - position
        rounds.append(place)
    return [rounds[lot(seed, other.key) & 15] for other in others]


def scan(  # noqa: C901 -- one loop, by design
    clients: list[Row],
    opportunities: list[Row],
    client_turns: list[list[int]],
    opportunity_turns: list[list[int]],
    *,
    today: int,
    best: int = 10,
) -> tuple[list[list[int]], list[list[int]]]:
    """The best of the other side for each client and each opportunity, as unordered keys.

    A key is score * items of the other side + turn; a score is points, plus READY when ready.
    """
    for_clients: list[list[int]] = [[] for _ in clients]
    for_opportunities: list[list[int]] = [[] for _ in opportunities]
    client_count, opportunity_count = len(clients), len(opportunities)
    for c, known in enumerate(clients):
        mine = for_clients[c]
        my_turns = opportunity_turns[c]
        for o, (needed, asked) in enumerate(opportunities):
            points = gaps = unverified = 0
            for kind, operator, value, topics, must, weight, structural in asked:
                verdict = MISSING
                said = fit = False
                for have, claimed, expires, topic in known[kind]:
                    if topics and topic not in topics:
                        continue
                    said = True
                    if operator == ONE_OF:
                        if have not in value:
                            continue
                    elif operator == AT_LEAST:
                        if have < value:
                            continue
                    elif operator == AT_MOST:
                        if have > value:
                            continue
                    elif operator == SCORES:
                        for least in value:
                            if (
                                least[0] == have[0]
                                and have[1] >= least[1]
                                and have[2] >= least[2]
                                and have[3] >= least[3]
                                and have[4] >= least[4]
                                and have[5] >= least[5]
                            ):
                                break
                        else:
                            continue
                    else:
                        x, y, z, limit = have
                        u, v, w = value
                        if (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w) > limit:
                            continue
                    fit = True
                    if expires < needed:
                        if expires >= today and verdict < EXPIRING:
                            verdict = EXPIRING
                    elif claimed:
                        if verdict < UNVERIFIED:
                            verdict = UNVERIFIED
                    else:
                        verdict = MET
                        break
                if verdict == MET:
                    points += 2 * weight
                    continue
                points += WORTH[verdict] * weight
                if not must:
                    continue
                if verdict == MISSING and structural and (kind == PROFESSION or (said and not fit)):
                    break
                if verdict == UNVERIFIED:
                    unverified = 1
                else:
                    gaps += 1
                if gaps + unverified > 2:
                    break
            else:
                if not gaps and not unverified:
                    points += READY
                key = points * opportunity_count + my_turns[o]
                if len(mine) < best:
                    heappush(mine, key)
                elif key > mine[0]:
                    heapreplace(mine, key)
                theirs = for_opportunities[o]
                key = points * client_count + client_turns[o][c]
                if len(theirs) < best:
                    heappush(theirs, key)
                elif key > theirs[0]:
                    heapreplace(theirs, key)
    return for_clients, for_opportunities


def unpacked(keys: list[int], turn: list[int]) -> list[tuple[int, bool, int]]:
    """Keys as (index, is ready, points), best first."""
    index = {number: i for i, number in enumerate(turn)}
    count = len(turn)
    return [
        (index[key % count], key // count >= READY, key // count % READY)
        for key in sorted(keys, reverse=True)
    ]
