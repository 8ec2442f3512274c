"""Facts and requirements as columns of small integers, made once and used again.

Every distinct fact and every distinct requirement is kept once; clients and opportunities hold
their indices. Index 0 stands for no fact and for nothing asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .model import Facts, Kind, Level, Requirement, Requirements, Value, Verdict
from .rank import ROUND, lot
from .rules import EVIDENCED, NEARLY_GAPS, STRUCTURAL, WORTH, applies, is_known

Ints = NDArray[Any]

ROUNDS = 16
FOREVER = date.max.toordinal()

UNKNOWN, UNFIT, LAPSED, EXPIRING, UNVERIFIED, MET = range(6)
"""What a fact does for a requirement, worst first; the best of a client's facts counts."""

UNSEEN = 1 << 16
GAP = 1 << 21
BLOCK = 3 * GAP
NOT_YET = NEARLY_GAPS * GAP + UNSEEN
"""One integer carries a pair's sums: points, unverified musts from bit 16, gaps from bit 21.

Below UNSEEN a match is ready, from NOT_YET it is not yet: two gaps and anything unverified, or
three gaps. A must that blocks is entered as three gaps.
"""


@dataclass(frozen=True, slots=True)
class FactColumns:
    """The distinct facts of one kind, and which of them each client holds.

    `held` has a row for the first, second, ... fact of a client, and a column for each client.
    """

    values: list[tuple[Value, str]]
    value_of: Ints
    claimed: Ints
    expires: Ints
    held: Ints


@dataclass(frozen=True, slots=True)
class Slot:
    """The first, second, ... requirement of one kind: its distinct rows, and each opportunity's.

    `worth` gives the packed sum for each row and each of the six outcomes.
    """

    kind: Kind
    asks: list[Requirement]
    ask_of: Ints
    needed: Ints
    worth: Ints
    row_of: Ints


@dataclass(frozen=True, slots=True)
class Turns:
    """Who comes first among equals, for each round of the draw.

    `place[r, i]` is the place of item i in round r, `item[r, p]` the item at place p; `round_of`
    is the round that each item opens for the other side.
    """

    place: Ints
    item: Ints
    round_of: Ints


@dataclass(frozen=True, slots=True)
class ClientColumns:
    """Clients, encoded."""

    facts: tuple[Facts, ...]
    kinds: dict[Kind, FactColumns]
    turns: Turns
    seed: str


@dataclass(frozen=True, slots=True)
class OpportunityColumns:
    """Opportunities, encoded for one day; `most` is the highest sum of points there can be.

    The first slot is the first requirement of a profession, where any has one.
    """

    requirements: tuple[Requirements, ...]
    slots: tuple[Slot, ...]
    turns: Turns
    most: int
    today: date
    seed: str


def encode_clients(clients: Iterable[Facts], *, seed: str) -> ClientColumns:
    """Clients as columns. They hold on any day; the seed fixes the draw."""
    facts = tuple(clients)
    kinds = {kind for each in facts for kind in each.known}
    return ClientColumns(
        facts, {kind: _fact_columns(kind, facts) for kind in kinds}, _turns(facts, seed), seed
    )


def encode_opportunities(
    opportunities: Iterable[Requirements], *, today: date, seed: str
) -> OpportunityColumns:
    """Opportunities as columns, as they stand on `today`; the seed fixes the draw."""
    requirements = tuple(opportunities)
    needed = [max(today, each.needed_on or today) for each in requirements]
    in_slots: dict[tuple[Kind, int], list[tuple[int, Requirement]]] = {}
    most = 0
    for index, (each, day) in enumerate(zip(requirements, needed, strict=True)):
        counts: dict[Kind, int] = {}
        points = 0
        for asked in each.asked:
            if applies(asked, day):
                turn = counts[asked.kind] = counts.get(asked.kind, -1) + 1
                in_slots.setdefault((asked.kind, turn), []).append((index, asked))
                points += WORTH[Verdict.MET] * asked.weight
        most = max(most, points)
    days = [day.toordinal() for day in needed]
    order = sorted(in_slots, key=lambda slot: (slot[0] is not Kind.PROFESSION, slot))
    slots = tuple(_slot(kind, in_slots[kind, turn], days) for kind, turn in order)
    return OpportunityColumns(requirements, slots, _turns(requirements, seed), most, today, seed)


