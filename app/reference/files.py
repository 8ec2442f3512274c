"""The YAML files by name, each as a dataclass that says which keys it may have."""

from dataclasses import dataclass
from datetime import date

from app.reference import lists
from app.reference.professions import InterimRole, PayScale, Profession, Regulator
from app.reference.routes import Confidence, Route


@dataclass(frozen=True, kw_only=True)
class File:
    """`review_by` is the day by which a person must have read the file against its sources."""

    version: str
    prepared: date
    rechecked: date
    review_by: date
    open_questions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pathways(File):
    pathways: tuple[Route, ...]


@dataclass(frozen=True, kw_only=True)
class Professions(File):
    regulators: tuple[Regulator, ...]
    professions: tuple[Profession, ...]
    staff_groups: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class InterimRoles(File):
    interim_roles: tuple[InterimRole, ...]


@dataclass(frozen=True, kw_only=True)
class Pay(File):
    agenda_for_change: tuple[PayScale, ...]
    resident_doctors: tuple[PayScale, ...]


@dataclass(frozen=True, kw_only=True)
class Languages(File):
    languages: tuple[lists.Language, ...]


@dataclass(frozen=True, kw_only=True)
class Countries(File):
    countries: tuple[lists.Country, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Postcodes(File):
    confidence: Confidence
    sources: tuple[str, ...]
    postcodes: tuple[lists.PostcodeArea, ...]


@dataclass(frozen=True, kw_only=True)
class Places(File):
    local_authorities: tuple[lists.LocalAuthority, ...]
    wards: tuple[lists.Wards, ...]
    sites: tuple[lists.Site, ...]


@dataclass(frozen=True, kw_only=True)
class RightsToWork(File):
    right_to_work: tuple[lists.RightToWork, ...]
    recording: lists.RightToWorkRecording


@dataclass(frozen=True, kw_only=True)
class EnglishTests(File):
    english_tests: tuple[lists.EnglishTest, ...]
    levels: tuple[lists.Level, ...]
    equivalents: tuple[lists.Equivalent, ...]
    esol: tuple[lists.EsolLevel, ...]
    planning: lists.StudyTime


@dataclass(frozen=True, kw_only=True)
class Support(File):
    support_schemes: tuple[lists.SupportScheme, ...]
    fee_help: tuple[lists.FeeHelp, ...]


@dataclass(frozen=True, kw_only=True)
class Reasons(File):
    referral_decline: tuple[lists.Reason, ...]
    unmet_need: tuple[lists.Reason, ...]


@dataclass(frozen=True)
class Files:
    """One field a file: `pathways` is read from `pathways.yaml`."""

    pathways: Pathways
    professions: Professions
    interim_roles: InterimRoles
    pay: Pay
    languages: Languages
    countries: Countries
    postcodes: Postcodes
    places: Places
    right_to_work: RightsToWork
    english_tests: EnglishTests
    support: Support
    reasons: Reasons
