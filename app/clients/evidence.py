"""How well each fact of a client is known: claimed, seen or verified, by whom and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zlib import crc32

from app import clock
from app.accounts.models import Account
from app.audit.services import record
from app.clients import english
from app.clients.access import FieldGroup
from app.clients.client_view import ClientView
from app.clients.evidence_rows import columns_of, noted
from app.clients.fact_models import EnglishResult, Evidence, EvidenceLevel, Qualification
from app.clients.history import note_change
from app.clients.locking import locked
from app.clients.models import Client
from app.db import atomic
from app.errors import Conflict, NotFound
from app.policy import Viewer
from app.reference import reference


class FactKind(StrEnum):
    FIELD = "field"
    QUALIFICATION = "qualification"
    ENGLISH = "english"
    STEP = "step"


# The columns that are worth a document, and the group in which each is seen.
FIELDS = {
    "name": FieldGroup.IDENTITY,
    "profession": FieldGroup.PROFESSION,
    "trained_in": FieldGroup.PROFESSION,
    "years_of_practice": FieldGroup.PROFESSION,
    "last_practised_year": FieldGroup.PROFESSION,
    "registration_stage": FieldGroup.PROFESSION,
    "availability": FieldGroup.PROFESSION,
    "right_to_work": FieldGroup.RIGHT_TO_WORK,
}
WHAT_WAS_SEEN = ("seen_on", "document")
ROWS = {FactKind.ENGLISH: EnglishResult, FactKind.QUALIFICATION: Qualification}


@dataclass(frozen=True)
class Fact:
    """A fact by its key (`registration_stage`, `english:12`, `step:cbt`) and how it is known.

    `about` is what the key speaks of: a column's name, a row, or a step's title. Without a level
    nothing is said of it yet: an empty column, or a step that nobody has spoken of.
    """

    key: str
    kind: FactKind
    about: EnglishResult | Qualification | str
    level: EvidenceLevel | None
    seen_by: str = ""
    seen_on: date | None = None
    expires_on: date | None = None
    document: str = ""
    note: str = ""

    @property
    def is_lapsed(self) -> bool:
        return self.expires_on is not None and self.expires_on < clock.today()


class Clash(Conflict):
    """Somebody else noted other evidence of the fact, or changed the fact itself, meanwhile."""


def facts(client: ClientView) -> list[Fact]:
    """Every fact the viewer may see that can be evidenced, in a fixed order."""
    known = {row.fact: row for row in _evidence_of(client)}
    return [
        _known(key, kind, about, known.get(key), _said(client, kind, about))
        for key, kind, about in _facts(client)
    ]


def fact(client: ClientView, key: str) -> Fact:
    """One fact by its key; NotFound for what the client has not."""
    found = next((one for one in facts(client) if one.key == key), None)
    if found is None:
        raise NotFound(key)
    return found


def _facts(
    client: ClientView,
) -> list[tuple[str, FactKind, EnglishResult | Qualification | str]]:
    found: list[tuple[str, FactKind, EnglishResult | Qualification | str]] = [
        (name, FactKind.FIELD, name) for name, group in FIELDS.items() if group in client.groups
    ]
    if client.professional:
        found += [
            (f"qualification:{row.id}", FactKind.QUALIFICATION, row)
            for row in client.professional.qualifications
        ]
    if client.english:
        found += [(f"english:{row.id}", FactKind.ENGLISH, row) for row in client.english.results]
        if client.english.route:
            steps = client.english.route.steps
            found += [(f"step:{step.key}", FactKind.STEP, step.title) for step in steps]
    return found


def _said(
    client: ClientView, kind: FactKind, about: EnglishResult | Qualification | str
) -> EvidenceLevel | None:
    """The level of a fact of which no evidence has been noted."""
    if not isinstance(about, str):
        return EvidenceLevel(about.level)
    if kind is FactKind.STEP:
        return None
    parts = (client.identity, client.professional, client)
    values = [
        getattr(part, name)
        for name in columns_of(about)
        for part in parts
        if part and hasattr(part, name)
    ]
    return EvidenceLevel.CLAIMED if any(value not in (None, "") for value in values) else None


def _known(
    key: str,
    kind: FactKind,
    about: EnglishResult | Qualification | str,
    row: Evidence | None,
    said: EvidenceLevel | None,
) -> Fact:
    if row is None:
        return Fact(key, kind, about, said)
    return Fact(
        key,
        kind,
        about,
        EvidenceLevel(row.level),
        seen_by=row.seen_by.name if row.seen_by else "",
        seen_on=row.seen_on,
        expires_on=row.expires_on,
        document=row.document,
        note=row.note,
    )


def _evidence_of(client: ClientView) -> list[Evidence]:
    return list(
        Evidence.select(Evidence, Account)
        .left_outer_join(Account)
        .where(Evidence.client == client.id)
    )


def version_of(client: Client, fact: str) -> str:
    """What a form of evidence is filled from: the evidence, and the fact that it is of."""
    row = Evidence.get_or_none(Evidence.client == client, Evidence.fact == fact)
    kind, _, key = fact.partition(":")
    if kind == FactKind.QUALIFICATION and row_key(key):
        of = Qualification.select(Qualification.version).where(Qualification.id == row_key(key))
        held: list[Any] = [of.scalar()]
    else:
        held = [getattr(client, name) for name in columns_of(fact)]
    stamp = crc32(repr((held, row and (row.id, row.version))).encode())
    return f"{stamp:x}"


def set_evidence(
    actor: Viewer,
    client: Client,
    *,
    fact: str,
    level: EvidenceLevel,
    seen_on: date | None = None,
    expires_on: date | None = None,
    document: str = "",
    note: str = "",
    version: str | None = None,
) -> None:
    """Note how well a fact is known; claimed takes back that it was seen.

    `version` is what the form was filled from. Raises NotFound for what is no fact of the
    client's, Clash when it stands otherwise by now.
    """
    is_seen = level is not EvidenceLevel.CLAIMED
    held: dict[str, Any] = {
        "level": level,
        "seen_by": actor.account_id if is_seen else None,
        "seen_on": (seen_on or clock.today()) if is_seen else None,
        "expires_on": expires_on if is_seen else None,
        "document": document if is_seen else "",
        "note": note,
    }
    with atomic():
        present = locked(client)
        if version is not None and version != version_of(present, fact):
            raise Clash
        _mark_row(present, fact, level)
        row = Evidence.get_or_none(Evidence.client == client, Evidence.fact == fact)
        before = noted(row)
        row = row or Evidence(client=client, fact=fact, version=0)
        if row.id and all(getattr(row, name) == held[name] for name in ("level", *WHAT_WAS_SEEN)):
            del held["seen_by"]  # the note or the last day alone: nobody else has seen anything
        for name, value in held.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        if noted(row) != before:
            note_change(actor, client.id, f"evidence:{fact}", before=before, after=noted(row))
        record(actor, "evidence.set", client, client_id=client.id, fact=fact, level=level)


def row_key(text: str) -> int | None:
    """The number of a row in a fact's key; None for what is no such number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _mark_row(client: Client, fact: str, level: EvidenceLevel) -> None:
    """A sitting and a qualification carry their level themselves."""
    kind, _, key = fact.partition(":")
    number = row_key(key)
    if kind in ROWS and number is not None:
        table: Any = ROWS[FactKind(kind)]
        mine = (table.id == number) & (table.client == client)
        if table.update(level=level).where(mine).execute():
            return
    elif kind == FactKind.STEP:
        route = english.route_key_of(client)
        if route and key in reference().route(route).by_key:
            return
    elif fact in FIELDS:
        return
    raise NotFound(fact)
