"""Slots and bookings as calendar entries: for the file on their pages, and for the mails."""

from icalendar import Event

from app.bookings.models import Booking, Slot, SlotStatus
from app.bookings.presenters import slot_with
from app.bookings.queries import CANCELLED, with_hosts
from app.notifications.calendar_files import calendar_file, makes_entries, new_entry


def booking_file(booking: Booking) -> bytes:
    """The booked slot for the client's calendar; a cancelled one takes itself out again."""
    return calendar_file(_booking_entry(booking))


def slot_file(slot: Slot) -> bytes:
    """The slot for its mentor's calendar, without who is coming."""
    return calendar_file(_slot_entry(slot))


@makes_entries("booking")
def _of_booking(booking_id: int) -> Event | None:
    booking = Booking.get_or_none(Booking.id == booking_id)
    if booking is None:
        return None
    booking.slot = with_hosts().where(Slot.id == booking.slot_id).get()
    return _booking_entry(booking)


@makes_entries("slot")
def _of_slot(slot_id: int) -> Event | None:
    slot = with_hosts().where(Slot.id == slot_id).first()
    return slot and _slot_entry(slot)


def _booking_entry(booking: Booking) -> Event:
    slot, is_off = booking.slot, booking.status in CANCELLED
    entry = new_entry(
        f"booking-{booking.id}", slot.starts_at, slot.ends_at,
        sequence=slot.sequence + int(is_off), is_off=is_off, path=f"bookings/{booking.id}",
    )  # fmt: skip
    return _with_place(entry, slot, online_link="" if is_off else slot.online_link)


def _slot_entry(slot: Slot) -> Event:
    entry = new_entry(
        f"slot-{slot.id}", slot.starts_at, slot.ends_at, sequence=slot.sequence,
        is_off=slot.status == SlotStatus.CANCELLED, path=f"slots/{slot.id}",
    )  # fmt: skip
    return _with_place(entry, slot, online_link=slot.online_link)


def _with_place(entry: Event, slot: Slot, *, online_link: str) -> Event:
    entry.add("summary", slot_with(slot))
    entry.add("location", online_link if slot.is_online else slot.place)
    entry.add("description", slot.title)
    return entry
