"""The pages of slots, bookings and mentors."""

from app.bookings import merging
from app.bookings.blueprint import blueprint
from app.bookings.views import bookings, mentors, slots

__all__ = ["blueprint", "bookings", "mentors", "merging", "slots"]
