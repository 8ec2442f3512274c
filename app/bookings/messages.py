"""Whom bookings and their ends are told to; the mails name times and places, never people."""

from collections.abc import Sequence
from typing import Any

from app.accounts.models import Account
from app.accounts.recipients import to_account
from app.bookings.models import Booking, Slot
from app.clients.recipients import recipients, recipients_by_client
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role
from app.web.links import address_of


def tell_booked(slot: Slot, booking: Booking) -> None:
    """The client gets the confirmation; the mentor hears that somebody is coming."""
    key = f"booking:{booking.id}:booked"
    for recipient in recipients([booking.client]):
        path = f"bookings/{booking.id}"
        _put("booking_made", recipient, key, slot, path, calendar=_entry(booking))
    _put_host("booking_made_host", key, slot)


def tell_booking_cancelled(slot: Slot, booking: Booking, *, by_host: bool) -> None:
    """The client and, if somebody else cancelled, the mentor; the slot itself goes on."""
    key = f"booking:{booking.id}:cancelled"
    for recipient in recipients([booking.client]):
        _put("booking_cancelled", recipient, key, slot, "slots", calendar=_entry(booking))
    if by_host:
        for recipient, _rows in _bookers([booking]):
            path = f"bookings/{booking.id}"
            _put("booking_cancelled", recipient, key, slot, path, calendar=_entry(booking))
    else:
        _put_host("booking_cancelled_host", key, slot)


def tell_slot_cancelled(slot: Slot, bookings: Sequence[Booking], *, by_host: bool) -> None:
    """Everyone: the clients, the partners and staff who booked for them, and the mentor."""
    key = f"slot:{slot.id}:cancelled"
    readers = recipients_by_client(row.client for row in bookings)
    for row in bookings:
        if row.client_id in readers:  # two may share an address, and each has an own entry
            own_key, reader = f"booking:{row.id}:slot-cancelled", readers[row.client_id]
            _put("slot_cancelled", reader, own_key, slot, "bookings", calendar=_entry(row))
    for recipient, rows in _bookers(bookings):
        entries = " ".join(_entry(row) for row in rows)
        _put("slot_cancelled", recipient, key, slot, "bookings", calendar=entries)
    if not by_host:
        _put_host("slot_cancelled", key, slot)


def _put(
    template: str, recipient: Recipient, key: str, slot: Slot, path: str, *, calendar: str
) -> None:
    link = address_of(f"/{path}")
    put_in_outbox(template, recipient, key=key, calendar=calendar, slot=slot, link=link)


def _put_host(template: str, key: str, slot: Slot) -> None:
    """The mentor's entry is the slot, whoever comes."""
    path = f"slots/{slot.id}"
    _put(template, _host(slot), key, slot, path, calendar=f"slot:{slot.id}")


def _entry(booking: Booking) -> str:
    return f"booking:{booking.id}"


def _host(slot: Slot) -> Recipient:
    return to_account(slot.mentor.account)


def _bookers(bookings: Sequence[Booking]) -> list[tuple[Recipient, list[Booking]]]:
    """The partners and staff who booked for somebody else, once each, with what they booked."""
    ids: Any = {row.booked_by_id for row in bookings if row.booked_by_id}
    rows = Account.select().where(
        Account.id.in_(ids), Account.role.in_((Role.PARTNER, Role.STAFF)), Account.is_active
    )
    return [
        (to_account(account), [row for row in bookings if row.booked_by_id == account.id])
        for account in rows
    ]
