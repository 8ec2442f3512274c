"""The lists that forms, plans and reports choose from: languages, places, rights, tests, help."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from app.reference.routes import Confidence, Grade, Months, Pounds


class Direction(StrEnum):
    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class Ring(StrEnum):
    """How near the programme's wards an outward code lies."""

    CORE = "core"
    NEAR = "near"
    WIDER = "wider"
    REGION = "region"


class MayWork(StrEnum):
    ANY = "any"
    ANY_MOSTLY = "any_mostly"
    LIMITED_HOURS = "limited_hours"
    SPONSOR_TIED = "sponsor_tied"
    RESTRICTED_LIST = "restricted_list"
    CONTINUES_AS_BEFORE = "continues_as_before"
    NO = "no"
    UNKNOWN = "unknown"


class Component(StrEnum):
    LISTENING = "listening"
    READING = "reading"
    WRITING = "writing"
    SPEAKING = "speaking"


class Bands(NamedTuple):
    """IELTS bands."""

    least: Decimal
    most: Decimal


class Points(NamedTuple):
    """OET points."""

    least: int
    most: int


@dataclass(frozen=True)
class Language:
    """`endonym` is the language's own name; priority 1 comes first in the interface."""

    code: str
    label: str
    endonym: str
    direction: Direction
    priority: int

    @property
    def is_common(self) -> bool:
        """Whether it is offered before the others."""
        return self.priority == 1


@dataclass(frozen=True)
class Country:
    iso2: str
    iso3: str
    country: str
    nationality: str
    in_2019_programme: bool
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostcodeArea:
    """An outward code with a point near its middle (degrees, good to about two kilometres)."""

    outward: str
    area: str
    ring: Ring
    latitude: Decimal
    longitude: Decimal
    local_authority: str | None = None


@dataclass(frozen=True)
class LocalAuthority:
    code: str
    name: str


@dataclass(frozen=True)
class Wards:
    local_authority: str
    boundaries: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """`postcode` is the outward code alone where the full one is not known."""

    key: str
    name: str
    postcode: str
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str | None = None
    opened_on: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class RightToWork:
    """`plain_english` is what a person reads and ticks; `note` is for staff."""

    key: str
    label: str
    plain_english: str
    may_work: MayWork
    may_volunteer: bool
    employer_check: str
    needs_recheck_date: bool
    confidence: Confidence
    confidence_note: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True)
class RightToWorkRecording:
    rule: str
    never: tuple[str, ...]


@dataclass(frozen=True)
class TestPart:
    part: Component
    minutes: str
    items: str


@dataclass(frozen=True)
class Scale:
    lowest: Decimal
    highest: Decimal
    step: Decimal


@dataclass(frozen=True)
class GradePoints:
    grade: Grade
    lowest: int
    highest: int


@dataclass(frozen=True)
class EnglishTest:
    key: str
    title: str
    parts: tuple[TestPart, ...]
    scale: Scale
    valid_years: int
    sources: tuple[str, ...]
    confidence: Confidence
    overall_rule: str | None = None
    grades: tuple[GradePoints, ...] = ()
    offered_for: tuple[str, ...] = ()
    not_available_for: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Level:
    """A level of the Common European Framework and the scores near it."""

    level: str
    ielts: Bands
    oet: Points


@dataclass(frozen=True)
class Equivalent:
    grade: Grade
    ielts: Bands


@dataclass(frozen=True)
class EsolLevel:
    esol: str
    level: str


@dataclass(frozen=True)
class StudyTime:
    """How long half an IELTS band of progress often takes."""

    ielts_half_band_months: Months
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True)
class SupportScheme:
    key: str
    name: str
    what: str
    where: str
    sources: tuple[str, ...]
    as_of: str
    confidence: Confidence
    open_to: tuple[str, ...] = ()
    amount_note: str | None = None
    fee_gbp: Pounds | None = None
    confidence_note: str | None = None


@dataclass(frozen=True)
class FeeHelp:
    """Given by a regulator, or else by the named body."""

    help: str
    sources: tuple[str, ...]
    confidence: Confidence
    regulator: str | None = None
    body: str | None = None
    who: str | None = None
    confidence_note: str | None = None


@dataclass(frozen=True)
class Reason:
    key: str
    label: str
