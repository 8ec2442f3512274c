"""What happened to a client, as entries that every domain makes alike; here notes and the record.

A domain's source takes the viewer, the client and a position, and gives the latest entries after
it, newest first, of what the viewer may read. Each is one query or a fixed few.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from peewee import Expression, Field, Model

from app.accounts.models import Account
from app.audit.queries import who_did
from app.clients.access import FieldGroup
from app.clients.english_text import exam_name
from app.clients.fact_models import EnglishResult
from app.clients.fact_text import TOPIC_NAMES
from app.clients.models import Client, ClientChange, Note, NoteAudience, Topic
from app.clients.queries import record_ids
from app.notifications.models import Message, MessageStatus
from app.notifications.presenters import STATUS_NAMES
from app.policy import Permission, Role, Viewer
from app.web.pagination import after

# Staff and commands read every note, and so they are not listed.
AUDIENCE_OF = {Role.PARTNER: NoteAudience.PARTNER, Role.CLIENT: NoteAudience.CLIENT}
ALL_READ = (Role.STAFF, Role.SYSTEM)
ROLE_NAMES = {
    Role.STAFF: _("The Learning Works"),
    Role.CLIENT: _("The client"),
    Role.PARTNER: _("A partner organisation"),
    Role.MENTOR: _("The mentor"),
}


class Kind(StrEnum):
    NOTE = "note"
    REFERRAL = "referral"
    MEETING = "meeting"
    PLAN = "plan"
    ENGLISH = "english"
    BOOKING = "booking"
    OFFER = "offer"
    SUPPORT = "support"
    GROUP = "group"
    MESSAGE = "message"
    RECORD = "record"


class Change(NamedTuple):
    field: str
    before: Any
    after: Any


class Position(NamedTuple):
    """Where to go on: entries of an earlier instant, or of the same one with a smaller id."""

    at: datetime
    id: int


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `what` is our sentence, `text` somebody's own words.

    `is_day` says that only the day is known; `change` is where the viewer may put it right.
    """

    at: datetime
    id: int
    kind: Kind
    who: str = ""
    what: str = ""
    text: str = ""
    address: str = ""
    audience: NoteAudience | None = None
    changes: tuple[Change, ...] = ()
    is_day: bool = False
    corrected_at: datetime | None = None
    earlier: tuple[str, ...] = ()
    change: str = ""


def later_than(at: Field, key: Field, position: Position | None) -> list[Expression]:
    """The condition of a source's query that goes on after a position, for `where(*...)`."""
    return [] if position is None else [after((at, key), position, descending=True)]


def by(viewer: Viewer, account: Account | None) -> str:
    """Who did it: staff read names, others on whose side it was done."""
    if account is None:
        return gettext("Pathways")
    if viewer.role in ALL_READ or account.id == viewer.account_id:
        return str(account.name)
    return str(ROLE_NAMES.get(Role(account.role), ""))


