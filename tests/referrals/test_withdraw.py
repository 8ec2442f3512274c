"""Withdrawing: the person herself, who referred her, or staff; and what follows."""

import datetime as dt

import pytest
from flask import Flask

from app import clock
from app.notifications.models import Message
from app.referrals.acceptance import accept_referral
from app.referrals.escalation import wake_parked_referrals
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import FirstMeeting, Referral, ReferralMove
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State
from tests.cast import Cast
from tests.referrals.conftest import Make
from tests.referrals.test_first_meeting import own_account

TOLD = Decision(text_for_referrer="Thank you.")


@pytest.fixture
def booked(app: Flask, cast: Cast, sent: Make) -> Referral:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        accept_referral(staff, sent(), TOLD, client=None)
        book_meeting(
            staff, Referral.get(), TOLD, starts_at=clock.now() + dt.timedelta(days=3),
            place="Library", arrangements=Arrangements(companion_email="amina@cedar.example"),
        )  # fmt: skip
        return Referral.get()


def last_move() -> ReferralMove:
    return ReferralMove.select().order_by(ReferralMove.id.desc()).get()


def test_the_person_withdraws_from_her_own_page_and_all_hear_of_it(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    person = cast.visits(own_account(app, booked))
    person.open(f"/clients/{booked.client.reference}/referral")
    person.follow("I do not want this help")
    person.submit({"consequence": None}, button="I do not want this help", status=422)
    assert "Choose the reason." in person.text
    answers = {"reason": "person_declined", "consequence": "none", "note": "My mother is ill."}
    person.submit(answers, button="I do not want this help")
    assert "You do not want this help now." in person.text
    with app.app_context():
        row = last_move()
        assert (row.move, row.actor_role, row.party) == (Move.WITHDRAW, "client", "client")
        assert (row.reason, row.consequence) == ("person_declined", "none")
        assert Referral.get().state == State.WITHDRAWN
        assert FirstMeeting.get().outcome == "cancelled"
        mails = Message.select().where(Message.id > 0).order_by(Message.id.desc()).limit(3)
        told = {(row.to_address, row.template) for row in mails}
    assert told == {
        (cast.partner.email, "referral_moved"), (cast.staff.email, "referral_moved"),
        ("amina@cedar.example", "first_meeting_off"),
    }  # fmt: skip
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{booked.reference}")
    assert "Withdrawn" in partner.text
    assert "My mother is ill." not in partner.text


def test_parked_by_the_person_it_is_looked_at_again_on_her_day(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    day = clock.today() + dt.timedelta(days=40)
    person = cast.visits(own_account(app, booked))
    person.open(f"/referrals/{booked.reference}/withdraw")
    person.submit(
        {
            "reason": "other", "consequence": "park", "park_until-day": str(day.day),
            "park_until-month": str(day.month), "park_until-year": str(day.year),
        },
        button="I do not want this help",
    )  # fmt: skip
    with app.test_request_context(), clock.at(clock.now() + dt.timedelta(days=40)):
        assert wake_parked_referrals() == 1
        assert Referral.get().state == State.SUBMITTED


def test_staff_withdraw_for_the_person_with_reason_and_consequence(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{booked.reference}")
    visitor.follow("Withdraw the referral")
    answers = {"reason": "out_of_area", "consequence": "reassess", "note": "She rang."}
    visitor.submit(answers, button="Withdraw the referral")
    assert "She rang." in visitor.text
    assert "Look at it again when something changes" in visitor.text


def test_once_support_has_begun_only_the_person_or_staff_end_it(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), booked, Move.ACTIVATE, TOLD)
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{booked.reference}/withdraw", status=409)
    partner.open(f"/referrals/{booked.reference}")
    assert "Withdraw the referral" not in partner.text
    person = cast.visits(own_account(app, booked))
    person.open(f"/referrals/{booked.reference}/withdraw")
    person.submit({"reason": "other", "consequence": "none"}, button="I do not want this help")
    assert "You can always ask again." in person.text


def test_a_page_that_has_grown_old_keeps_what_was_typed(
    app: Flask, cast: Cast, booked: Referral
) -> None:
    person = cast.visits(own_account(app, booked))
    person.open(f"/referrals/{booked.reference}/withdraw")
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), booked, Move.ACTIVATE, TOLD)
    answers = {"reason": "other", "consequence": "none", "note": "Keep this"}
    person.submit(answers, button="I do not want this help", status=409)
    assert "Keep this" in person.page.find("textarea").text


def test_another_person_does_not_find_it(app: Flask, cast: Cast, booked: Referral) -> None:
    for account in (cast.other_client_account, cast.other_partner, cast.other_staff, cast.mentor):
        visitor = cast.visits(account)
        visitor.open(f"/referrals/{booked.reference}/withdraw", status=404)


def test_a_referrer_reads_first_what_follows(cast: Cast, booked: Referral) -> None:
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{booked.reference}")
    partner.submit(button="Confirm that the person will come")
    assert "It is noted that the person will come." in partner.text
    partner.follow("Withdraw the referral")
    assert "A first meeting that is booked is called off. Please tell the person." in partner.text
