"""How slots, bookings and mentors read on a page: full sentences, not codes."""

from datetime import datetime
from functools import lru_cache

from babel import Locale
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _

from app import clock
from app.bookings import recurrence
from app.bookings.listing import ListedSlot
from app.bookings.models import Booking, BookingStatus, Slot, SlotKind, SlotStatus
from app.reference import reference
from app.web.filters import clock_time, weekday_date
from app.web.reading_order import listed

KIND_NAMES = {
    SlotKind.MENTORING: _("Mentoring"),
    SlotKind.OBSERVERSHIP: _("Observership"),
}
KIND_HINTS = {
    SlotKind.MENTORING.value: _("A talk about the profession and the next step."),
    SlotKind.OBSERVERSHIP.value: _("Watching how the work is done here. No work with patients."),
}
STATE_NAMES = {
    BookingStatus.OFFERED: _("Offered"),
    BookingStatus.BOOKED: _("Booked"),
    BookingStatus.WAITLISTED: _("On the waiting list"),
    BookingStatus.CANCELLED_BY_CLIENT: _("Cancelled"),
    BookingStatus.CANCELLED_BY_HOST: _("Cancelled by the host"),
    BookingStatus.ATTENDED: _("Attended"),
    BookingStatus.DID_NOT_ATTEND: _("Did not attend"),
}


def slot_when(slot: Slot | ListedSlot | Booking) -> str:
    """`Tuesday 6 October 2026, 14:00 to 15:00`, with the last day where it is another."""
    return _when(slot.starts_at, slot.ends_at, get_locale())


# The rows of a list share their days, hosts and kinds, and a text takes a while to be looked up.
@lru_cache(maxsize=4096)
def _when(start: datetime, end: datetime, _locale: Locale | None) -> str:
    last = clock_time(end)
    if clock.local(start).date() != clock.local(end).date():
        last = f"{weekday_date(end)}, {last}"
    return gettext(
        "%(day)s, %(start)s to %(end)s", day=weekday_date(start), start=clock_time(start), end=last
    )


def slot_where(slot: Slot | ListedSlot) -> str:
    return gettext("online") if slot.is_online else slot.place


def slot_with(slot: Slot | ListedSlot) -> str:
    """`Mentoring with Dr Mary Mentor`."""
    return _with(slot.kind, slot.host_name, get_locale())


@lru_cache(maxsize=4096)
def _with(kind: str, name: str, _locale: Locale | None) -> str:
    if kind == SlotKind.MENTORING:
        return gettext("Mentoring with %(name)s", name=name)
    return gettext("Observership with %(name)s", name=name)


@lru_cache(maxsize=4096)
def _with_in_sentence(kind: str, name: str, _locale: Locale | None) -> str:
    """The same as it goes on after a comma; which words have a capital is the language's to say."""
    if kind == SlotKind.MENTORING:
        return gettext("mentoring with %(name)s", name=name)
    return gettext("observership with %(name)s", name=name)


def slot_places(slot: Slot | ListedSlot) -> str:
    has_begun = slot.starts_at <= clock.now()
    return _places(slot.status, has_begun, slot.booked, slot.capacity, get_locale())


@lru_cache(maxsize=4096)
def _places(
    status: str, has_begun: bool, booked: int, capacity: int, _locale: Locale | None
) -> str:
    if status == SlotStatus.CANCELLED:
        return gettext("cancelled")
    if has_begun:
        return ngettext("%(num)d person booked", "%(num)d people booked", booked)
    if booked == capacity:
        return gettext("full")
    left = capacity - booked
    return ngettext("%(num)d place left", "%(num)d places left", left)


def slot_sentence(slot: Slot | ListedSlot) -> str:
    """The whole slot in a line, as it stands in a list."""
    locale, has_begun = get_locale(), slot.starts_at <= clock.now()
    when = _when(slot.starts_at, slot.ends_at, locale)
    host = _with_in_sentence(slot.kind, slot.host_name, locale)
    left = _places(slot.status, has_begun, slot.booked, slot.capacity, locale)
    return listed((when, host, slot_where(slot), left), locale=locale)


def booking_sentence(booking: Booking, name: str = "") -> str:
    """The whole booking in a line; `name` is left out on the client's own pages."""
    slot = booking.slot
    host = _with_in_sentence(slot.kind, slot.host_name, get_locale())
    parts = (slot_when(booking), name, host, slot_where(slot))
    return listed(parts)


def booking_state(booking: Booking) -> str:
    return str(STATE_NAMES[BookingStatus(booking.status)])


def profession_title(key: str) -> str:
    return gettext(reference().profession(key).title)


def language_titles(codes: list[str]) -> str:
    return listed(gettext(reference().language(code).label) for code in codes)


def time_refusal(error: recurrence.TimeRefused) -> str:
    """Why no slot can start then, and what to do."""
    day, at = weekday_date(error.moment.date()), clock_time(error.moment.time())
    match error:
        case recurrence.NoSuchTime():
            text = gettext(
                "On %(day)s the clocks go forward and %(at)s does not exist. Choose another time.",
                day=day,
                at=at,
            )
        case recurrence.TimeComesTwice():
            text = gettext(
                "On %(day)s the clocks go back and %(at)s comes twice. Choose another time.",
                day=day,
                at=at,
            )
        case recurrence.TooManyTimes():
            text = gettext(
                "A series can have at most %(most)d slots. Choose an earlier last day.",
                most=recurrence.MOST_OCCURRENCES,
            )
        case _:
            text = gettext("This time has passed. Choose a later one.")
    return text


FILTERS = (
    slot_when, slot_where, slot_with, slot_places, slot_sentence,
    booking_sentence, booking_state, profession_title, language_titles,
)  # fmt: skip