def notes(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """The notes written for the viewer's audience; staff read all, and what notes said before.

    Of one that was withdrawn staff see that it was, and others nothing.
    """
    if FieldGroup.NOTES not in groups:
        return []
    query = Note.select(Note, Account).left_outer_join(Account).where(Note.client == client)
    if viewer.role not in ALL_READ:
        query = query.where(
            Note.audience == AUDIENCE_OF.get(viewer.role), Note.withdrawn_at.is_null()
        )
    rows = query.where(*later_than(Note.written_at, Note.id, position))
    rows = rows.order_by(Note.written_at.desc(), Note.id.desc()).limit(limit)
    return [_note(viewer, client, row) for row in rows]


def _note(viewer: Viewer, client: Client, row: Note) -> Entry:
    is_withdrawn = row.withdrawn_at is not None
    is_own = row.author_id == viewer.account_id is not None and not row.topic
    what, address = str(TOPIC_NAMES[Topic(row.topic)]) if row.topic else "", ""
    if is_own and not is_withdrawn and viewer.may(Permission.CLIENT_NOTE):
        address = url_for("timeline.show_note", reference=client.reference, number=row.id)
    return Entry(
        row.written_at, row.id, Kind.NOTE, _author(row),
        what=gettext("The note was withdrawn.") if is_withdrawn else what,
        text=row.text, audience=NoteAudience(row.audience), corrected_at=row.corrected_at,
        earlier=tuple(row.earlier or ()) if viewer.role in ALL_READ else (), change=address,
    )  # fmt: skip


def _author(note: Note) -> str:
    """Whoever says by a link what is different is the client, signed in or not."""
    if note.author is not None:
        return str(note.author.name)
    return str(ROLE_NAMES[Role.CLIENT]) if note.topic else ""


def messages(
    viewer: Viewer, client: Client, _groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """The subjects of what was written to her, for herself and for staff, and what came of it."""
    if viewer.role not in (*ALL_READ, Role.CLIENT):
        return []
    at, key = Message.created_at, Message.id
    rows = (
        Message.select(key, at, Message.subject, Message.status)
        .where(Message.client_id.in_(record_ids(client.id)), *later_than(at, key, position))
        .order_by(at.desc(), key.desc())
        .limit(limit)
    )
    return [
        Entry(
            row.created_at, row.id, Kind.MESSAGE, gettext("Pathways"),
            what=gettext(
                "%(subject)s (%(state)s)", subject=row.subject,
                state=str(STATUS_NAMES[MessageStatus(row.status)]),
            ),
        )
        for row in rows
    ]  # fmt: skip


def record_changes(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """Every change of a field, for who may read the history of fields."""
    if FieldGroup.AUDIT not in groups:
        return []
    at, key = ClientChange.changed_at, ClientChange.id
    rows = (
        ClientChange.select(ClientChange, Account)
        .left_outer_join(Account, on=ClientChange.changed_by)
        .where(ClientChange.client == client, *later_than(at, key, position))
        .order_by(at.desc(), key.desc())
        .limit(limit)
    )
    return [
        Entry(
            row.changed_at, row.id, Kind.RECORD, by(viewer, row.changed_by),
            changes=(Change(row.field, row.before, row.after),),
        )
        for row in rows
    ]  # fmt: skip


def done_by(viewer: Viewer, actions: Collection[str], rows: Sequence[Model]) -> dict[int, str]:
    """Who last did one of these to each row, as the viewer may read it; two queries for all."""
    did = who_did(actions, rows)
    if not did:
        return {}
    accounts = {one.id: one for one in Account.select().where(Account.id.in_(set(did.values())))}
    return {row_id: by(viewer, accounts.get(account_id)) for row_id, account_id in did.items()}


def english(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """The sittings of tests, on their days, with who wrote them down."""
    if FieldGroup.ENGLISH not in groups:
        return []
    query = EnglishResult.select().where(EnglishResult.client == client)
    if position is not None:
        day = position.at.date()
        is_later = EnglishResult.taken_on < day
        if position.at.time() > time():
            is_later = EnglishResult.taken_on <= day
        elif position.id:
            is_later |= (EnglishResult.taken_on == day) & (EnglishResult.id < position.id)
        query = query.where(is_later)
    rows = list(query.order_by(EnglishResult.taken_on.desc(), EnglishResult.id.desc()).limit(limit))
    who = done_by(viewer, ("english.add",), rows)
    return [
        Entry(
            datetime.combine(row.taken_on, time()), row.id, Kind.ENGLISH, who.get(row.id, ""),
            is_day=True, what=_sitting(row),
        )
        for row in rows
    ]  # fmt: skip


def _sitting(row: EnglishResult) -> str:
    return gettext(
        "%(test)s: listening %(listening)s, reading %(reading)s, writing %(writing)s, "
        "speaking %(speaking)s.",
        test=exam_name(row), listening=_score(row.listening), reading=_score(row.reading),
        writing=_score(row.writing), speaking=_score(row.speaking),
    )  # fmt: skip


def _score(value: Any) -> str:
    return f"{value.normalize():f}"
