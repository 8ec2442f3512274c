"""The order of matches: ready before nearly, then points, then the longest wait, then a draw."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from hashlib import blake2b
from heapq import nsmallest

from .explain import explain
from .model import Facts, Match, Readiness, Remedy, Requirements

BEST = 10
ROUND = 0x1111_1111_1111_1111
"""Times 0 to 15 it is a pattern that reorders all draws: every pair comes out either way in half
of the sixteen rounds, so that nobody is drawn last for every opportunity."""

RemediesFor = Callable[[Facts], Iterable[Remedy]]


def no_remedies(_facts: Facts) -> Iterable[Remedy]:
    """No steps on offer."""
    return ()


def lot(seed: str, key: str) -> int:
    """The 64-bit lot of a client or opportunity: fixed by the seed and its key alone."""
    return int.from_bytes(blake2b(f"{seed}\0{key}".encode(), digest_size=8).digest(), "big")


def draw(own: int, other: int) -> int:
    """The lot in the round that the other side's lot opens; the lowest comes first."""
    return own ^ (ROUND * (other & 15))


def clients_for(
    requirements: Requirements,
    clients: Iterable[Facts],
    *,
    today: date,
    seed: str,
    best: int = BEST,
    remedies: RemediesFor = no_remedies,
) -> list[Match]:
    """The best clients, ready or nearly ready, for one opportunity, explained, best first.

    Ties go to the client who has waited longest, then to the draw. Keys are unique.
    """
    pairs = [(facts, requirements) for facts in clients]
    return _ranked(pairs, 0, today=today, seed=seed, best=best, remedies=remedies)


def opportunities_for(
    facts: Facts,
    opportunities: Iterable[Requirements],
    *,
    today: date,
    seed: str,
    best: int = BEST,
    remedies: RemediesFor = no_remedies,
) -> list[Match]:
    """The best opportunities for one client, explained, best first; ties as in `clients_for`."""
    pairs = [(facts, requirements) for requirements in opportunities]
    return _ranked(pairs, 1, today=today, seed=seed, best=best, remedies=remedies)


def _ranked(
    pairs: Sequence[tuple[Facts, Requirements]],
    side: int,
    *,
    today: date,
    seed: str,
    best: int,
    remedies: RemediesFor,
) -> list[Match]:
    """Explain every pair and keep the best; `side` (0 clients, 1 opportunities) is being ranked."""

    def order(match: Match, pair: tuple[Facts, Requirements]) -> tuple[bool, int, date, int, str]:
        own, other = pair[side], pair[1 - side]
        return (
            match.readiness is not Readiness.READY,
            -match.points,
            own.waiting_since or date.max,
            draw(lot(seed, own.key), lot(seed, other.key)),
            own.key,
        )

    ranked = []
    for pair in pairs:
        match = explain(*pair, today=today, remedies=remedies(pair[0]))
        if match.readiness is not Readiness.NOT_YET:
            ranked.append((order(match, pair), match))
    return [match for _, match in nsmallest(best, ranked, key=lambda row: row[0])]
