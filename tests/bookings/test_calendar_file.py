"""The calendar files, read back as a calendar would."""

from datetime import date, time

import icalendar
from flask import Flask

from app import clock
from app.bookings.models import Booking, Mentor, Slot
from app.bookings.services import book_slot, cancel_booking
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import a_slot
from tests.visitor import Visitor


def event_of(visitor: Visitor, address: str) -> icalendar.Event:
    response = visitor.http.get(address)
    assert response.status_code == 200
    assert response.mimetype == "text/calendar"
    assert "attachment" in response.headers["Content-Disposition"]
    calendar = icalendar.Calendar.from_ical(response.data)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    [event] = calendar.walk("VEVENT")
    return event


def booked(app: Flask, cast: Cast, slot: Slot) -> Booking:
    with app.app_context():
        return book_slot(SYSTEM, slot, client=cast.client)


def test_the_file_of_a_booking_holds_time_place_and_mentor(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        year = clock.today().year + 1
        slot = a_slot(mentor, first_on=date(year, 7, 6), at=time(14), title="Ärzte, Räume; Wege")
    booking = booked(app, cast, slot)
    event = event_of(cast.visits(cast.client_account), f"/bookings/{booking.id}.ics")
    assert event["dtstart"].dt.isoformat() == f"{year}-07-06T14:00:00+01:00"
    assert event["dtend"].dt.isoformat() == f"{year}-07-06T15:00:00+01:00"
    assert str(event["dtstart"].params["TZID"]) == "Europe/London"
    assert str(event["summary"]) == "Mentoring with Dr Mary Mentor"
    assert str(event["location"]) == "Cape Hill Medical Centre"
    assert str(event["description"]) == "Ärzte, Räume; Wege"
    assert str(event["url"]).endswith(f"/bookings/{booking.id}")
    assert event["sequence"] == 0


def test_a_cancelled_booking_takes_itself_out_of_the_calendar(
    app: Flask, cast: Cast, slot: Slot
) -> None:
    booking = booked(app, cast, slot)
    visitor = cast.visits(cast.client_account)
    before = event_of(visitor, f"/bookings/{booking.id}.ics")
    with app.app_context():
        cancel_booking(SYSTEM, booking)
    after = event_of(visitor, f"/bookings/{booking.id}.ics")
    assert before["uid"] == after["uid"]
    assert (str(before["status"]), str(after["status"])) == ("CONFIRMED", "CANCELLED")
    assert after["sequence"] > before["sequence"]


def test_a_mentors_file_does_not_say_who_is_coming(app: Flask, cast: Cast, slot: Slot) -> None:
    booked(app, cast, slot)
    visitor = cast.visits(cast.mentor)
    event = event_of(visitor, f"/slots/{slot.id}.ics")
    assert str(event["status"]) == "CONFIRMED"
    assert b"Hana" not in visitor.http.get(f"/slots/{slot.id}.ics").data


def test_a_client_has_no_file_of_the_whole_slot(cast: Cast, slot: Slot) -> None:
    cast.visits(cast.client_account).open(f"/slots/{slot.id}.ics", status=404)


def test_the_file_of_a_cancelled_booking_has_no_online_link(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor, is_online=True, online_link="https://meet.example/secret", place="")
    booking = booked(app, cast, slot)
    visitor = cast.visits(cast.client_account)
    address = f"/bookings/{booking.id}.ics"
    assert b"meet.example" in visitor.http.get(address).data
    with app.app_context():
        cancel_booking(SYSTEM, booking)
    assert b"meet.example" not in visitor.http.get(address).data
