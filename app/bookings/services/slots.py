"""Offering slots, one or a series, and cancelling one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app import clock
from app.audit.services import record
from app.bookings import messages, recurrence, refusals
from app.bookings.models import (
    LIVE,
    Booking,
    BookingStatus,
    Mentor,
    Slot,
    SlotKind,
    SlotSeries,
    SlotStatus,
)
from app.bookings.services.mentors import check_host
from app.clients.models import Client
from app.db import atomic, lock_row
from app.policy import Role, Viewer


@dataclass(frozen=True)
class Offer:
    """What a mentor offers. `at` is a time on Birmingham's clock; a rule makes it a series."""

    kind: SlotKind
    first_on: date
    at: time
    minutes: int
    capacity: int = 1
    title: str = ""
    place: str = ""
    is_online: bool = False
    online_link: str = ""
    suits_step: str | None = None
    rrule: str = ""
    until_on: date | None = None


def offer_slot(actor: Viewer, mentor: Mentor, *, offer: Offer) -> Slot:
    """One open slot. Raises TimeRefused for an impossible or past time, HostBusy for an overlap."""
    start, *_ = _starts(offer)
    with atomic():
        lock_row(mentor)
        return _open_slot(actor, mentor, offer, start)


def offer_series(actor: Viewer, mentor: Mentor, *, offer: Offer) -> list[Slot]:
    """All slots of a repeating offer or, if one of them is refused, none."""
    starts = _starts(offer)
    with atomic():
        lock_row(mentor)
        series = SlotSeries.create(
            mentor=mentor,
            kind=offer.kind,
            title=offer.title,
            rrule=offer.rrule,
            local_start=offer.at,
            duration_minutes=offer.minutes,
            capacity=offer.capacity,
            place=offer.place,
            online_link=offer.online_link,
            first_on=offer.first_on,
            until_on=offer.until_on or offer.first_on,
            created_at=clock.now(),
        )
        record(actor, "slot_series.offer", series, slots=len(starts))
        return [_open_slot(actor, mentor, offer, start, series) for start in starts]


def _starts(offer: Offer) -> list[datetime]:
    found = recurrence.starts(
        offer.first_on, offer.at, zone=clock.LONDON, rrule=offer.rrule, until_on=offer.until_on
    )
    if not found or found[0] <= clock.now():
        raise recurrence.TimePast(datetime.combine(offer.first_on, offer.at))
    return found


def _open_slot(
    actor: Viewer, mentor: Mentor, offer: Offer, start: datetime, series: SlotSeries | None = None
) -> Slot:
    check_host(actor, mentor)
    end = start + timedelta(minutes=offer.minutes)
    other = Slot.get_or_none(
        Slot.mentor == mentor,
        Slot.status == SlotStatus.OPEN,
        Slot.starts_at < end,
        Slot.ends_at > start,
    )
    if other is not None:
        raise refusals.HostBusy(other)
    slot = Slot.create(
        series=series,
        mentor=mentor,
        kind=offer.kind,
        title=offer.title,
        starts_at=start,
        ends_at=end,
        capacity=offer.capacity,
        place=offer.place,
        is_online=offer.is_online,
        online_link=offer.online_link,
        suits_step=offer.suits_step,
        created_at=clock.now(),
    )
    record(actor, "slot.offer", slot, kind=offer.kind)
    return slot


def cancel_slot(actor: Viewer, slot: Slot) -> None:
    """End a slot and every booking on it, and tell everyone; raises SlotNotOpen."""
    check_host(actor, slot.mentor)
    now = clock.now()
    with atomic():
        ended = (
            Slot.update(status=SlotStatus.CANCELLED, booked=0, sequence=Slot.sequence + 1)
            .where(Slot.id == slot.id, Slot.status == SlotStatus.OPEN, Slot.starts_at > now)
            .execute()
        )
        if not ended:
            raise refusals.SlotNotOpen
        rows = list(
            Booking.select(Booking, Client)
            .join(Client)
            .where(Booking.slot == slot, Booking.status.in_(LIVE))
        )
        Booking.update(status=BookingStatus.CANCELLED_BY_HOST, cancelled_at=now).where(
            Booking.id.in_([row.id for row in rows])
        ).execute()
        record(actor, "slot.cancel", slot, bookings=len(rows))
        for row in rows:
            record(actor, "booking.end_with_slot", row, client_id=row.client_id)
        messages.tell_slot_cancelled(slot, rows, by_host=actor.role is Role.MENTOR)
