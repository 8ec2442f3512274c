"""Cancelling one person's booking."""

import pytest
from flask import Flask

from app import clock
from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot
from app.clients.models import ClientReferrer
from app.notifications.models import Message
from tests.cast import Cast
from tests.factories.bookings import begun


@pytest.fixture
def booking(app: Flask, cast: Cast, slot: Slot) -> Booking:
    with app.app_context():
        booking = book_slot(cast.viewer(cast.partner), slot, client=cast.client)
        Message.delete().execute()
        return booking


def told(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {mail.to_address: mail.template for mail in Message.select()}


@pytest.mark.parametrize("who", ["client_account", "partner", "staff"])
def test_whoever_booked_can_cancel_and_the_session_goes_on(
    app: Flask, cast: Cast, booking: Booking, who: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"/bookings/{booking.id}")
    visitor.follow("Cancel this booking")
    visitor.submit(button="Cancel the booking")
    assert "The booking is cancelled. The place is free again." in visitor.text
    with app.app_context():
        row, slot = Booking.get(), Slot.get()
        assert row.status == "cancelled_by_client"
        assert row.cancelled_at is not None
        assert (slot.status, slot.booked) == ("open", 0)
    assert told(app)["mary@gp.example"] == "booking_cancelled_host"


def test_a_mentor_cancels_one_booking_and_the_client_and_her_partner_are_told(
    app: Flask, cast: Cast, booking: Booking
) -> None:
    cast.client_account  # noqa: B018 -- so that there is an address to write to
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/bookings/{booking.id}/cancel")
    visitor.submit(button="Cancel the booking")
    assert "Nobody is booked yet." in visitor.text
    with app.app_context():
        assert Booking.get().status == "cancelled_by_host"
    assert told(app) == {
        "hana@mail.example": "booking_cancelled",
        "paula@cedar.example": "booking_cancelled",
    }


def test_cancelling_twice_tells_that_it_is_done(app: Flask, cast: Cast, booking: Booking) -> None:
    visitor = cast.visits(cast.partner)
    other_tab = cast.visits(cast.partner)
    for tab in (visitor, other_tab):
        tab.open(f"/bookings/{booking.id}/cancel")
    visitor.submit(button="Cancel the booking")
    other_tab.submit(button="Cancel the booking", status=409)
    assert "cancelled or changed before you" in other_tab.text
    with app.app_context():
        assert Slot.get().booked == 0


def test_a_session_under_way_cannot_be_cancelled(app: Flask, cast: Cast, booking: Booking) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/bookings/{booking.id}/cancel")
    with app.app_context():
        begun(booking.slot)
    visitor.submit(button="Cancel the booking", status=409)
    assert "The slot has begun" in visitor.text


def test_others_do_not_find_the_booking(app: Flask, cast: Cast, booking: Booking) -> None:
    others = (cast.other_client_account, cast.other_partner, cast.other_mentor, cast.other_staff)
    for account in others:
        visitor = cast.visits(account)
        for address in ("", "/cancel", ".ics"):
            visitor.open(f"/bookings/{booking.id}{address}", status=404)
    cast.visits(cast.admin).open(f"/bookings/{booking.id}", status=404)


def test_a_partner_whose_referral_has_ended_finds_it_no_more(
    app: Flask, cast: Cast, booking: Booking
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/bookings/{booking.id}")
    with app.app_context():
        ClientReferrer.update(until=clock.now()).execute()
    visitor.open(f"/bookings/{booking.id}", status=404)
