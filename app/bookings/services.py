"""Changes to mentors, slots and bookings; each is one transaction, in which a place is decided.

Locks are taken in one order, client then slot then booking, so that no two wait for each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from peewee import IntegrityError

from app import clock
from app.accounts.models import Account
from app.audit.services import record
from app.bookings import messages, queries, recurrence, refusals
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
from app.clients.models import Client
from app.db import atomic, lock_row
from app.errors import Forbidden
from app.organisations.models import Organisation
from app.policy import Role, Viewer
from app.reference import reference
from app.references import new_reference

NOTED = (BookingStatus.BOOKED, BookingStatus.ATTENDED, BookingStatus.DID_NOT_ATTEND)


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


# Mentors


def save_mentor(
    actor: Viewer,
    account: Account,
    *,
    profession: str,
    specialty: str = "",
    workplace: Organisation | None = None,
    place: str = "",
    about: str = "",
    languages: Sequence[str] = (),
) -> Mentor:
    """Write what is shown of a mentor; the first time makes them one. Raises UnknownKey."""
    details = {
        "profession": reference().profession(profession).key,
        "specialty": specialty,
        "workplace": workplace,
        "place": place,
        "about": about,
        "languages": [reference().language(code).code for code in languages],
    }
    if actor.role is Role.MENTOR and actor.account_id != account.id:
        raise Forbidden
    with atomic():
        lock_row(account)
        mentor = Mentor.get_or_none(Mentor.account == account)
        if mentor is None:
            mentor = Mentor.create(
                reference=new_reference("M"), account=account, created_at=clock.now(), **details
            )
        else:
            Mentor.update(**details).where(Mentor.id == mentor.id).execute()
            mentor = Mentor.get_by_id(mentor.id)
        record(actor, "mentor.save", mentor)
    return mentor


# Slots


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
    _check_host(actor, mentor)
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
    """End a session and every booking on it, and tell everyone; raises SlotNotOpen."""
    _check_host(actor, slot.mentor)
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


def _check_host(actor: Viewer, mentor: Mentor) -> None:
    """A mentor manages their own sessions, staff those of mentors who serve their trust."""
    is_own = actor.role is Role.MENTOR and mentor.account_id == actor.account_id
    serves = actor.role is Role.STAFF and mentor.account.trust_id in (None, actor.trust_id)
    if not (is_own or serves or actor.role is Role.SYSTEM):
        raise Forbidden


# Bookings


def look(actor: Viewer, slot: Slot, *, client: Client) -> None:
    """Refuse a hopeless booking without a lock; whoever already has the place passes.

    This keeps a crowd at a full session from queueing behind the one writer.
    """
    row = Slot.get_by_id(slot.id)
    if _is_free(row) or queries.has_booked(slot, client):
        return
    raise _refusal(actor, row)


def book_slot(actor: Viewer, slot: Slot, *, client: Client) -> Booking:
    """Take a place. Raises SlotFull, SlotClosed, AlreadyBooked, BookingOverlaps or OtherTrust."""
    look(actor, slot, client=client)
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
    lock_row(client)
    _check_free_time(actor, slot, client)
    now = clock.now()
    taken = (
        Slot.update(booked=Slot.booked + 1)
        .where(
            Slot.id == slot.id,
            Slot.status == SlotStatus.OPEN,
            Slot.starts_at > now,
            Slot.booked < Slot.capacity,
        )
        .execute()
    )
    if not taken:
        raise _refusal(actor, Slot.get_by_id(slot.id))
    booking = Booking.create(
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


def _check_free_time(actor: Viewer, slot: Slot, client: Client) -> None:
    other = _live(client, Booking.starts_at < slot.ends_at, Booking.ends_at > slot.starts_at)
    if other is None:
        return
    if other.slot_id == slot.id:
        raise refusals.AlreadyBooked(other)
    raise refusals.BookingOverlaps(other, _offers(actor, slot))


def _live(client: Client, *where: object) -> Booking | None:
    return Booking.get_or_none(Booking.client == client, Booking.status.in_(LIVE), *where)


def _is_free(slot: Slot) -> bool:
    is_ahead = slot.status == SlotStatus.OPEN and slot.starts_at > clock.now()
    return is_ahead and slot.booked < slot.capacity


def _refusal(actor: Viewer, slot: Slot) -> refusals.Refused:
    offers = _offers(actor, slot)
    if slot.status == SlotStatus.OPEN and slot.starts_at > clock.now():
        return refusals.SlotFull(offers)
    return refusals.SlotClosed(offers)


def _offers(actor: Viewer, slot: Slot) -> list[Slot]:
    return queries.open_slots(actor, kind=SlotKind(slot.kind), limit=3, but=slot)


def cancel_booking(actor: Viewer, booking: Booking) -> None:
    """Give the place back; the session goes on. Raises NotBooked, HasBegun."""
    by_host = actor.role is Role.MENTOR
    if by_host:
        _check_host(actor, booking.slot.mentor)
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

    The session is done when nobody's attendance is open. Raises NotBegun, NotBooked.
    """
    _check_host(actor, booking.slot.mentor)
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
