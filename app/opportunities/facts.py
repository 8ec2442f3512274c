"""What is known of clients, as the facts that matching reads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from app.clients.models import Hours, RegistrationStage
from app.matching import Fact, Facts, Kind, Level, Place
from app.opportunities import asks
from app.opportunities.asks import N_
from app.opportunities.english_scores import accepted, as_scores, combined, general_level
from app.opportunities.records import Record, Seen, records
from app.places import point_of
from app.reference import UnknownKey, reference
from app.reference.professions import Profession

CHUNK = 2000

STAGES = tuple(RegistrationStage)
STAGE_NAMES = {
    RegistrationStage.NOT_STARTED: N_("not started"),
    RegistrationStage.DOCUMENTS: N_("collecting documents"),
    RegistrationStage.APPLIED: N_("applied to the regulator"),
    RegistrationStage.EXAMS: N_("taking the regulator's tests"),
    RegistrationStage.REGISTERED: N_("registered"),
}
HOURS_NAMES = {Hours.FULL_TIME: N_("full time"), Hours.PART_TIME: N_("part time")}
UNKNOWN = "unknown"


def facts_of(client_ids: Collection[int], *, today: date) -> dict[int, Facts]:
    """The facts of each client by id, as they stand on a day; six queries for 2,000 clients.

    For those who have decided that the viewer may see them.
    """
    ids = list(client_ids)
    found: dict[int, Facts] = {}
    for start in range(0, len(ids), CHUNK):
        for record in records(ids[start : start + CHUNK], today):
            found[record.row.id] = _facts(record)
    return found


def _facts(record: Record) -> Facts:
    row = record.row
    profession = _profession(row.profession)
    known = {
        Kind.PROFESSION: _professions(record),
        Kind.REGISTRATION: _registration(record, profession),
        Kind.ENGLISH: _english(record, profession),
        Kind.RIGHT_TO_WORK: _right_to_work(record),
        Kind.DISTANCE: _home(row.postcode, row.travel_km),
        Kind.HOURS: _hours(row.hours),
        Kind.EXPERIENCE: _years(record, "years_of_practice", row.years_of_practice),
        Kind.RECENCY: _years(record, "last_practised_year", _out_of_practice(record)),
        Kind.LANGUAGE: tuple(_language(code) for code in record.languages),
        Kind.INTERIM: _interim(row.open_to_interim),
        Kind.STEP: tuple(_step(step.key, step.title) for step in record.steps),
    }
    return Facts(
        row.reference,
        {kind: facts for kind, facts in known.items() if facts},
        row.waiting_since,
        path=_path(row.profession, record.plan_route, row.route),
    )


@lru_cache(maxsize=1024)
def _path(profession: str, *routes: str) -> str:
    """The first of the routes that is one of the profession's."""
    try:
        known = {route.key for route in reference().routes_for(profession)}
    except UnknownKey:
        return ""
    return next((key for key in routes if key in known), "")


@lru_cache(maxsize=256)
def _profession(key: str) -> Profession | None:
    try:
        return reference().profession(key)
    except UnknownKey:
        return None


def _professions(record: Record) -> tuple[Fact, ...]:
    """Her own, and those that her routes end in: an eye surgeon may be a doctor meanwhile."""
    seen = record.evidence("profession")
    return _profession_facts(record.row.profession, seen)


@lru_cache(maxsize=4096)
def _profession_facts(key: str, seen: Seen) -> tuple[Fact, ...]:
    known = _profession(key)
    if known is None:
        return ()
    keys = dict.fromkeys([key, *(route.profession for route in reference().routes_for(key))])
    return tuple(
        Fact(each, seen.level, seen.on, seen.until, reference().profession(each).title)
        for each in keys
    )


def _registration(record: Record, profession: Profession | None) -> tuple[Fact, ...]:
    """How far she has come, in the order of the stages.

    Nothing where there is no regulator, or nobody has said.
    """
    if profession is None or profession.regulator == "none" or not record.row.registration_stage:
        return ()
    stage = RegistrationStage(record.row.registration_stage)
    return _stage(stage, record.evidence("registration_stage"), profession.regulator)


