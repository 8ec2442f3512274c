"""Professions, their regulators, the jobs people take meanwhile, and what those pay."""

from dataclasses import dataclass
from datetime import date

from app.reference.routes import Confidence


@dataclass(frozen=True)
class Regulator:
    key: str
    name: str
    website: str
    sources: tuple[str, ...]
    confidence: Confidence
    register: str | None = None
    register_check: str | None = None
    refugee_help: str | None = None


@dataclass(frozen=True)
class Code:
    code: str
    label: str


@dataclass(frozen=True)
class EscoOccupation:
    label: str
    uri: str


@dataclass(frozen=True)
class Profession:
    """`regulator` is a regulator's key ("none" for a job without one); `routes` are route keys."""

    key: str
    title: str
    regulator: str
    protected_titles: tuple[str, ...]
    soc2020: tuple[Code, ...]
    isco08: Code
    esco: tuple[EscoOccupation, ...]
    esr_staff_group: str
    routes: tuple[str, ...]
    nhs_entry: str
    confidence: Confidence
    count_2019: int | None = None
    professional_body: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class InterimRole:
    """`good_for` names professions, or "all"; `bands` are empty outside the NHS scale."""

    key: str
    title: str
    bands: tuple[str, ...]
    esr_staff_group: str
    good_for: tuple[str, ...]
    plain_english: str
    confidence: Confidence
    soc2020: str | None = None
    isco08: str | None = None
    esco_uri: str | None = None
    pay_note: str | None = None

    def suits(self, profession: str) -> bool:
        return profession in self.good_for or "all" in self.good_for


@dataclass(frozen=True)
class BandPay:
    """Pounds a year, full time."""

    band: str
    min: int
    max: int


@dataclass(frozen=True)
class PayScale:
    """A scale holds from `starts_on` until a later one of its kind starts."""

    key: str
    title: str
    region: str
    starts_on: date
    derived: bool
    bands: tuple[BandPay, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    confidence_note: str | None = None
    note: str | None = None
