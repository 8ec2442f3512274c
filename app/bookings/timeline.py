"""A client's bookings as entries of her timeline: made, called off, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from peewee import JOIN, Field, ModelSelect

from app.accounts.models import Account
from app.bookings.models import Booking, BookingStatus, Mentor, Slot
from app.bookings.presenters import STATE_NAMES, slot_when, slot_with
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import Entry, Kind, Position, by, done_by, later_than
from app.policy import Viewer

HOST = Account.alias()


def made(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """When each place was booked, and by whom."""
    if FieldGroup.BOOKINGS not in groups:
        return []
    return [
        _entry(row, "created_at", gettext("Booked"), by(viewer, row.booked_by))
        for row in _bookings(client, Booking.created_at, position, limit)
    ]


def called_off(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """When a booking was cancelled, and by whom."""
    if FieldGroup.BOOKINGS not in groups:
        return []
    rows = _bookings(client, Booking.cancelled_at, position, limit)
    return _ended(viewer, list(rows), "cancelled_at", ("booking.cancel", "booking.end_with_slot"))


def came_of_it(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """When it was noted who came, and by whom."""
    if FieldGroup.BOOKINGS not in groups:
        return []
    rows = _bookings(client, Booking.attended_noted_at, position, limit)
    return _ended(viewer, list(rows), "attended_noted_at", ("booking.note_attendance",))


def _ended(
    viewer: Viewer, rows: Sequence[Booking], at: str, actions: tuple[str, ...]
) -> list[Entry]:
    who = done_by(viewer, actions, rows)
    return [
        _entry(row, at, str(STATE_NAMES[BookingStatus(row.status)]), who.get(row.id, ""))
        for row in rows
    ]


def _bookings(
    client: Client, at: Field, position: Position | None, limit: int
) -> ModelSelect[Booking]:
    return (
        Booking.select(Booking, Slot, Mentor, HOST, Account)
        .join(Slot)
        .join(Mentor)
        .join(HOST, on=(Mentor.account == HOST.id), attr="account")
        .join_from(Booking, Account, JOIN.LEFT_OUTER)
        .where(Booking.client == client, at.is_null(False), *later_than(at, Booking.id, position))
        .order_by(at.desc(), Booking.id.desc())
        .limit(limit)
    )


def _entry(row: Booking, at: str, what: str, who: str = "") -> Entry:
    return Entry(
        getattr(row, at), row.id, Kind.BOOKING, who,
        what=f"{what}: {slot_with(row.slot)}, {slot_when(row.slot)}",
        address=url_for("bookings.show_booking", booking_id=row.id),
    )  # fmt: skip
