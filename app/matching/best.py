"""The best matches, explained, out of many that are already encoded."""

from datetime import date

import numpy as np

from .arrays import best_pairs
from .columns import (
    EXPIRING,
    LAPSED,
    MET,
    NOT_YET,
    UNVERIFIED,
    ClientColumns,
    Ints,
    OpportunityColumns,
    Slot,
    encode_opportunities,
)
from .explain import explain
from .model import Fact, Facts, Kind, Level, Match, Operator, Requirement, Requirements
from .rank import BEST, RemediesFor, lot, no_remedies
from .reach import FAILS, FITS, IRRELEVANT, reach
from .rules import EVIDENCED, fits, is_known
from .selection import packed_keys


def best_opportunities(
    facts: Facts,
    opportunities: OpportunityColumns,
    *,
    best: int = BEST,
    remedies: RemediesFor = no_remedies,
) -> list[Match]:
    """What `rank.opportunities_for` gives, for thousands of opportunities in under a millisecond.

    Each distinct requirement is looked at once; only the best are explained.
    """
    found = np.arange(len(opportunities.requirements))
    sums = np.zeros(found.size, np.int32)
    for number, slot in enumerate(opportunities.slots):
        row_of = slot.row_of.take(found) if number else slot.row_of
        sums += _row_sums(slot, facts, opportunities.today).take(row_of)
        if slot.kind is Kind.PROFESSION:
            near = np.flatnonzero(sums < NOT_YET)
            found, sums = found.take(near), sums.take(near)
    step = tuple(remedies(facts))
    return [
        explain(facts, opportunities.requirements[index], today=opportunities.today, remedies=step)
        for index in _best(found, sums, facts, opportunities, best)
    ]


def best_clients(
    requirements: Requirements,
    clients: ClientColumns,
    *,
    today: date,
    best: int = BEST,
    remedies: RemediesFor = no_remedies,
) -> list[Match]:
    """What `rank.clients_for` gives, for thousands of clients; only the best are explained."""
    opportunity = encode_opportunities([requirements], today=today, seed=clients.seed)
    _, found = best_pairs(clients, opportunity, best=best)
    chosen = [clients.facts[index] for index in found.index[0] if index >= 0]
    return [explain(c, requirements, today=today, remedies=remedies(c)) for c in chosen]


def _best(
    found: Ints, sums: Ints, facts: Facts, opportunities: OpportunityColumns, best: int
) -> Ints:
    """The best of the found opportunities, best first, by the rules of `arrays`."""
    near = np.flatnonzero(sums < NOT_YET)
    found, sums = found.take(near), sums.take(near)
    others = len(opportunities.requirements)
    place = opportunities.turns.place[lot(opportunities.seed, facts.key) & 15]
    turns = others - 1 - place.take(found).astype(np.int64)
    keys = packed_keys(sums, turns, opportunities.most + 1, others)
    return found[np.argsort(keys)[::-1][:best]]


def _row_sums(slot: Slot, facts: Facts, today: date) -> Ints:
    """The packed sum that each row of the slot brings this client."""
    outcomes = np.zeros(slot.ask_of.size, np.intp)
    for fact in facts.known.get(slot.kind, ()):
        if is_known(fact):
            np.maximum(outcomes, _outcomes(slot, fact, today), out=outcomes)
    return slot.worth[np.arange(outcomes.size), outcomes]


def _outcomes(slot: Slot, fact: Fact, today: date) -> Ints:
    """What one fact does for each row of the slot."""
    at_best = MET
    if fact.level is Level.CLAIMED and slot.kind in EVIDENCED:
        at_best = UNVERIFIED
    if fact.expires_on is not None and fact.expires_on < today:
        at_best = LAPSED
    reached = np.array(_reached(slot.asks, fact))
    reached[reached == FITS] = at_best
    outcomes = reached.take(slot.ask_of)
    if fact.expires_on is not None and at_best > LAPSED:
        early = slot.needed > fact.expires_on.toordinal()
        outcomes[early & (outcomes == at_best)] = EXPIRING
    return outcomes


def _reached(asks: list[Requirement], fact: Fact) -> Ints | list[int]:
    """What one fact reaches of the distinct requirements, the first of which asks nothing.

    Places are many and so go through arrays; for the rest a table would cost more than it saves.
    """
    value, topic = fact.value, fact.topic
    if asks[-1].operator is Operator.WITHIN:
        return reach([(value, topic)], asks)[0]
    return [
        IRRELEVANT if asked.topics and topic not in asked.topics else FAILS + fits(asked, value)
        for asked in asks
    ]
