"""Cancelling a session: everyone is told."""

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot
from app.notifications.models import Message
from tests.cast import Cast
from tests.factories.bookings import over


@pytest.fixture
def full(app: Flask, cast: Cast, slot: Slot) -> Slot:
    """Both places taken: one by a partner for her client, one by a client herself."""
    with app.app_context():
        book_slot(cast.viewer(cast.partner), slot, client=cast.client)
        book_slot(cast.viewer(cast.other_client_account), slot, client=cast.other_client)
        Message.delete().execute()
    return slot


def test_a_cancelled_session_ends_its_bookings_and_tells_everyone(
    app: Flask, cast: Cast, full: Slot
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/slots/{full.id}")
    visitor.follow("Cancel this slot")
    assert "2 people are booked and will be told." in visitor.text
    visitor.submit(button="Cancel the slot")
    assert "Everyone who was booked has been told." in visitor.text
    with app.app_context():
        slot = Slot.get()
        assert (slot.status, slot.booked, slot.sequence) == ("cancelled", 0, 1)
        assert {row.status for row in Booking.select()} == {"cancelled_by_host"}
        told = {mail.to_address for mail in Message.select()}
        ended = AuditEvent.select().where(AuditEvent.action == "booking.end_with_slot")
        assert {event.client_id for event in ended} == {cast.client.id, cast.other_client.id}
    # Hana has no account and no e-mail: the partner who booked for her hears it.
    assert told == {"omar@mail.example", "paula@cedar.example"}


def test_when_staff_cancel_the_mentor_is_told_too(app: Flask, cast: Cast, full: Slot) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/slots/{full.id}/cancel")
    visitor.submit(button="Cancel the slot")
    with app.app_context():
        assert Message.select().where(Message.to_address == "mary@gp.example").count() == 1


def test_a_session_is_cancelled_once(app: Flask, cast: Cast, full: Slot) -> None:
    tabs = [cast.visits(cast.mentor), cast.visits(cast.mentor)]
    for tab in tabs:
        tab.open(f"/slots/{full.id}/cancel")
    tabs[0].submit(button="Cancel the slot")
    tabs[1].submit(button="Cancel the slot", status=409)
    assert "This slot was cancelled already" in tabs[1].text
    with app.app_context():
        assert Slot.get().sequence == 1


def test_a_client_sees_that_her_session_is_cancelled(app: Flask, cast: Cast, full: Slot) -> None:
    visitor = cast.visits(cast.other_client_account)
    with app.app_context():
        booking = Booking.get(Booking.client == cast.other_client)
    visitor.open(f"/slots/{full.id}")
    assert "You are booked on this slot." in visitor.text
    host = cast.visits(cast.mentor)
    host.open(f"/slots/{full.id}/cancel")
    host.submit(button="Cancel the slot")
    visitor.open(f"/slots/{full.id}")
    assert "This slot will not take place." in visitor.text
    assert "You are booked on this slot." not in visitor.text
    visitor.open(f"/bookings/{booking.id}")
    assert "Cancelled by the host" in visitor.text


def test_a_session_that_is_over_cannot_be_cancelled(app: Flask, cast: Cast, full: Slot) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/slots/{full.id}/cancel")
    with app.app_context():
        over(full)
    visitor.submit(button="Cancel the slot", status=409)
    with app.app_context():
        assert Slot.get().status == "open"


def test_only_its_hosts_reach_the_question(cast: Cast, slot: Slot) -> None:
    for account in (cast.other_mentor, cast.client_account, cast.partner):
        cast.visits(account).open(f"/slots/{slot.id}/cancel", status=404)


def test_a_slot_of_another_trusts_mentor_is_not_theirs_to_cancel(
    app: Flask, cast: Cast, slot: Slot
) -> None:
    with app.app_context():
        cast.mentor.trust = cast.trust
        cast.mentor.save()
    cast.visits(cast.other_staff).open(f"/slots/{slot.id}/cancel", status=404)
