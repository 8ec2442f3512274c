"""Noting who came, with words for the client."""

import pytest
from flask import Flask

from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import begun, over

WORDS = "Practise the PLAB 2 stations.\nCome again in March."


@pytest.fixture
def booking(app: Flask, cast: Cast, slot: Slot) -> Booking:
    with app.app_context():
        booking = book_slot(SYSTEM, slot, client=cast.client)
        over(slot)
        return booking


@pytest.mark.parametrize("who", ["mentor", "staff"])
def test_a_host_notes_who_came_and_the_client_reads_the_words(
    app: Flask, cast: Cast, booking: Booking, who: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"/bookings/{booking.id}")
    visitor.follow("Note who came")
    visitor.submit({"came": "yes", "feedback": WORDS}, button="Save")
    assert "Attended" in visitor.text
    with app.app_context():
        assert Booking.get().status == "attended"
        assert Slot.get().status == "done"
    client = cast.visits(cast.client_account)
    client.open(f"/bookings/{booking.id}")
    assert "Practise the PLAB 2 stations." in client.text
    partner = cast.visits(cast.partner)
    partner.open(f"/bookings/{booking.id}")
    assert "PLAB 2" not in partner.text


def test_what_was_noted_can_be_put_right(app: Flask, cast: Cast, booking: Booking) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/bookings/{booking.id}/attendance")
    visitor.submit({"came": "no", "feedback": WORDS}, button="Save")
    page = visitor.open(f"/bookings/{booking.id}/attendance")
    assert page.find("textarea").text.strip().startswith("Practise")
    visitor.submit({"came": "yes"}, button="Save")
    with app.app_context():
        assert (Booking.get().status, Booking.get().feedback) == ("attended", WORDS)


def test_a_session_is_done_when_nobodys_attendance_is_open(
    app: Flask, cast: Cast, slot: Slot
) -> None:
    with app.app_context():
        one = book_slot(SYSTEM, slot, client=cast.client)
        two = book_slot(SYSTEM, slot, client=cast.other_client)
        over(slot)
    visitor = cast.visits(cast.mentor)
    for booking, status in ((one, "open"), (two, "done")):
        visitor.open(f"/bookings/{booking.id}/attendance")
        visitor.submit({"came": "no"}, button="Save")
        with app.app_context():
            assert Slot.get().status == status


def test_it_must_be_said_who_came(cast: Cast, booking: Booking) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/bookings/{booking.id}/attendance")
    visitor.submit({"came": None, "feedback": "Good."}, button="Save", status=422)
    assert "Say who came." in visitor.text
    assert "Good." in visitor.page.find("textarea").text


def test_before_the_session_nothing_is_noted(app: Flask, cast: Cast, slot: Slot) -> None:
    with app.app_context():
        booking = book_slot(SYSTEM, slot, client=cast.client)
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/bookings/{booking.id}/attendance")
    visitor.submit({"came": "yes"}, button="Save", status=409)
    assert "The slot has not begun." in visitor.text
    with app.app_context():
        begun(slot)
    visitor.open(f"/bookings/{booking.id}/attendance")
    visitor.submit({"came": "yes"}, button="Save")
    with app.app_context():
        assert Slot.get().status == "open"  # it is still going on


def test_clients_partners_and_other_mentors_may_not_note(cast: Cast, booking: Booking) -> None:
    for account in (cast.client_account, cast.partner, cast.other_mentor):
        cast.visits(account).open(f"/bookings/{booking.id}/attendance", status=404)
