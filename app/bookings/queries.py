"""Reads of mentors, slots and bookings: every one starts from the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from peewee import JOIN, Expression, ModelSelect

from app import clock
from app.accounts.coordinators import only
from app.accounts.models import Account
from app.bookings.finding import of_mentors_called, of_people_called
from app.bookings.guests import Guest, guests_of
from app.bookings.models import (
    KEPT,
    LIVE,
    Booking,
    BookingStatus,
    Mentor,
    Slot,
    SlotKind,
    SlotStatus,
)
from app.clients.models import Client
from app.clients.queries import in_reach, reachable
from app.errors import NotFound
from app.organisations.models import Organisation, Programme
from app.policy import Role, Viewer
from app.prepared import asking, given, prepared
from app.web.pagination import Page, paged

HOST_COLUMNS = (Account.id, Account.name, Account.email, Account.locale, Account.trust)
# Long lists read what a sentence says and no more, as making the rows costs more than finding
# them. Such rows are for showing, not for acting on.
SENTENCE_COLUMNS = (
    Slot.id, Slot.kind, Slot.title, Slot.starts_at, Slot.ends_at, Slot.capacity, Slot.booked,
    Slot.status, Slot.place, Slot.is_online, Mentor.id, Account.id, Account.name,
)  # fmt: skip
GUEST_COLUMNS = (
    Booking.id, Booking.status, Booking.starts_at, Booking.ends_at, Booking.client, Booking.slot,
    Client.id, Client.reference, Client.name, Client.known_as, Client.profession, Client.goal,
    Client.health_adjustments, Client.childcare_need,
)  # fmt: skip
CANCELLED = (BookingStatus.CANCELLED_BY_CLIENT, BookingStatus.CANCELLED_BY_HOST)


# Mentors


def serving(viewer: Viewer) -> Expression | bool:
    """Mentors who serve the viewer's trust; one whose account names no trust serves all."""
    if viewer.role is Role.SYSTEM:
        return True
    trusts: Any = (viewer.trust_id,)
    if viewer.role in (Role.PARTNER, Role.CLIENT):
        trusts = reachable(viewer).select(Programme.trust)
    return Account.trust.is_null() | Account.trust.in_(trusts)


def _mentors() -> ModelSelect[Mentor]:
    return (
        Mentor.select(Mentor, *HOST_COLUMNS, Organisation)
        .join(Account)
        .join_from(Mentor, Organisation, JOIN.LEFT_OUTER)
        .where(Mentor.is_active)
    )


def mentors(
    viewer: Viewer,
    *,
    profession: str = "",
    search: str = "",
    cursor: str | None = None,
    size: int = 25,
) -> Page[Mentor]:
    """Active mentors who serve the viewer's trust, by name; `search` as in `finding`."""
    query = of_mentors_called(_mentors().where(serving(viewer)), search)
    if profession:
        query = query.where(Mentor.profession == profession)
    return paged(query, (Account.name, Mentor.id), cursor=cursor, size=size)


def mentor(viewer: Viewer, reference: str) -> Mentor:
    """One active mentor who serves the viewer's trust; NotFound otherwise."""
    found = _mentors().where(serving(viewer), Mentor.reference == reference).first()
    if found is None:
        raise NotFound("mentor")
    return found


def own_mentor(viewer: Viewer) -> Mentor | None:
    """The viewer's own entry as a mentor, or None until they have written it."""
    return _mentors().where(Mentor.account == viewer.account_id).first()


# Slots


def with_hosts(*columns: Any) -> ModelSelect[Slot]:
    return Slot.select(*(columns or (Slot, Mentor, *HOST_COLUMNS))).join(Mentor).join(Account)


def bookable(now: Any) -> Expression:
    return (Slot.status == SlotStatus.OPEN) & (Slot.starts_at > now) & (Slot.booked < Slot.capacity)


def open_slots(
    viewer: Viewer, *, kind: SlotKind | None = None, limit: int = 5, but: Slot | None = None
) -> list[Slot]:
    """The next slots with a place that the viewer may book or have booked."""
    query = with_hosts().where(bookable(clock.now()), serving(viewer))
    if kind is not None:
        query = query.where(Slot.kind == kind)
    if but is not None:
        query = query.where(Slot.id != but.id)
    return list(query.order_by(Slot.starts_at, Slot.id).limit(limit))


def slot(viewer: Viewer, slot_id: int) -> Slot:
    """One slot: a mentor's own, staff's of their trust.

    Others see what is or was on offer from today on, so that a cancelled one can say so, and
    every slot that is booked in their reach.
    """
    found = _slot(viewer.role).models(slot=slot_id, today=today()[0], **vars(viewer))
    if not found:
        raise NotFound("slot")
    return found[0]