@lru_cache(maxsize=4096)
def _stage(stage: RegistrationStage, seen: Seen, regulator: str) -> tuple[Fact, ...]:
    value = STAGES.index(stage)
    return (Fact(value, seen.level, seen.on, seen.until, STAGE_NAMES[stage], regulator),)


def _english(record: Record, profession: Profession | None) -> tuple[Fact, ...]:
    """Every sitting; two that her regulator takes together; the general level of each.

    Whoever is on the register has shown her English to the regulator, whatever has lapsed.
    """
    facts = [
        Fact(as_scores(one), Level(one.evidence.value), one.taken_on, expires_on)
        for one, expires_on in record.sittings
    ]
    if profession is not None and len(record.sittings) > 1:
        sittings = [one for one, _ in record.sittings]
        facts += combined(sittings, profession, route=record.row.route, today=record.today)
    facts += [fact for one, _ in record.sittings for fact in general_level(one)]
    if record.row.registration_stage == RegistrationStage.REGISTERED and profession is not None:
        seen = record.evidence("registration_stage")
        facts += accepted(profession, seen.level, seen.until)
    return tuple(facts)


@lru_cache(maxsize=4096)
def _right(key: str, seen: Seen) -> tuple[Fact, ...]:
    try:
        right = reference().right_to_work(key)
    except UnknownKey:
        return ()
    answer = right.may_work.value
    known = answer if answer in (*asks.MAY_WORK, asks.MAY_NOT_WORK) else UNKNOWN
    return (Fact(known, seen.level, seen.on, seen.until, right.label),)


def _right_to_work(record: Record) -> tuple[Fact, ...]:
    """What she may do for work; an answer that depends on the post is as good as none."""
    return _right(record.row.right_to_work, record.evidence("right_to_work"))


@lru_cache(maxsize=4096)
def _home(postcode: str, travel_km: int | None) -> tuple[Fact, ...]:
    """The middle of the outward code; a client who named no limit goes any distance."""
    point = point_of(postcode)
    if point is None:
        return ()
    limit = None if travel_km is None else float(travel_km)
    return (Fact(Place(point.latitude, point.longitude, limit), label=postcode),)


@lru_cache(maxsize=16)
def _hours(hours: str | None) -> tuple[Fact, ...]:
    if hours is None:
        return ()
    wanted = list(HOURS_NAMES) if hours == Hours.EITHER else [Hours(hours)]
    return tuple(Fact(each.value, label=HOURS_NAMES[each]) for each in wanted)


def _out_of_practice(record: Record) -> int | None:
    """Whole years since the year in which she last practised."""
    last = record.row.last_practised_year
    return None if last is None else max(0, record.today.year - last)


def _years(record: Record, column: str, years: int | None) -> tuple[Fact, ...]:
    return () if years is None else _year_facts(years, record.evidence(column))


@lru_cache(maxsize=4096)
def _year_facts(years: int, seen: Seen) -> tuple[Fact, ...]:
    words = "1 year" if years == 1 else f"{years} years"
    return (Fact(years, seen.level, seen.on, seen.until, words),)


@lru_cache(maxsize=1024)
def _language(code: str) -> Fact:
    try:
        return Fact(code, label=reference().language(code).label)
    except UnknownKey:
        return Fact(code, label=code)


@lru_cache(maxsize=4096)
def _step(key: str, title: str) -> Fact:
    return Fact(key, label=title)


def _interim(is_open: bool | None) -> tuple[Fact, ...]:
    return () if is_open is None else (OPEN_TO_INTERIM[bool(is_open)],)


OPEN_TO_INTERIM = {
    True: Fact(True, label=N_("open to an interim job")),
    False: Fact(False, label=N_("no interim job wanted")),
}
