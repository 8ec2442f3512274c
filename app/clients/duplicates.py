"""Clients who may be the person in hand: looked for before a client is made; staff decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from peewee import Case, fn

from app.clients import names, spelling
from app.clients.models import Client, ClientKey, ClientReferrer
from app.clients.queries import in_reach
from app.clients.record_keys import born_keys, exact_keys, like_keys
from app.policy import Role, Viewer

MOST_SHOWN = 20
# Common names share keys with thousands; this many are compared, no more.
MOST_COMPARED = 200
COMPARED = (
    Client.id, Client.reference, Client.name, Client.birth_year, Client.phone, Client.email,
    Client.profession, Client.trained_in,
)  # fmt: skip


class Signal(StrEnum):
    """What two records have in common, or hold against each other."""

    SAME_NAME = "same_name"
    NAME_ALIKE = "name_alike"
    PART_OF_NAME = "part_of_name"
    SAME_YEAR = "same_year"
    YEAR_ONE_OFF = "year_one_off"
    YEAR_UNKNOWN = "year_unknown"
    YEARS_APART = "years_apart"
    PHONE = "phone"
    EMAIL = "email"
    REFERRER = "referrer"
    PROFESSION = "profession"
    COUNTRY = "country"


class Grade(StrEnum):
    """How sure it is that two records are of one person, the surest first."""

    ALMOST_CERTAIN = "almost_certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


S = Signal
NAMED = frozenset({S.SAME_NAME, S.NAME_ALIKE})
CONTACT = frozenset({S.PHONE, S.EMAIL})
NEAR = frozenset({S.SAME_YEAR, S.YEAR_ONE_OFF, S.YEAR_UNKNOWN})
ONE_OFF_OR_UNKNOWN = frozenset({S.YEAR_ONE_OFF, S.YEAR_UNKNOWN})
# A grade and what it takes: of each group one. The first line that fits counts, so that a
# common name with years of birth that differ is never more than possible.
RULES: tuple[tuple[Grade, tuple[Collection[Signal], ...]], ...] = (
    (Grade.ALMOST_CERTAIN, (NAMED, CONTACT, NEAR)),
    (Grade.ALMOST_CERTAIN, (NAMED, {S.SAME_YEAR}, {S.PROFESSION}, {S.COUNTRY})),
    (Grade.LIKELY, (NAMED, {S.SAME_YEAR})),
    (Grade.LIKELY, (NAMED, {S.YEAR_ONE_OFF}, {S.PROFESSION}, {S.COUNTRY})),
    (Grade.LIKELY, (NAMED, ONE_OFF_OR_UNKNOWN, {S.REFERRER})),
    (Grade.LIKELY, ({S.PART_OF_NAME}, {S.SAME_YEAR}, CONTACT)),
    (Grade.LIKELY, ({S.PHONE}, {S.EMAIL})),
    (Grade.POSSIBLE, (NAMED, NEAR)),
    (Grade.POSSIBLE, ({S.SAME_NAME}, {S.YEARS_APART}, {S.PROFESSION}, {S.COUNTRY})),
    (Grade.POSSIBLE, ({S.PART_OF_NAME}, {S.SAME_YEAR}, {S.PROFESSION}, {S.COUNTRY})),
    (Grade.POSSIBLE, (CONTACT,)),
)


@dataclass(frozen=True)
class Described:
    """What is known of a person when candidates are looked for."""

    name: str
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    profession: str = ""
    trained_in: str = ""
    referrer_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A client who may be the person, what speaks for it, and how sure that is."""

    client: Client
    why: tuple[Signal, ...]
    grade: Grade | None


def possible_duplicates(
    viewer: Viewer, person: Described, *, besides: Client | None = None
) -> list[Candidate]:
    """Clients who may be this person, the surest first; `besides` is her own record, if any.

    Only staff are told: a duplicate check by a partner would tell of other organisations' clients.
    Names are compared across scripts and spellings (spelling), phones by their digits.
    """
    if viewer.role not in (Role.STAFF, Role.SYSTEM):
        return []
    rows = [row for row in _sharing(viewer, person) if besides is None or row.id != besides.id]
    referred = _referred_by(person.referrer_ids, rows)
    found = []
    for row in rows:
        why = _signals(person, row, is_referred=row.id in referred)
        grade = grade_of(why)
        if grade is not None:
            found.append(Candidate(row, why, grade))
    found.sort(key=lambda one: (_rank(one.grade), -len(one.why), one.client.id))
    return found[:MOST_SHOWN]


