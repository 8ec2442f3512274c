"""Booking, cancelling and attendance; a place is decided inside one transaction.

Locks are taken in one order, client then slot then booking, so that no two wait for each other.
"""

from datetime import datetime

from peewee import IntegrityError, Query

from app import clock
from app.audit.services import record
from app.bookings import messages, queries, refusals
from app.bookings.models import LIVE, Booking, BookingStatus, Slot, SlotKind, SlotStatus
from app.bookings.services.mentors import check_host
from app.clients.locking import check_kept
from app.clients.models import Client
from app.db import atomic, lock_row
from app.policy import Role, Viewer
from app.prepared import created, given, prepared

NOTED = (BookingStatus.BOOKED, BookingStatus.ATTENDED, BookingStatus.DID_NOT_ATTEND)


def look(actor: Viewer, slot: Slot, *, client: Client) -> None:
    """Refuse a hopeless booking without a lock; whoever already has the place passes.

    This keeps a crowd at a full slot from queueing behind the one writer.
    """
    if is_free(slot) or queries.has_booked(slot, client):
        return
    raise _refusal(actor, slot)


def book_slot(actor: Viewer, slot: Slot, *, client: Client) -> Booking:
    """Take a place. Raises SlotFull, SlotClosed, AlreadyBooked, BookingOverlaps or OtherTrust."""
    try:
        with atomic():
            return _take_place(actor, slot, client)
    except IntegrityError as error:
        live = _live(client, Booking.slot == slot)
        if live is None:
            raise
        raise refusals.AlreadyBooked(live) from error


def _take_place(actor: Viewer, slot: Slot, client: Client) -> Booking:
    if slot.mentor.account.trust_id not in (None, client.programme.trust_id):
        raise refusals.OtherTrust
    check_kept(client)
    _check_free_time(actor, slot, client)
    now = clock.now()
    if not _taken().run(slot=slot.id, now=now):
        raise _refusal(actor, Slot.get_by_id(slot.id))
    booking = created(
        Booking,
        slot=slot,
        client=client,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        booked_by=actor.account_id,
        created_at=now,
    )
    record(actor, "booking.book", booking, client_id=client.id, slot_id=slot.id)
    messages.tell_booked(slot, booking)
    return booking


@prepared
def _taken() -> Query:
    """One more place of a slot that is open, ahead and not full."""
    return Slot.update(booked=Slot.booked + 1).where(
        Slot.id == given("slot"),
        Slot.status == SlotStatus.OPEN,
        Slot.starts_at > given("now"),
        Slot.booked < Slot.capacity,
    )


def _check_free_time(actor: Viewer, slot: Slot, client: Client) -> None:
    found = _overlapping().models(client=client.id, start=slot.starts_at, end=slot.ends_at)
    for other in found:
        if other.slot_id == slot.id:
            raise refusals.AlreadyBooked(other)
    if found:
        raise refusals.BookingOverlaps(found[0], _offers(actor, slot))


@prepared
def _overlapping() -> Query:
    return Booking.select().where(
        Booking.client == given("client"),
        Booking.status.in_(LIVE),
        Booking.starts_at < given("end"),
        Booking.ends_at > given("start"),
    )


def _live(client: Client, *where: object) -> Booking | None:
    return Booking.get_or_none(Booking.client == client, Booking.status.in_(LIVE), *where)


def is_ahead(slot: Slot) -> bool:
    """Whether the slot will take place as far as is known, and has not begun."""
    return slot.status == SlotStatus.OPEN and slot.starts_at > clock.now()


def is_free(slot: Slot) -> bool:
    return is_ahead(slot) and slot.booked < slot.capacity


def can_note(booking: Booking) -> bool:
    """Whether attendance can be noted: the slot has begun and nobody has cancelled."""
    return booking.starts_at <= clock.now() and booking.status in NOTED


def _refusal(actor: Viewer, slot: Slot) -> refusals.Refused:
    offers = _offers(actor, slot)
    if is_ahead(slot):
        return refusals.SlotFull(offers)
    return refusals.SlotClosed(offers)


def _offers(actor: Viewer, slot: Slot) -> list[Slot]:
    return queries.open_slots(actor, kind=SlotKind(slot.kind), limit=3, but=slot)


def cancel_booking(actor: Viewer, booking: Booking) -> None:
    """Give the place back; the slot goes on. Raises NotBooked, HasBegun."""
    by_host = actor.role is Role.MENTOR
    if by_host:
        check_host(actor, booking.slot.mentor)
    status = BookingStatus.CANCELLED_BY_HOST if by_host else BookingStatus.CANCELLED_BY_CLIENT
    now = clock.now()
    if booking.starts_at <= now:
        raise refusals.HasBegun
    with atomic():
        lock_row(booking.slot)
        ended = (
            Booking.update(status=status, cancelled_at=now)
            .where(Booking.id == booking.id, Booking.status.in_(LIVE))
            .execute()
        )
        if not ended:
            raise refusals.NotBooked
        Slot.update(booked=Slot.booked - 1).where(Slot.id == booking.slot_id).execute()
        record(actor, "booking.cancel", booking, client_id=booking.client_id, status=status)
        messages.tell_booking_cancelled(booking.slot, booking, by_host=by_host)


def record_attendance(actor: Viewer, booking: Booking, *, came: bool, feedback: str = "") -> None:
    """Note whether the client came, and words shared with them; can be put right later.

    The slot is done when nobody's attendance is open. Raises NotBegun, NotBooked.
    """
    check_host(actor, booking.slot.mentor)
    now = clock.now()
    if booking.starts_at > now:
        raise refusals.NotBegun
    status = BookingStatus.ATTENDED if came else BookingStatus.DID_NOT_ATTEND
    with atomic():
        lock_row(booking.slot)
        noted = (
            Booking.update(status=status, feedback=feedback, attended_noted_at=now)
            .where(Booking.id == booking.id, Booking.status.in_(NOTED))
            .execute()
        )
        if not noted:
            raise refusals.NotBooked
        record(actor, "booking.note_attendance", booking, client_id=booking.client_id, came=came)
        _finish(booking.slot, now)


def _finish(slot: Slot, now: datetime) -> None:
    waiting = Booking.select().where(Booking.slot == slot, Booking.status.in_(LIVE))
    if not waiting.exists():
        Slot.update(status=SlotStatus.DONE).where(
            Slot.id == slot.id, Slot.status == SlotStatus.OPEN, Slot.ends_at <= now
        ).execute()
