"""Who referred herself reads, confirms and takes along her first meeting with only a code."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from app.audit.models import AuditEvent
from app.clients.models import Client
from app.clients.own_words import keep_words, words_of
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import FirstMeeting, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import PASSWORD, Cast
from tests.referrals.test_refer_oneself import sent
from tests.visitor import Visitor

NOW = "2026-11-20 10:00"
TOLD = Decision(text_for_client="See you soon.")


def book(app: Flask, cast: Cast, time: str = "14:00") -> None:
    with app.test_request_context():
        starts_at = dt.datetime.fromisoformat(f"2026-12-01T{time}")
        arranged = Arrangements(
            meeting_point="Front door", interpreter_language="ti", ask_for="Sana"
        )
        book_meeting(
            cast.viewer(cast.staff), Referral.get(), TOLD, starts_at=starts_at,
            place="Smethwick Library", arrangements=arranged,
        )  # fmt: skip


@pytest.fixture
def booked(app: Flask, cast: Cast, visitor: Visitor) -> Visitor:
    with time_machine.travel(NOW, tick=False):
        sent(visitor, goal="Babies again", childcare_need="Two children")
        with app.test_request_context():
            accept_referral(cast.viewer(cast.staff), Referral.get(), TOLD, client=None)
        book(app, cast)
        visitor.open("/en/refer-yourself/mine")
    return visitor


@time_machine.travel(NOW, tick=False)
def test_the_page_says_when_where_and_whom_to_ask_for(booked: Visitor) -> None:
    for told in (
        "Tuesday 1 December 2026, 14:00", "Smethwick Library", "Front door", "Sana", "Tigrinya",
    ):  # fmt: skip
        assert told in booked.page.select_one("#meeting-lines").text, told
    assert booked.page.select_one("pre").text == "See you soon."


@time_machine.travel(NOW, tick=False)
def test_she_confirms_with_one_press_and_staff_see_it(
    app: Flask, cast: Cast, booked: Visitor
) -> None:
    booked.submit(button="I will come")
    assert "We expect you." in booked.text
    assert not [b for b in booked.page.find_all("button") if b.text == "I will come"]
    staff = cast.visits(cast.staff)
    with app.app_context():
        staff.open(f"/referrals/{Referral.get().reference}")
        assert FirstMeeting.get().confirmed_by == "client"
        event = AuditEvent.get(AuditEvent.action == "self_referral.confirm_meeting")
        assert event.actor_role == "visitor"
    assert "by the person" in staff.page.select_one("#meeting").text


@time_machine.travel(NOW, tick=False)
def test_she_does_not_confirm_a_time_that_she_has_not_seen(
    app: Flask, cast: Cast, booked: Visitor
) -> None:
    book(app, cast, "15:30")
    booked.submit(button="I will come", status=409)
    booked.open("/en/refer-yourself/mine")
    booked.submit(button="I will come")
    with app.app_context():
        confirmed = FirstMeeting.get(FirstMeeting.confirmed_at.is_null(False))
        assert confirmed.starts_at.hour == 15


@time_machine.travel(NOW, tick=False)
def test_card_and_calendar_are_hers_alone(app: Flask, cast: Cast, booked: Visitor) -> None:
    booked.follow("Card to print")
    assert "For Selam and who comes along" in booked.text
    assert "Card as a PDF" not in booked.text
    booked.open("/en/refer-yourself/meeting.ics")
    assert b"SUMMARY:First meeting" in booked.response.data
    stranger = Visitor(app)
    for path in ("meeting.ics", "meeting/card"):
        stranger.open(f"/en/refer-yourself/{path}")
        assert stranger.heading == "Come back with your code"
    missed = Decision(party="client", text_for_client="We did not meet.")  # type: ignore[arg-type]
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), Referral.get(), Move.DID_NOT_ATTEND, missed)
    for path in ("meeting.ics", "meeting/card"):
        booked.open(f"/en/refer-yourself/{path}", status=404)


@time_machine.travel(NOW, tick=False)
def test_what_she_hopes_for_is_kept_in_her_own_words(app: Flask, booked: Visitor) -> None:
    with app.app_context():
        said = words_of(Client.get())
        assert {field: row.text for field, row in said.items()} == {
            "goal": "Babies again", "childcare_need": "Two children",
        }  # fmt: skip
        assert {row.told_by_id for row in said.values()} == {None}
        assert Client.get().goal == "Babies again"


@time_machine.travel(NOW, tick=False)
def test_of_a_known_client_her_new_words_are_kept_and_silence_takes_none_away(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    with app.test_request_context():
        keep_words(SYSTEM, cast.client, {"goal": "A hospital", "childcare_need": "One child"})
    sent(visitor, goal="A school")
    with app.test_request_context():
        accept_referral(cast.viewer(cast.staff), Referral.get(), TOLD, client=cast.client)
        texts = {field: row.text for field, row in words_of(cast.client).items()}
    assert texts == {"goal": "A school", "childcare_need": "One child"}


@time_machine.travel(NOW, tick=False)
def test_an_answer_that_comes_second_is_shown_back_and_not_taken_for_another_question(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    sent(visitor)
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        make_move(staff, Referral.get(), Move.ASK_INFORMATION, Decision(text_for_client="Year?"))
    visitor.open("/en/refer-yourself/mine")
    helper = Visitor(app)
    with visitor.http.session_transaction() as hers, helper.http.session_transaction() as theirs:
        theirs["self_referral"] = hers["self_referral"]
    helper.open("/en/refer-yourself/mine")
    helper.submit({"note": "In 2012."}, button="Send the answer")
    with app.test_request_context():
        asked = Decision(text_for_client="Which city?")
        make_move(staff, Referral.get(), Move.ASK_INFORMATION, asked)
    visitor.submit({"note": "In 2013, I think."}, button="Send the answer", status=409)
    assert "Not sent: what you wrote last In 2013, I think." in " ".join(visitor.text.split())
    assert "Which city?" in visitor.text
    visitor.submit({"note": "In Asmara."}, button="Send the answer")
    assert "We have your answer" in visitor.text


@time_machine.travel(NOW, tick=False)
def test_her_first_page_tells_of_the_meeting_once_she_has_claimed_it(booked: Visitor) -> None:
    booked.follow("Open your own page")
    booked.submit({"proof": "0123", "password": PASSWORD}, button="Open my page")
    assert "Tuesday 1 December 2026 at 14:00, Smethwick Library" in booked.text
    booked.follow("See what is arranged")
    booked.submit(button="I will come")
    assert "We expect you." in booked.text


@time_machine.travel(NOW, tick=False)
def test_who_has_a_meeting_gives_up_help_and_not_answers(booked: Visitor) -> None:
    assert "Take my answers back" not in booked.text
    booked.follow("I do not want this help")
    booked.submit(button="I do not want this help")
    assert "You can begin again at any time." in booked.text


@time_machine.travel(NOW, tick=False)
def test_a_phone_number_keeps_its_order_beside_an_arabic_name(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    sent(visitor, companion="other", companion_name="أم يوسف", companion_phone="07700 900777")
    staff = cast.visits(cast.staff)
    with app.app_context():
        staff.open(f"/referrals/{Referral.get().reference}")
    assert "\u2068أم يوسف\u2069, \u206807700 900777\u2069" in staff.text
