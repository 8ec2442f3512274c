"""Calendar entries (RFC 5545): the file around one, and those that go along with a mail.

A message keeps words such as `booking:17` and no copy: what has the word is read when the mail is
made, so that the entry says what is true by then. The domains say how (`makes_entries`), as none
of theirs is known here.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import current_app
from icalendar import Calendar, Event, vCalAddress

from app import clock
from app.web.links import address_of

Maker = Callable[[int], Event | None]  # None for what is there no more
MAKERS: dict[str, Maker] = {}


def makes_entries(kind: str) -> Callable[[Maker], Maker]:
    """Name the function that makes the entry of `<kind>:<id>`."""

    def keep(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return keep


def entries_of(words: str) -> list[Event]:
    """The entries of a message, as they are now."""
    found = []
    for kind, _, number in (word.partition(":") for word in words.split()):
        entry = MAKERS[kind](int(number))
        if entry is not None:
            found.append(entry)
    return found


def new_entry(
    name: str, start: datetime, end: datetime, *, sequence: int, is_off: bool, path: str = ""
) -> Event:
    """An entry from one naive UTC instant to another; `name` stays its own for ever.

    `sequence` must rise with each version that anybody may have got.
    """
    entry = Event()
    entry.add("uid", f"{name}@{urlsplit(address_of('/')).hostname}")
    entry.add("dtstamp", clock.now().replace(tzinfo=UTC))
    entry.add("dtstart", clock.local(start))
    entry.add("dtend", clock.local(end))
    entry.add("sequence", sequence)
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("organizer", _organizer())
    if path:
        entry.add("url", address_of(f"/{path}"))
    return entry


def _organizer() -> vCalAddress:
    """We, as the standard wants somebody (RFC 5546): never a person."""
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = name or address
    return organizer


def is_off(entry: Event) -> bool:
    return str(entry["status"]) == "CANCELLED"


def calendar_file(entry: Event, *, method: str = "PUBLISH") -> bytes:
    """The file around one entry, with Birmingham's time zone written out.

    It is published and asks for no answer: the button of a calendar would not cancel a place.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Pathways//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