def _fact_columns(kind: Kind, clients: Sequence[Facts]) -> FactColumns:
    values: dict[tuple[Value, str], int] = {(None, ""): 0}
    rows: dict[tuple[int, bool, date | None], int] = {(0, False, None): 0}
    held: list[list[int]] = [[0] * len(clients)]
    for client, each in enumerate(clients):
        turn = 0
        for fact in each.known.get(kind, ()):
            if not is_known(fact):
                continue
            value = values.setdefault((fact.value, fact.topic), len(values))
            claimed = fact.level is Level.CLAIMED and kind in EVIDENCED
            row = rows.setdefault((value, claimed, fact.expires_on), len(rows))
            if turn == len(held):
                held.append([0] * len(clients))
            held[turn][client] = row
            turn += 1
    return FactColumns(
        values=list(values),
        value_of=np.array([value for value, _, _ in rows], np.int32),
        claimed=np.array([claimed for _, claimed, _ in rows], bool),
        expires=np.array([day.toordinal() if day else FOREVER for _, _, day in rows], np.int32),
        held=np.array(held, np.int32),
    )


def _slot(kind: Kind, rows: list[tuple[int, Requirement]], days: list[int]) -> Slot:
    asks: dict[tuple[Any, ...], int] = {(): 0}
    examples: list[Requirement] = [rows[0][1]]
    distinct: dict[tuple[int, bool, int, int], int] = {(0, False, 0, 0): 0}
    row_of = np.zeros(len(days), np.intp)
    for index, asked in rows:
        ask = asks.setdefault((asked.operator, asked.value, asked.topics), len(asks))
        if ask == len(examples):
            examples.append(asked)
        row = (ask, asked.must, asked.weight, days[index])
        row_of[index] = distinct.setdefault(row, len(distinct))
    return Slot(
        kind=kind,
        asks=examples,
        ask_of=np.array([ask for ask, _, _, _ in distinct], np.int32),
        needed=np.array([day for _, _, _, day in distinct], np.int32),
        worth=np.array([_worth(kind, *row[:3]) for row in distinct], np.int32),
        row_of=row_of,
    )


def _worth(kind: Kind, ask: int, must: bool, weight: int) -> list[int]:
    """The packed sum for each of the six outcomes of a row; nothing asked is worth nothing."""
    if not ask:
        return [0] * 6
    met, half = WORTH[Verdict.MET] * weight, WORTH[Verdict.EXPIRING] * weight
    unseen = WORTH[Verdict.UNVERIFIED] * weight
    if not must:
        return [0, 0, 0, half, unseen, met]
    always = kind is Kind.PROFESSION
    unknown = lapsed = BLOCK if always else GAP
    unfit = BLOCK if kind in STRUCTURAL else GAP
    return [unknown, unfit, lapsed, half + GAP, unseen + UNSEEN, met]


def _turns(items: Sequence[Facts] | Sequence[Requirements], seed: str) -> Turns:
    waiting = np.array([(each.waiting_since or date.max).toordinal() for each in items], np.int32)
    lots = np.array([lot(seed, each.key) for each in items], np.uint64)
    item = np.empty((ROUNDS, len(items)), np.int32)
    place = np.empty_like(item)
    for turn in range(ROUNDS):
        item[turn] = np.lexsort((lots ^ np.uint64(ROUND * turn), waiting))
        place[turn, item[turn]] = np.arange(len(items), dtype=np.int32)
    return Turns(place, item, (lots & np.uint64(15)).astype(np.int32))
