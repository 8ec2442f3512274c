"""Slots and bookings as calendar files (RFC 5545), with Birmingham's time zone written out."""

from datetime import UTC
from urllib.parse import urlsplit

from flask import current_app
from icalendar import Calendar, Event

from app import clock
from app.bookings.models import Booking, Slot, SlotStatus
from app.bookings.presenters import slot_with
from app.bookings.queries import CANCELLED


def booking_file(booking: Booking) -> bytes:
    """The booked slot for the client's calendar; a cancelled one takes itself out again."""
    is_cancelled = booking.status in CANCELLED
    sequence = max(booking.slot.sequence, int(is_cancelled))
    name = f"booking-{booking.id}"
    event = _event(booking.slot, name, f"bookings/{booking.id}", with_link=not is_cancelled)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return _calendar(event)


def slot_file(slot: Slot) -> bytes:
    """The slot for its mentor's calendar, without who is coming."""
    event = _event(slot, f"slot-{slot.id}", f"slots/{slot.id}")
    event.add("sequence", slot.sequence)
    event.add("status", "CANCELLED" if slot.status == SlotStatus.CANCELLED else "CONFIRMED")
    return _calendar(event)


def _event(slot: Slot, name: str, path: str, *, with_link: bool = True) -> Event:
    base = current_app.config["BASE_URL"].rstrip("/")
    event = Event()
    event.add("uid", f"{name}@{urlsplit(base).hostname}")
    event.add("dtstamp", clock.now().replace(tzinfo=UTC))
    event.add("dtstart", clock.local(slot.starts_at))
    event.add("dtend", clock.local(slot.ends_at))
    event.add("summary", slot_with(slot))
    link = slot.online_link if with_link else ""
    event.add("location", link if slot.is_online else slot.place)
    event.add("description", slot.title)
    event.add("url", f"{base}/{path}")
    return event


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Pathways//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()
