"""The pages of slots, bookings and mentors."""

from app.bookings import ending, merging
from app.bookings.blueprint import blueprint
from app.bookings.views import bookings, mentors, slots

__all__ = ["blueprint", "bookings", "ending", "mentors", "merging", "slots"]
