"""A referrer whose accompaniment has ended reads what was said until then and nothing later."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients.services import end_referrer
from app.errors import Forbidden
from app.notifications.models import Message
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import book_meeting, confirm_meeting
from app.referrals.models import FirstMeeting, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.referrals.conftest import Make


@pytest.fixture
def ended(app: Flask, cast: Cast, sent: Make) -> Referral:
    """A referral that was accepted; the accompaniment ended, and then a meeting was booked."""
    referral = sent()
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        told = Decision(text_for_referrer="Thank you, Paula.")
        with clock.at(clock.now() - timedelta(days=2)):
            accept_referral(staff, referral, told, client=None)
            end_referrer(SYSTEM, Referral.get_by_id(referral.id).client, referral.organisation)
        later = Decision(text_for_referrer="Come on Monday.")
        book_meeting(
            staff, Referral.get_by_id(referral.id), later,
            starts_at=clock.now() + timedelta(days=5), place="Unett Street",
        )  # fmt: skip
        return Referral.get_by_id(referral.id)


def test_the_referrer_reads_what_was_said_until_then_and_nothing_later(
    cast: Cast, ended: Referral
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{ended.reference}")
    assert "Thank you, Paula." in visitor.text
    assert "Your organisation no longer accompanies this person." in visitor.text
    for later in ("Come on Monday.", "Unett Street", "First meeting booked", "What you can do"):
        assert later not in visitor.text, later


@pytest.mark.parametrize("page", ["/referrals", "/home", "/organisations/{}/referrals"])
def test_no_list_tells_the_later_state(cast: Cast, ended: Referral, page: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(page.format(cast.organisation.reference))
    rows = visitor.page.find(id="main").text
    assert "First meeting on" not in rows
    assert "Unett Street" not in rows


@pytest.mark.parametrize("show", ["first_meeting_booked", "open"])
def test_narrowing_the_list_does_not_tell_it_either(cast: Cast, ended: Referral, show: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals?show={show}")
    assert ended.reference not in visitor.text
    visitor.open("/referrals")
    assert ended.reference in visitor.text


def test_nothing_more_is_written_to_the_referrer(app: Flask, ended: Referral) -> None:
    with app.app_context():
        told = [row.body for row in Message.select().where(Message.template == "referral_moved")]
    assert [("accepted" in body, "meeting was booked" in body) for body in told] == [(True, False)]


def test_the_referrer_makes_no_more_moves(app: Flask, cast: Cast, ended: Referral) -> None:
    cast.visits(cast.partner).open(f"/referrals/{ended.reference}/withdraw", status=403)
    said = Decision(reason="person_declined")
    with app.test_request_context(), pytest.raises(Forbidden):
        make_move(cast.viewer(cast.partner), ended, Move.WITHDRAW, said)


def test_the_referrer_does_not_say_that_the_person_will_come(
    app: Flask, cast: Cast, ended: Referral
) -> None:
    with app.test_request_context():
        meeting = FirstMeeting.get(FirstMeeting.referral == ended)
        with pytest.raises(Forbidden):
            confirm_meeting(cast.viewer(cast.partner), ended, seen=meeting.id)
        assert FirstMeeting.get().confirmed_at is None


def test_staff_go_on_as_before(cast: Cast, ended: Referral) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{ended.reference}")
    assert "First meeting booked" in visitor.text
