"""The rules: does a fact meet a requirement, what is that worth, and when is a match ready."""

import math
from datetime import date
from functools import lru_cache
from typing import Any

from .model import Fact, Kind, Level, Operator, Place, Readiness, Requirement, Verdict

EVIDENCED = frozenset(
    {
        Kind.PROFESSION,
        Kind.REGISTRATION,
        Kind.ENGLISH,
        Kind.RIGHT_TO_WORK,
        Kind.EXPERIENCE,
        Kind.RECENCY,
    }
)
"""Kinds for which a claim is not enough; for the others the client's own word is."""

STRUCTURAL = frozenset(
    {
        Kind.PROFESSION,
        Kind.RIGHT_TO_WORK,
        Kind.STEP,
        Kind.INTERIM,
        Kind.LANGUAGE,
        Kind.DISTANCE,
    }
)
"""Kinds that no step of a plan can change: such a must, known to fail, is no match at all."""

WORTH = {
    Verdict.MET: 2,
    Verdict.UNVERIFIED: 1,
    Verdict.EXPIRING: 1,
    Verdict.MISSING: 0,
    Verdict.NOT_APPLICABLE: 0,
}
"""Points for each unit of a requirement's weight."""

ORDER = {Verdict.MET: 3, Verdict.UNVERIFIED: 2, Verdict.EXPIRING: 1, Verdict.MISSING: 0}
"""The better verdict counts when a client has several facts of a kind."""

NEARLY_GAPS = 2
"""With at most so many gaps in the musts a match is nearly ready."""

EARTH_KM = 6371.0


def is_known(fact: Fact) -> bool:
    """Whether the fact says something: "unknown" as a value is the same as none."""
    return fact.value is not None and fact.value != "unknown"


def relevant(requirement: Requirement, known: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The known facts that count: all, or those of the requirement's topics if it has any."""
    topics = requirement.topics
    return tuple(fact for fact in known if is_known(fact) and (not topics or fact.topic in topics))


def applies(requirement: Requirement, needed_on: date) -> bool:
    """Whether anything is asked: it has a value, and is in force on the day it is needed."""
    if requirement.value is None or requirement.value in (frozenset(), ()):
        return False
    return requirement.valid_from is None or requirement.valid_from <= needed_on


def fits(requirement: Requirement, value: Any) -> bool:
    """Whether the value alone meets the requirement, whatever its evidence and dates."""
    asked: Any = requirement.value
    match requirement.operator:
        case Operator.ONE_OF:
            return value in asked
        case Operator.AT_LEAST:
            return bool(value >= asked)
        case Operator.AT_MOST:
            return bool(value <= asked)
        case Operator.SCORES:
            return any(
                least[0] == value[0]
                and all(got >= want for got, want in zip(value[1:], least[1:], strict=True))
                for least in asked
            )
        case Operator.WITHIN:
            return chord_squared(value, asked) <= limit_squared(value.limit_km)


def verdict_of(requirement: Requirement, fact: Fact, *, today: date, needed_on: date) -> Verdict:
    """The verdict that one relevant fact gives; the worse of two doubts counts."""
    if not fits(requirement, fact.value):
        return Verdict.MISSING
    if fact.expires_on is not None and fact.expires_on < needed_on:
        return Verdict.MISSING if fact.expires_on < today else Verdict.EXPIRING
    if fact.level is Level.CLAIMED and requirement.kind in EVIDENCED:
        return Verdict.UNVERIFIED
    return Verdict.MET


def is_blocking(requirement: Requirement, facts: tuple[Fact, ...]) -> bool:
    """Whether a must found missing is one that no step can close.

    A profession always is. Other structural kinds are when the answer is known and is no; an
    unknown answer can be asked for, and lapsed evidence can be renewed.
    """
    if not requirement.must or requirement.kind not in STRUCTURAL:
        return False
    if requirement.kind is Kind.PROFESSION:
        return True
    return bool(facts) and not any(fits(requirement, fact.value) for fact in facts)


def readiness_of(gaps: int, unverified: int, *, blocked: bool) -> Readiness:
    """Ready when every must is met; nearly with at most two gaps; else not yet.

    Gaps are musts missing or expiring; all unverified musts together are one more, because
    showing the papers is one step however many they are.
    """
    total = gaps + bool(unverified)
    if blocked or total > NEARLY_GAPS:
        return Readiness.NOT_YET
    return Readiness.NEARLY if total else Readiness.READY


@lru_cache(maxsize=65536)
def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """The point on a ball of radius one: distances then need sums and products alone."""
    north, east = math.radians(latitude), math.radians(longitude)
    return (
        math.cos(north) * math.cos(east),
        math.cos(north) * math.sin(east),
        math.sin(north),
    )


def chord_squared(one: Place, other: Place) -> float:
    """The square of the straight line between two points of the unit ball.

    Compared instead of kilometres so that arrays, which do the same sums, decide alike.
    """
    x, y, z = unit_vector(one.latitude, one.longitude)
    u, v, w = unit_vector(other.latitude, other.longitude)
    return (x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)


@lru_cache(maxsize=1024)
def limit_squared(limit_km: float | None) -> float:
    """A travel limit as `chord_squared` measures; without a limit everything is near."""
    if limit_km is None:
        return math.inf
    return float((2 * math.sin(min(limit_km / EARTH_KM, math.pi) / 2)) ** 2)


def distance_km(one: Place, other: Place) -> int:
    """Kilometres as the crow flies, to the nearest one, for people to read."""
    return round(2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord_squared(one, other)) / 2)))