@prepared
def _slot(role: Role) -> ModelSelect[Slot]:
    viewer, query = asking(role), with_hosts().where(Slot.id == given("slot"))
    if role is Role.MENTOR:
        return query.where(Account.id == viewer.account_id)
    if role in (Role.STAFF, Role.SYSTEM):
        return query.where(serving(viewer))
    theirs = _reached(viewer).select(Booking.slot).where(Booking.slot == given("slot"))
    is_shown = Slot.status.in_((SlotStatus.OPEN, SlotStatus.CANCELLED)) & (
        Slot.starts_at >= given("today")
    )
    return query.where((is_shown & serving(viewer)) | Slot.id.in_(theirs))


# Bookings


def _reached(viewer: Viewer, *columns: Any) -> ModelSelect[Booking]:
    """A mentor's are those on own slots that stand, of people whose record is kept; others' by
    their clients.
    """
    query = (
        Booking.select(*(columns or (Booking, Client, Programme, Slot, Mentor, *HOST_COLUMNS)))
        .join(Client)
        .join(Programme)
        .join_from(Booking, Slot)
        .join(Mentor)
        .join(Account)
    )
    match viewer.role:
        case Role.SYSTEM:
            return query
        case Role.STAFF:
            return query.where(Programme.trust == viewer.trust_id)
        case Role.MENTOR:
            return query.where(
                Account.id == viewer.account_id,
                Booking.status.not_in(list(CANCELLED)),
                Client.closed_at.is_null(),
            )
        case Role.PARTNER:
            return query.where(in_reach(viewer))
        case Role.CLIENT:
            return query.where(Booking.client == viewer.client_id)
    return query.where(False)


def _coming(viewer: Viewer, *columns: Any) -> ModelSelect[Booking]:
    from_today = Booking.starts_at >= today()[0]
    return _reached(viewer, *columns).where(Booking.status.in_(LIVE), from_today)


def bookings(
    viewer: Viewer,
    *,
    client: Client | None = None,
    past: bool = False,
    search: str = "",
    cursor: str | None = None,
) -> Page[Booking]:
    """Bookings in reach: what stands from today on, or what is over; `search` as in `finding`."""
    columns = (*GUEST_COLUMNS, *SENTENCE_COLUMNS)
    query = _coming(viewer, *columns)
    if past:
        over = (Booking.starts_at < clock.now()) | Booking.status.not_in(list(LIVE))
        query = _reached(viewer, *columns).where(over)
    if client is not None:
        query = query.where(Booking.client == client)
    query = of_people_called(query, viewer, search)
    order = (Booking.starts_at, Booking.id)
    return paged(query, order, cursor=cursor, descending=past)


def booking(viewer: Viewer, booking_id: int) -> Booking:
    """One booking in reach; NotFound otherwise."""
    found = _reached(viewer).where(Booking.id == booking_id).first()
    if found is None:
        raise NotFound("booking")
    return found


def goes_on(booking: Booking) -> bool:
    """Whether the mentor goes on with the guest: she comes or came, and is on her way still."""
    return booking.status in KEPT and booking.client.closed_at is None


def has_booked(slot: Slot, client: Client) -> bool:
    """Whether the client has a live booking on the slot."""
    mine = (Booking.slot == slot) & (Booking.client == client) & Booking.status.in_(LIVE)
    return Booking.select().where(mine).exists()


def my_bookings(viewer: Viewer, *, limit: int = 5) -> list[Booking]:
    """The next bookings in reach: a client's own, a partner's clients'."""
    return _next(_coming(viewer), limit)


def next_of(viewer: Viewer, client_ids: Collection[int]) -> dict[int, Booking]:
    """The next booking in reach of each client that has one, by the client's id."""
    query = _coming(viewer).where(Booking.client.in_(list(client_ids)))
    rows = query.order_by(Booking.starts_at.desc(), Booking.id.desc())
    return {row.client_id: row for row in rows}


def coming(viewer: Viewer, *, limit: int = 10) -> list[Guest]:
    """Who comes next to the viewer's slots."""
    return guests_of(viewer, _next(_coming(viewer), limit))


def todays_bookings(viewer: Viewer, *, whose: str = "") -> list[Booking]:
    """Bookings in reach that stand for today in Birmingham, by time."""
    start, end = today()
    query = _coming(viewer).where(Booking.starts_at.between(start, end))
    return _next(only(query, Client, viewer, whose), 100)


def guests(viewer: Viewer, slot: Slot) -> list[Guest]:
    """Those booked on a slot who are in the viewer's reach."""
    here = _reached(viewer).where(Booking.slot == slot, Booking.status.not_in(list(CANCELLED)))
    return guests_of(viewer, list(here.order_by(Booking.id)))


def _next(query: ModelSelect[Booking], limit: int) -> list[Booking]:
    return list(query.order_by(Booking.starts_at, Booking.id).limit(limit))


def today() -> tuple[datetime, datetime]:
    """The first and the last instant of today in Birmingham."""
    start = datetime.combine(clock.today(), time.min, tzinfo=clock.LONDON)
    end = start + timedelta(days=1) - timedelta(microseconds=1)  # on the clock, not elapsed
    return clock.utc(start), clock.utc(end)
