"""Entries of all domains in one order: latest first, in pages that go on where the last ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from app.bookings import timeline as bookings
from app.clients import timeline as clients
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import Entry, Kind, Position
from app.opportunities import timeline as opportunities
from app.pathways import timeline as pathways
from app.policy import Viewer
from app.referrals import timeline as referrals
from app.support import timeline as support
from app.web.pagination import PAGE_SIZE, Page, decode, encode

Source = Callable[..., list[Entry]]
# At one instant the sources come in this order; a cursor names its source, so keep the names.
SOURCES: dict[str, tuple[Kind, Source]] = {
    "note": (Kind.NOTE, clients.notes),
    "meeting": (Kind.MEETING, referrals.meetings),
    "arrived": (Kind.MEETING, referrals.arrived),
    "confirmed": (Kind.MEETING, referrals.confirmed),
    "referral": (Kind.REFERRAL, referrals.moves),
    "offer": (Kind.OFFER, opportunities.entries),
    "support": (Kind.SUPPORT, support.moves),
    "group": (Kind.GROUP, support.in_groups),
    "booked": (Kind.BOOKING, bookings.made),
    "called_off": (Kind.BOOKING, bookings.called_off),
    "attended": (Kind.BOOKING, bookings.came_of_it),
    "plan": (Kind.PLAN, pathways.entries),
    "english": (Kind.ENGLISH, clients.english),
    "record": (Kind.RECORD, clients.record_changes),
    "message": (Kind.MESSAGE, clients.messages),
}
ORDER = {name: number for number, name in enumerate(SOURCES)}
LAST_ID = 2**62


def timeline(
    viewer: Viewer,
    client: Client,
    groups: frozenset[FieldGroup],
    *,
    kind: str = "",
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Entry]:
    """A page of what happened to a client in reach, as far as the viewer may read it.

    Each source is asked once for a page and one more, whatever the length of the whole.
    """
    last = _last(cursor)
    found: list[tuple[datetime, int, int, str, Entry]] = []
    for name, (of_kind, source) in SOURCES.items():
        if kind in ("", of_kind):
            position = _position(name, last)
            for entry in source(viewer, client, groups, position=position, limit=size + 1):
                found.append((entry.at, -ORDER[name], entry.id, name, entry))
    found.sort(key=lambda one: one[:3], reverse=True)
    rows = [entry for *_, entry in found[:size]]
    more = found[size - 1] if len(found) > size else None
    after = encode([more[0].isoformat(), more[3], more[2]]) if more else None
    return Page(together(rows), after)


def together(entries: Sequence[Entry]) -> list[Entry]:
    """The fields that one person changed at once, as one entry."""
    joined: list[Entry] = []
    for entry in entries:
        before = joined[-1] if joined else None
        if before and entry.changes and before.changes and _same(before, entry):
            joined[-1] = replace(before, changes=before.changes + entry.changes)
        else:
            joined.append(entry)
    return joined


def _same(one: Entry, other: Entry) -> bool:
    return (one.at, one.who) == (other.at, other.who)


def _last(cursor: str | None) -> tuple[Position, int] | None:
    """The last entry shown and its source's place; None for the first page and a bad cursor."""
    values = decode(cursor, 3)
    if values is None or values[1] not in ORDER or not re.fullmatch(r"[0-9]{1,18}", values[2]):
        return None
    try:
        at = datetime.fromisoformat(values[0]).replace(tzinfo=None)
    except ValueError:
        return None
    return Position(at, int(values[2])), ORDER[values[1]]


def _position(name: str, last: tuple[Position, int] | None) -> Position | None:
    """Where a source goes on: sources that come later at that instant still have all of it."""
    if last is None:
        return None
    position, place = last
    if ORDER[name] == place:
        return position
    return Position(position.at, 0 if ORDER[name] < place else LAST_ID)
