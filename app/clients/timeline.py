"""The progress log: notes for their audiences, and for staff every change of a field."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.accounts.models import Account
from app.clients.access import FieldGroup
from app.clients.client_view import ClientView
from app.clients.models import ClientChange, Note, NoteAudience
from app.policy import Role, Viewer

MOST_SHOWN = 50
# Staff and commands read every note, and so they are not listed.
AUDIENCE_OF = {Role.PARTNER: NoteAudience.PARTNER, Role.CLIENT: NoteAudience.CLIENT}


@dataclass(frozen=True)
class Change:
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Entry:
    """A note with its audience, or the fields that one person changed at once."""

    at: datetime
    who: str
    text: str = ""
    audience: NoteAudience | None = None
    changes: tuple[Change, ...] = ()


def timeline(viewer: Viewer, client: ClientView) -> list[Entry]:
    """What happened, newest first, as far as the viewer may read it."""
    entries = _notes(viewer, client)
    if FieldGroup.AUDIT in client.groups:
        entries += _changes(client)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_SHOWN]


def _notes(viewer: Viewer, client: ClientView) -> list[Entry]:
    if FieldGroup.NOTES not in client.groups:
        return []
    query = Note.select(Note, Account).left_outer_join(Account).where(Note.client == client.id)
    if viewer.role not in (Role.STAFF, Role.SYSTEM):
        query = query.where(Note.audience == AUDIENCE_OF.get(viewer.role))
    rows = query.order_by(Note.written_at.desc(), Note.id.desc()).limit(MOST_SHOWN)
    return [
        Entry(row.written_at, _name(row.author), row.text, NoteAudience(row.audience))
        for row in rows
    ]


def _changes(client: ClientView) -> list[Entry]:
    rows = (
        ClientChange.select(ClientChange, Account)
        .left_outer_join(Account)
        .where(ClientChange.client == client.id)
        .order_by(ClientChange.changed_at.desc(), ClientChange.id.desc())
        .limit(MOST_SHOWN)
    )
    return [
        Entry(at, who, changes=tuple(Change(row.field, row.before, row.after) for row in together))
        for (at, who), together in groupby(
            rows, key=lambda row: (row.changed_at, _name(row.changed_by))
        )
    ]


def _name(account: Account | None) -> str:
    return account.name if account else ""
