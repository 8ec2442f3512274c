"""A small cast for the matching tests: one nurse, one post, and the day it is."""

from collections.abc import Iterable
from datetime import date

from app.matching import (
    Fact,
    Facts,
    Kind,
    Level,
    Operator,
    Place,
    Requirement,
    Requirements,
    Scores,
)

TODAY = date(2026, 11, 20)

IELTS_7 = Scores("IELTS", 70, 70, 70, 70, 70)
OET_B = Scores("OET", 0, 350, 350, 350, 350)

NURSE_POST = Requirement(Kind.PROFESSION, Operator.ONE_OF, frozenset({"nurse"}), label="nurse")
REGISTERED = Requirement(
    Kind.REGISTRATION, Operator.AT_LEAST, 3, topics=frozenset({"NMC"}), label="NMC registration"
)
ENGLISH = Requirement(Kind.ENGLISH, Operator.SCORES, (IELTS_7, OET_B), label="IELTS 7.0 or OET B")
NEAR_HOSPITAL = Requirement(Kind.DISTANCE, Operator.WITHIN, Place(52.4862, -1.9286))

NURSE = Fact("nurse", Level.VERIFIED, label="nurse")
REGISTRATION = Fact(3, Level.VERIFIED, label="on the NMC register", topic="NMC")
SITTING = Fact(Scores("IELTS", 70, 75, 70, 70, 75), Level.SEEN, expires_on=date(2028, 5, 3))
HOME = Fact(Place(52.4932, -1.9646, 10))


def client(key: str = "C-1", waiting_since: date | None = None, **known: Iterable[Fact]) -> Facts:
    """A client with facts by the name of their kind."""
    return Facts(key, {Kind(kind): tuple(facts) for kind, facts in known.items()}, waiting_since)


def nurse(key: str = "C-1", waiting_since: date | None = None, **known: Iterable[Fact]) -> Facts:
    """A registered nurse who lives nearby with good English, but for what is said otherwise."""
    usual: dict[str, Iterable[Fact]] = {
        "profession": (NURSE,),
        "registration": (REGISTRATION,),
        "english": (SITTING,),
        "distance": (HOME,),
    }
    return client(key, waiting_since, **{**usual, **known})


def post(
    *asked: Requirement,
    key: str = "O-1",
    needed_on: date | None = None,
    waiting_since: date | None = None,
) -> Requirements:
    """A post that asks for the given, or for a registered nurse with English who lives near."""
    usual = (NURSE_POST, REGISTERED, ENGLISH, NEAR_HOSPITAL)
    return Requirements(key, asked or usual, needed_on, waiting_since)
