"""Why a booking or a slot cannot be had or changed, each in words for the person."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from app.bookings.models import Booking, Slot
from app.errors import Conflict
from app.web.filters import clock_time, weekday_date


class Refused(Conflict):
    """What was asked does not fit the slot's present state; `offers` are other slots."""

    offers: Sequence[Slot] = ()


class SlotFull(Refused):
    """Every place is taken; carries the next slots that have one."""

    def __init__(self, offers: Sequence[Slot]) -> None:
        super().__init__(gettext("This slot is full. Somebody has taken the last place."))
        self.offers = offers


class SlotClosed(Refused):
    """The slot is cancelled, over or under way."""

    def __init__(self, offers: Sequence[Slot] = ()) -> None:
        super().__init__(gettext("This slot can no longer be booked."))
        self.offers = offers


class AlreadyBooked(Refused):
    def __init__(self, booking: Booking) -> None:
        super().__init__(gettext("This person is booked on this slot already."))
        self.booking = booking


class BookingOverlaps(Refused):
    """The client has another booking at the same time."""

    def __init__(self, other: Booking, offers: Sequence[Slot]) -> None:
        super().__init__(
            gettext(
                "There is another booking at the same time: %(day)s, %(start)s to %(end)s. "
                "Cancel it first, or choose another slot.",
                day=weekday_date(other.starts_at),
                start=clock_time(other.starts_at),
                end=clock_time(other.ends_at),
            )
        )
        self.offers = offers


class OtherTrust(Refused):
    def __init__(self) -> None:
        super().__init__(gettext("This slot is for people of another NHS trust."))


class NotBooked(Refused):
    """The booking is cancelled, or attendance has been noted."""

    def __init__(self) -> None:
        super().__init__(gettext("This booking was cancelled or changed before you. Look again."))


class HasBegun(Refused):
    def __init__(self) -> None:
        super().__init__(gettext("The slot has begun, so it cannot be cancelled any more."))


class NotBegun(Refused):
    def __init__(self) -> None:
        super().__init__(gettext("The slot has not begun. Note who came when it has."))


class SlotNotOpen(Refused):
    def __init__(self) -> None:
        super().__init__(gettext("This slot was cancelled already, or it is over."))


class HostBusy(Refused):
    """The mentor offers another slot at the same time."""

    def __init__(self, other: Slot) -> None:
        super().__init__(
            gettext(
                "The mentor has a slot at this time already: %(day)s, %(start)s to %(end)s.",
                day=weekday_date(other.starts_at),
                start=clock_time(other.starts_at),
                end=clock_time(other.ends_at),
            )
        )