def grade_of(why: Iterable[Signal]) -> Grade | None:
    """The grade of what two records share; None where it says nothing."""
    held = frozenset(why)
    fits = (grade for grade, groups in RULES if all(held & set(group) for group in groups))
    return next(fits, None)


def described(client: Client) -> Described:
    """A client as the person that others are compared with."""
    referrers = ClientReferrer.select(ClientReferrer.organisation).where(
        ClientReferrer.client == client
    )
    return Described(
        client.name, client.birth_year, client.phone, client.email, client.profession,
        client.trained_in, frozenset(row.organisation_id for row in referrers),
    )  # fmt: skip


def _sharing(viewer: Viewer, person: Described) -> list[Client]:
    """Records that share a key with the person: by index, and of too many those that share most."""
    year = person.birth_year
    near = born_keys(person.name, year - 1, year + 1) if year else set()
    # A phone number outweighs any name, and two words of it in the same year the name alone.
    weighed = [
        (exact_keys(phone=person.phone, email=person.email), 100),
        (born_keys(person.name, year) if year else set(), 10),
        (exact_keys(name=person.name), 5),
        (like_keys(person.name) | near, 1),
    ]
    shared = fn.SUM(Case(None, [(ClientKey.key.in_(keys), weight) for keys, weight in weighed]))
    return list(
        Client.select(*COMPARED)
        .join(ClientKey)
        .where(ClientKey.key.in_(set().union(*(keys for keys, _ in weighed))), in_reach(viewer))
        .group_by(Client.id)
        .order_by(shared.desc(), Client.id)
        .limit(MOST_COMPARED)
    )


def _referred_by(organisation_ids: Collection[int], rows: list[Client]) -> set[int]:
    if not organisation_ids or not rows:
        return set()
    found = ClientReferrer.select(ClientReferrer.client).where(
        ClientReferrer.organisation.in_(organisation_ids),
        ClientReferrer.client.in_([row.id for row in rows]),
    )
    return {row.client_id for row in found}


def _signals(person: Described, row: Client, *, is_referred: bool) -> tuple[Signal, ...]:
    held = {
        S.PHONE: person.phone and _phone_key(person.phone) == _phone_key(row.phone) != "",
        S.EMAIL: person.email and _email_key(person.email) == _email_key(row.email),
        S.REFERRER: is_referred,
        S.PROFESSION: person.profession and person.profession == row.profession,
        S.COUNTRY: person.trained_in and person.trained_in == row.trained_in,
    }
    shared = [signal for signal, is_held in held.items() if is_held]
    name = _name_signal(person.name, row.name)
    return (*([name] if name else []), _year_signal(person.birth_year, row.birth_year), *shared)


def _phone_key(phone: str) -> str:
    return names.keys(name="", phone=phone).get("phone", "")


def _email_key(email: str) -> str:
    return email.strip().casefold()


def _name_signal(name: str, other: str) -> Signal | None:
    if name == other or (names.name_key(name) and names.name_key(name) == names.name_key(other)):
        return S.SAME_NAME
    ours, theirs = spelling.words_of(name), spelling.words_of(other)
    shared = spelling.shared_words(ours, theirs)
    if not shared:
        return None
    is_whole = shared == min(len(ours), len(theirs))
    if is_whole and (shared > 1 or len(ours) == len(theirs)):
        return S.NAME_ALIKE
    return S.PART_OF_NAME


def _year_signal(ours: int | None, theirs: int | None) -> Signal:
    if ours is None or theirs is None:
        return S.YEAR_UNKNOWN
    apart = abs(ours - theirs)
    return S.SAME_YEAR if not apart else S.YEAR_ONE_OFF if apart == 1 else S.YEARS_APART


def _rank(grade: Grade | None) -> int:
    return len(Grade) if grade is None else list(Grade).index(grade)
