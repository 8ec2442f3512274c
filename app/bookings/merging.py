"""Two records of one person booked for the same session: one booking stays, one place is free."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from app.bookings.models import LIVE, Booking, BookingStatus, Slot, SlotStatus
from app.clients.merging.rules import Merging, Rule, rule
from app.clients.merging.tables import Row

PLACED = (BookingStatus.OFFERED, BookingStatus.BOOKED)


def settle_bookings(merging: Merging) -> None:
    """Of two live bookings of one slot the one with a place stays, the record's own first."""
    rows = Booking.select().where(
        Booking.client.in_([merging.kept.id, merging.gone.id]), Booking.status.in_(LIVE)
    )
    by_slot: dict[int, list[Booking]] = {}
    for row in rows:
        by_slot.setdefault(row.slot_id, []).append(row)
    for twins in by_slot.values():
        if len(twins) == 2:
            twins.sort(key=lambda row: (row.status not in PLACED, row.client_id != merging.kept.id))
            _end(twins[1], merging)


def _end(booking: Booking, merging: Merging) -> None:
    if booking.status in PLACED:
        Slot.update(booked=Slot.booked - 1).where(Slot.id == booking.slot_id).execute()
    booking.status = BookingStatus.CANCELLED_BY_HOST
    booking.cancelled_at = merging.now
    booking.save()


def may_put_back(before: Row, present: Any) -> bool:
    """A booking that a merge ended stands again when its slot still has a place."""
    if before["status"] == present["status"] or before["status"] not in PLACED:
        return True
    if _given_up_since(present):
        return False
    return bool(
        Slot.update(booked=Slot.booked + 1)
        .where(
            Slot.id == before["slot"],
            Slot.status == SlotStatus.OPEN,
            Slot.booked < Slot.capacity,
        )
        .execute()
    )


def _given_up_since(present: Any) -> bool:
    """Whether the one booking that she had from the merge on was cancelled after it."""
    return bool(
        Booking.select()
        .where(
            Booking.client == present["client"],
            Booking.slot == present["slot"],
            Booking.cancelled_at > datetime.fromisoformat(present["cancelled_at"]),
        )
        .exists()
    )


rule(
    "booking",
    Rule(
        _("Two bookings of the same session: one stays, the other is cancelled without a message."),
        settle_bookings,
        may_put_back=may_put_back,
    ),
)
