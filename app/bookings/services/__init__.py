"""Changes to mentors, slots and bookings, one transaction each."""

from app.bookings.services.bookings import (
    book_slot,
    can_note,
    cancel_booking,
    is_ahead,
    is_free,
    look,
    record_attendance,
)
from app.bookings.services.mentors import save_mentor
from app.bookings.services.slots import Offer, cancel_slot, offer_series, offer_slot

__all__ = [
    "Offer",
    "book_slot",
    "can_note",
    "cancel_booking",
    "cancel_slot",
    "is_ahead",
    "is_free",
    "look",
    "offer_series",
    "offer_slot",
    "record_attendance",
    "save_mentor",
]
