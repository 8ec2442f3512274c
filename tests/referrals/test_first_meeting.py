"""The first meeting: booking, changing, missing it, and times that do not exist."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar, Event

from app import clock
from app.accounts.models import Account
from app.accounts.services import store_password
from app.clients.services import open_client_account
from app.notifications.models import Message
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.models import FirstMeeting, Referral
from app.referrals.queries import todays_meetings
from app.referrals.services import Decision
from app.referrals.transitions import State
from tests.cast import PASSWORD, Cast
from tests.referrals.conftest import Make
from tests.visitor import Visitor

NOW = "2026-11-20 10:00"
MEETING = {
    "starts_on-day": "1", "starts_on-month": "12", "starts_on-year": "2026",
    "starts_time": "14:00", "place": "Smethwick Library",
}  # fmt: skip


@pytest.fixture
def accepted(app: Flask, cast: Cast, sent: Make) -> Referral:
    with time_machine.travel(NOW, tick=False):
        referral = sent()
        with app.test_request_context():
            told = Decision(text_for_referrer="Thank you.")
            accept_referral(cast.viewer(cast.staff), referral, told, client=None)
            return Referral.get_by_id(referral.id)


def booking(cast: Cast, referral: Referral) -> Visitor:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}/meeting")
    return visitor


@time_machine.travel(NOW, tick=False)
def test_the_page_knows_the_interpreter_and_who_comes_along(cast: Cast, accepted: Referral) -> None:
    visitor = booking(cast, accepted)
    assert visitor.page.select_one("#interpreter_language option[selected]")["value"] == "ti"
    values = {box["name"]: box["value"] for box in visitor.page.select("main input[value]")}
    assert values["accompanied_by"] == "Paula Partner"
    assert values["companion_organisation"] == "Cedar House Community Centre"
    assert values["companion_email"] == cast.partner.email


@time_machine.travel(NOW, tick=False)
def test_a_meeting_is_booked_and_the_partner_sees_it(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    booking(cast, accepted).submit(MEETING, button="Book the first meeting")
    with app.app_context():
        meeting = FirstMeeting.get()
        assert meeting.starts_at == dt.datetime.fromisoformat("2026-12-01T14:00")
        assert Referral.get().state == State.FIRST_MEETING_BOOKED
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{accepted.reference}")
    assert "First meeting on Tuesday 1 December 2026 at 14:00, Smethwick Library." in partner.text
    assert "Tigrinya" in partner.page.select_one("#meeting").text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"starts_time": "01:30", "starts_on-day": "28", "starts_on-month": "3",
          "starts_on-year": "2027"}, "no such time on Sunday 28 March 2027"),
        ({"starts_time": "01:30", "starts_on-day": "31", "starts_on-month": "10",
          "starts_on-year": "2027"}, "comes twice on Sunday 31 October 2027"),
        ({"starts_time": "later"}, "Enter a time, for example 14:00."),
        ({"starts_time": ""}, "Enter a time, for example 14:00."),
        ({"starts_time": "2"}, "Enter a time, for example 14:00."),
        ({"starts_time": "24:00"}, "Enter a time, for example 14:00."),
        ({"starts_time": "14pm"}, "Enter a time, for example 14:00."),
        ({"starts_on-day": ""}, "Enter a real date"),
        ({"starts_on-year": "9999"}, "between today and a year from now"),
        ({"starts_on-day": "20", "starts_on-month": "11", "starts_time": "09:00"}, "lies ahead"),
        ({"place": " "}, "Enter the place."),
        ({"interpreter_language": "tlh"}, "Not a valid choice"),
    ],
)  # fmt: skip
def test_a_meeting_that_cannot_be_is_refused_in_words(
    app: Flask, cast: Cast, accepted: Referral, changes: dict[str, str], told: str
) -> None:
    with time_machine.travel(NOW, tick=False):
        visitor = booking(cast, accepted)
        visitor.submit(MEETING | changes, button="Book the first meeting", status=422)
    assert told in visitor.text
    with app.app_context():
        assert FirstMeeting.select().count() == 0


@time_machine.travel(NOW, tick=False)
def test_a_meeting_that_did_not_happen_goes_back_to_be_booked_again(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(MEETING, button="Book the first meeting")
    visitor.follow("The meeting did not happen")
    visitor.submit({"party": "client"}, button="The meeting did not happen")
    assert "Book the first meeting" in visitor.text
    visitor.follow("Book the first meeting")
    visitor.submit(MEETING | {"starts_time": "15:00"}, button="Book the first meeting")
    visitor.follow("The meeting happened")
    visitor.submit(button="The meeting happened")
    with app.app_context():
        outcomes = [m.outcome for m in FirstMeeting.select().order_by(FirstMeeting.id)]
    assert outcomes == ["cancelled", "attended"]
    visitor.follow("Finish")
    visitor.submit({"reason": "need_met"}, button="Finish")
    assert "The person got what they came for" in visitor.text
    visitor.follow("Open again")
    visitor.submit({"note": "Asked for help again"}, button="Open again")
    assert "Support under way" in visitor.text


@time_machine.travel(NOW, tick=False)
def test_a_meeting_can_be_given_another_time(app: Flask, cast: Cast, accepted: Referral) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(MEETING, button="Book the first meeting")
    visitor.follow("Change the first meeting")
    visitor.submit({"place": "Health centre"}, button="Change the first meeting")
    assert "Tuesday 1 December 2026 at 14:00, Health centre." in visitor.text
    with app.app_context():
        assert FirstMeeting.select().where(FirstMeeting.outcome == "planned").count() == 1


def test_todays_meetings_are_those_of_the_day_in_birmingham(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    with time_machine.travel("2026-07-01 10:00", tick=False), app.test_request_context():
        FirstMeeting.create(
            referral=accepted,
            starts_at=dt.datetime.fromisoformat("2026-07-01T23:30"),
            place="Late",
            created_at=clock.now(),
        )
        assert todays_meetings(cast.viewer(cast.staff)) == []
    with time_machine.travel("2026-07-02 10:00", tick=False), app.test_request_context():
        for viewer in (cast.viewer(cast.staff), cast.viewer(cast.partner), SYSTEM):
            assert [m.place for m in todays_meetings(viewer)] == ["Late"]
        for account in (cast.other_staff, cast.other_partner, cast.mentor):
            assert todays_meetings(cast.viewer(account)) == []


ARRANGED = MEETING | {
    "accompanied_by": "Amina", "companion_organisation": "Cedar House",
    "companion_phone": "07700 900222", "companion_email": "amina@cedar.example",
    "meeting_point": "At the library door", "ask_for": "Sana", "ask_phone": "0121 496 0000",
    "childcare": "A room for two children", "travel_help": "Bus fare",
}  # fmt: skip
FACTS = [value for key, value in ARRANGED.items() if not key.startswith(("starts", "companion_em"))]


@time_machine.travel(NOW, tick=False)
def test_a_missed_meeting_is_booked_again_with_all_that_was_arranged(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    for told in FACTS:
        assert told in visitor.text, told
    visitor.follow("The meeting did not happen")
    visitor.submit({"party": "client"}, button="The meeting did not happen")
    visitor.follow("Book the first meeting")
    visitor.submit({"starts_on-day": "8"}, button="Book the first meeting")
    for told in (*FACTS, "Tuesday 8 December 2026"):
        assert told in visitor.text, told


@time_machine.travel(NOW, tick=False)
def test_who_comes_along_is_written_to_without_the_persons_name(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    visitor.follow("Change the first meeting")
    visitor.submit({"starts_time": "15:00"}, button="Change the first meeting")
    visitor.follow("Could not be reached")
    visitor.submit({"consequence": "none"}, button="Could not be reached")
    with app.app_context():
        mails = list(Message.select().where(Message.to_address == "amina@cedar.example"))
    assert [mail.template for mail in mails] == [
        "first_meeting", "first_meeting", "first_meeting_off",
    ]  # fmt: skip
    assert "At the library door" in mails[0].body
    assert "15:00" in mails[1].body
    for mail in mails:
        assert "Selam" not in mail.subject + mail.body
        assert accepted.reference not in mail.subject + mail.body


@time_machine.travel(NOW, tick=False)
def test_the_person_confirms_on_her_own_page_and_a_new_time_asks_again(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    person = cast.visits(own_account(app, accepted))
    person.open("/clients/me")
    person.follow("Your referral")
    person.submit(button="I will come")
    assert "We expect you." in person.text
    visitor.open(f"/referrals/{accepted.reference}")
    assert "by the person" in visitor.page.select_one("#meeting").text
    visitor.follow("Change the first meeting")
    visitor.submit({"starts_time": "15:00"}, button="Change the first meeting")
    assert "Not yet" in visitor.page.select_one("#meeting").text
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{accepted.reference}")
    partner.submit(button="Confirm that the person will come")
    assert "by the referrer" in partner.page.select_one("#meeting").text


@time_machine.travel(NOW, tick=False)
def test_a_time_that_nobody_saw_is_not_confirmed(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    person, partner = cast.visits(own_account(app, accepted)), cast.visits(cast.partner)
    person.open("/clients/me")
    person.follow("Your referral")
    partner.open(f"/referrals/{accepted.reference}")
    visitor.follow("Change the first meeting")
    visitor.submit({"starts_time": "09:00"}, button="Change the first meeting")
    person.submit(button="I will come", status=409)
    partner.submit(button="Confirm that the person will come", status=409)
    assert "another time or place by now" in person.text
    with app.app_context():
        assert FirstMeeting.select().where(FirstMeeting.confirmed_at.is_null(False)).count() == 0


@time_machine.travel(NOW, tick=False)
def test_who_has_arrived_cannot_have_failed_to_come(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(MEETING, button="Book the first meeting")
    late = cast.visits(cast.staff)
    late.open(f"/referrals/{accepted.reference}/decide/did-not-attend")
    visitor.submit(button="The person is here")
    assert "The arrival is noted." in visitor.text
    assert "The meeting did not happen" not in visitor.text
    late.submit({"party": "client"}, button="The meeting did not happen", status=409)
    assert "the person arrived" in late.text


@time_machine.travel(NOW, tick=False)
def test_the_calendar_file_is_one_entry_that_moves_and_is_taken_off(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    first = calendar(visitor, accepted)
    visitor.open(f"/referrals/{accepted.reference}/meeting")
    visitor.submit({"starts_time": "15:00"}, button="Change the first meeting")
    second = calendar(visitor, accepted)
    visitor.follow("The meeting did not happen")
    visitor.submit({"party": "host"}, button="The meeting did not happen")
    off = calendar(visitor, accepted)
    assert first["uid"] == second["uid"] == off["uid"]
    assert [int(event["sequence"]) for event in (first, second, off)] == [0, 2, 3]
    assert [str(event["status"]) for event in (second, off)] == ["CONFIRMED", "CANCELLED"]
    assert second["dtstart"].dt.hour == 15
    assert "Selam" not in str(first)


def test_no_other_person_finds_the_meeting(app: Flask, cast: Cast, accepted: Referral) -> None:
    for account in (cast.other_partner, cast.other_staff, cast.mentor, cast.other_client_account):
        visitor = cast.visits(account)
        visitor.open(f"/referrals/{accepted.reference}/meeting.ics", status=404)
        reference = accepted.client.reference
        visitor.open(f"/clients/{reference}/referral", status=404)


def own_account(app: Flask, referral: Referral) -> Account:
    """An account of the person who was referred."""
    with app.test_request_context():
        account = open_client_account(SYSTEM, referral.client, email="selam@mail.example")
        store_password(account, PASSWORD)
        return account


def calendar(visitor: Visitor, referral: Referral) -> Event:
    response = visitor.http.get(f"/referrals/{referral.reference}/meeting.ics")
    assert response.mimetype == "text/calendar"
    return Calendar.from_ical(response.data).walk("VEVENT")[0]


def written(app: Flask, template: str) -> list[str]:
    with app.app_context():
        rows = Message.select().where(Message.template == template).order_by(Message.id)
        return [row.to_address for row in rows]


@time_machine.travel(NOW, tick=False)
def test_who_was_to_come_along_hears_that_a_meeting_is_called_off(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    visitor.follow("The meeting did not happen")
    visitor.submit({"party": "host"}, button="The meeting did not happen")
    assert ARRANGED["companion_email"] in written(app, "first_meeting_off")


def test_of_a_meeting_whose_time_is_over_nobody_is_told_that_it_is_off(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    with time_machine.travel(NOW, tick=False):
        booking(cast, accepted).submit(ARRANGED, button="Book the first meeting")
    with time_machine.travel("2026-12-02 10:00", tick=False):
        visitor = cast.visits(cast.staff)
        visitor.open(f"/referrals/{accepted.reference}")
        visitor.follow("The meeting did not happen")
        visitor.submit({"party": "client"}, button="The meeting did not happen")
    assert written(app, "first_meeting_off") == []
    with app.app_context():
        assert FirstMeeting.get().outcome == "did_not_attend"


@time_machine.travel(NOW, tick=False)
def test_when_somebody_else_comes_along_the_one_before_is_told(
    app: Flask, cast: Cast, accepted: Referral
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(ARRANGED, button="Book the first meeting")
    visitor.follow("Change the first meeting")
    visitor.submit({"starts_time": "15:00"}, button="Change the first meeting")
    assert written(app, "first_meeting_off") == []
    visitor.follow("Change the first meeting")
    visitor.submit({"companion_email": "new@mail.example"}, button="Change the first meeting")
    assert written(app, "first_meeting_off") == [ARRANGED["companion_email"]]
    assert written(app, "first_meeting")[-1] == "new@mail.example"


@pytest.mark.parametrize("typed", ["14:00", "2pm", "2 PM", "2.00 p.m.", "١٤:٠٠"])
@time_machine.travel(NOW, tick=False)
def test_a_time_is_understood_as_people_write_it(
    cast: Cast, accepted: Referral, typed: str
) -> None:
    visitor = booking(cast, accepted)
    visitor.submit(MEETING | {"starts_time": typed}, button="Book the first meeting")
    assert "Tuesday 1 December 2026 at 14:00" in visitor.text
