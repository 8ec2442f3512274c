"""Whom bookings and their ends are told to; the mails name times and places, never people."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app

from app.accounts.models import Account
from app.bookings.models import Booking, Slot
from app.clients.recipients import recipients
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role


def tell_booked(slot: Slot, booking: Booking) -> None:
    """The client gets the confirmation; the mentor hears that somebody is coming."""
    key = f"booking:{booking.id}:booked"
    for recipient in recipients([booking.client]):
        _put("booking_made", recipient, key, slot, f"bookings/{booking.id}")
    _put("booking_made_host", _host(slot), key, slot, f"slots/{slot.id}")


def tell_booking_cancelled(slot: Slot, booking: Booking, *, by_host: bool) -> None:
    """The client and, if somebody else cancelled, the mentor; the slot itself goes on."""
    key = f"booking:{booking.id}:cancelled"
    for recipient in recipients([booking.client]):
        _put("booking_cancelled", recipient, key, slot, "slots")
    if by_host:
        for recipient in _bookers([booking]):
            _put("booking_cancelled", recipient, key, slot, f"bookings/{booking.id}")
    else:
        _put("booking_cancelled_host", _host(slot), key, slot, f"slots/{slot.id}")


def tell_slot_cancelled(slot: Slot, bookings: Sequence[Booking], *, by_host: bool) -> None:
    """Everyone: the clients, the partners and staff who booked for them, and the mentor."""
    key = f"slot:{slot.id}:cancelled"
    for recipient in [*recipients(row.client for row in bookings), *_bookers(bookings)]:
        _put("slot_cancelled", recipient, key, slot, "bookings")
    if not by_host:
        _put("slot_cancelled", _host(slot), key, slot, f"slots/{slot.id}")


def _put(template: str, recipient: Recipient, key: str, slot: Slot, path: str) -> None:
    link = f"{current_app.config['BASE_URL'].rstrip('/')}/{path}"
    put_in_outbox(template, recipient, key=key, slot=slot, link=link)


def _host(slot: Slot) -> Recipient:
    return _recipient(slot.mentor.account)


def _recipient(account: Account) -> Recipient:
    return Recipient(account.email, account.locale, account.id)


def _bookers(bookings: Iterable[Booking]) -> list[Recipient]:
    """The partners and staff who booked for somebody else, once each."""
    ids: Any = {row.booked_by_id for row in bookings if row.booked_by_id}
    rows = Account.select().where(
        Account.id.in_(ids), Account.role.in_((Role.PARTNER, Role.STAFF)), Account.is_active
    )
    return [_recipient(row) for row in rows]
