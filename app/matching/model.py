"""The words of matching: requirements, a client's facts, verdicts and matches, all frozen."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a requirement is about."""

    PROFESSION = "profession"
    RIGHT_TO_WORK = "right_to_work"
    STEP = "step"
    INTERIM = "interim"
    LANGUAGE = "language"
    DISTANCE = "distance"
    REGISTRATION = "registration"
    ENGLISH = "english"
    HOURS = "hours"
    EXPERIENCE = "experience"
    RECENCY = "recency"


class Operator(StrEnum):
    """How a fact's value is held against a requirement's value."""

    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    SCORES = "scores"
    WITHIN = "within"


class Level(StrEnum):
    """How well a fact is evidenced."""

    CLAIMED = "claimed"
    SEEN = "seen"
    VERIFIED = "verified"


class Verdict(StrEnum):
    """What became of one requirement for one client."""

    MET = "met"
    UNVERIFIED = "unverified"
    EXPIRING = "expiring"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Readiness(StrEnum):
    """What became of a client and an opportunity as a whole."""

    READY = "ready"
    NEARLY = "nearly"
    NOT_YET = "not_yet"


class Scores(NamedTuple):
    """A test's scores in whole numbers: IELTS times ten (65 is 6.5), OET as printed, CEFR 1 to 6.

    As a client's fact it is one sitting; as a requirement the least in each part, 0 where
    nothing is asked.
    """

    test: str
    overall: int = 0
    listening: int = 0
    reading: int = 0
    writing: int = 0
    speaking: int = 0


class Place(NamedTuple):
    """A point in degrees; for a client also how far she travels (None: any distance)."""

    latitude: float
    longitude: float
    limit_km: float | None = None


Value = Hashable
"""Per operator. ONE_OF: fact any hashable, requirement a frozenset of them; AT_LEAST, AT_MOST:
numbers; SCORES: fact Scores, requirement a tuple of Scores, any of which will do; WITHIN: Places.
A requirement without a value (None or empty) asks nothing; a fact without one is unknown."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing an opportunity asks for.

    `must` or only preferred; `weight` is its worth in points; `topics` narrows the facts that
    count (a regulator for registration, a setting for experience); `label` is how a person says
    the value; before `valid_from` it does not apply.
    """

    kind: Kind
    operator: Operator
    value: Value
    must: bool = True
    weight: int = 1
    source: str = ""
    valid_from: date | None = None
    topics: frozenset[str] = frozenset()
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse the two slips that would match quietly and wrongly."""
        if self.operator is Operator.ONE_OF and not isinstance(self.value, frozenset | None):
            raise TypeError(f"{self.kind}: ONE_OF takes a frozenset, not {self.value!r}")
        if not 0 <= self.weight <= MAX_WEIGHT:
            raise ValueError(f"{self.kind}: weight {self.weight} is not within 0 to {MAX_WEIGHT}")


MAX_WEIGHT = 100
MAX_REQUIREMENTS = 30


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one opportunity asks for, by which day (None: today), and since when it waits."""

    key: str
    asked: tuple[Requirement, ...] = ()
    needed_on: date | None = None
    waiting_since: date | None = None

    def __post_init__(self) -> None:
        """Keep the sums within the bits that the arrays give them."""
        if len(self.asked) > MAX_REQUIREMENTS:
            raise ValueError(f"{self.key}: more than {MAX_REQUIREMENTS} requirements")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a client; `expires_on` is the last day on which it counts."""

    value: Value
    level: Level = Level.CLAIMED
    as_of: date | None = None
    expires_on: date | None = None
    label: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one client, by kind; several facts of a kind may stand side by side.

    `path` names what the client is on the way along, for whoever hands in remedies.
    """

    key: str
    known: Mapping[Kind, tuple[Fact, ...]] = field(default_factory=dict)
    waiting_since: date | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A step that would close a gap of this kind; `gives` is the fact it would leave behind.

    Without `gives` it is taken to suffice. `title` is a message id or a title of reference data.
    """

    kind: Kind
    title: str
    months: int = 0
    fee_pounds: int = 0
    gives: Fact | None = None


class Reason(NamedTuple):
    """A sentence not yet said: its name in `sentences` and what goes into it.

    Reasons and judgements are made by the dozen, and tuples are made in a third of the time.
    """

    name: str
    parameters: Mapping[str, object]


class Judgement(NamedTuple):
    """The verdict on one requirement: the fact it rests on, the date that matters, and why.

    `date` is the day the evidence runs out, or else the day it is from. `is_blocking` says that
    a must fails which no step can close.
    """

    requirement: Requirement
    verdict: Verdict
    evidence: Fact | None
    date: date | None
    reason: Reason
    is_blocking: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A must that is not met, and the cheapest step that would close it, if one is known."""

    judgement: Judgement
    remedy: Remedy | None


@dataclass(frozen=True, slots=True)
class Match:
    """One client and one opportunity, explained; `points` of at most `possible`."""

    client: str
    opportunity: str
    readiness: Readiness
    points: int
    possible: int
    judgements: tuple[Judgement, ...]
    gaps: tuple[Gap, ...]
    next_step: Remedy | None
