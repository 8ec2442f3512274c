"""The lists of bookings, and the panel on a client's page."""

from datetime import time

import pytest
from flask import Flask

from app.bookings import queries
from app.bookings.models import Mentor, Slot
from app.bookings.services import book_slot, cancel_booking
from app.policy import SYSTEM, Viewer
from tests.cast import Cast
from tests.factories.bookings import a_slot, begun, over


@pytest.fixture
def booked(app: Flask, cast: Cast, slot: Slot) -> Slot:
    """Hana and Omar are on the same slot."""
    with app.app_context():
        book_slot(SYSTEM, slot, client=cast.client)
        book_slot(SYSTEM, slot, client=cast.other_client)
    return slot


@pytest.mark.parametrize(
    ("who", "sees", "misses"),
    [
        ("staff", ["Hana Tesfaye", "Omar Haddad"], []),
        ("partner", ["Hana Tesfaye"], ["Omar"]),
        ("mentor", ["Hana", "Omar"], ["Tesfaye", "Haddad"]),
        ("client_account", ["mentoring with Dr Mary Mentor"], ["Omar"]),
        ("other_staff", [], ["Hana", "Omar"]),
        ("other_mentor", [], ["Hana", "Omar"]),
    ],
)
def test_everyone_sees_the_bookings_in_their_reach(
    cast: Cast, booked: Slot, who: str, sees: list[str], misses: list[str]
) -> None:
    page = cast.visits(getattr(cast, who)).open("/bookings")
    listed = page.find(id="booking-list").text
    for words in sees:
        assert words in listed
    for words in misses:
        assert words not in listed


def test_cancelled_and_earlier_bookings_are_a_list_of_their_own(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        cancel_booking(SYSTEM, book_slot(SYSTEM, a_slot(mentor), client=cast.client))
        past = a_slot(mentor, at=time(9))
        book_slot(SYSTEM, past, client=cast.client)
        over(past)
    visitor = cast.visits(cast.client_account)
    visitor.open("/bookings")
    assert "Nothing is booked." in visitor.text
    visitor.follow("Show earlier and cancelled bookings")
    assert len(visitor.page.select("#booking-list li")) == 2
    assert "Cancelled" in visitor.text


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, booked: Slot) -> None:
    visitor = cast.visits(cast.staff)
    page, part = visitor.open("/bookings"), visitor.fragment("/bookings")
    assert str(page.find(id="booking-list")) == str(part.find(id="booking-list"))


def test_a_clients_page_has_her_bookings_as_a_panel(cast: Cast, booked: Slot) -> None:
    address = f"/clients/{cast.client.reference}/bookings"
    visitor = cast.visits(cast.partner)
    page, part = visitor.open(address), visitor.fragment(address)
    assert str(page.find(id="client-bookings")) == str(part.find(id="client-bookings"))
    assert "mentoring with Dr Mary Mentor" in visitor.text
    cast.visits(cast.client_account).open(address)


@pytest.mark.parametrize("who", ["mentor", "other_partner", "other_staff", "other_client_account"])
def test_the_panel_is_not_there_for_others(cast: Cast, booked: Slot, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"/clients/{cast.client.reference}/bookings", status=404)


def test_an_admin_sees_no_bookings(cast: Cast) -> None:
    cast.visits(cast.admin).open("/bookings", status=403)


def test_the_home_pages_questions_are_answered_within_reach(
    app: Flask, cast: Cast, booked: Slot
) -> None:
    def as_(who: str) -> Viewer:
        return cast.viewer(getattr(cast, who))

    with app.test_request_context():
        assert [guest.name for guest in queries.coming(as_("mentor"))] == ["Hana", "Omar"]
        assert len(queries.my_bookings(as_("client_account"))) == 1
        assert queries.todays_bookings(as_("staff")) == []
        assert queries.open_slots(as_("client_account")) == []  # it is full
        begun(booked)
        assert len(queries.todays_bookings(as_("staff"))) == 2
        assert queries.todays_bookings(as_("other_staff")) == []
