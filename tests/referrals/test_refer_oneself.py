"""Somebody refers herself: the pages, the code, coming back, sending once, taking it back."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from app import clock
from app.accounts.models import SignInTry
from app.audit.models import AuditEvent
from app.clients.consent_models import Consent
from app.clients.models import Client, ClientReferrer
from app.clients.wordings import CURRENT
from app.db import atomic
from app.notifications.models import Message
from app.organisations.models import Trust
from app.referrals.escalation import wake_parked_referrals
from app.referrals.models import Referral, ReferralMove
from app.referrals.self_referrals import codes
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.services import MOST_NEW, delete_abandoned, save_answers
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State
from app.web.models import Submission
from tests.at_once import meanwhile
from tests.cast import Cast
from tests.referrals.conftest import PRETEND, pretend_translation
from tests.visitor import Visitor, filled_in

PROFESSION = {"profession": "nurse", "trained_in": "ER"}
PERSON = {"name": "Selam Haile", "contact_route": "phone", "phone": "07700 900123"}
LANGUAGE = {"preferred_language": "ti", "interpreter": "yes"}
MEETING = {"companion": "nobody"}
HEARD = {"is_helped": "no"}
CONSENT = {"consent_given": "y"}
PAGES: tuple[dict[str, str], ...] = (PROFESSION, PERSON, LANGUAGE, MEETING, HEARD, CONSENT)
SAVE, SEND = "Save and continue", "Send my answers"


def begin(visitor: Visitor, pages: int = 6, **changes: str) -> Visitor:
    """Answer the first pages."""
    visitor.open("/en/refer-yourself")
    visitor.follow("Start")
    for answers in PAGES[:pages]:
        changed = {
            name: value
            for name, value in changes.items()
            if visitor.page.find(None, {"name": name})
        }
        visitor.submit(answers | changed, button=SAVE)
    return visitor


def sent(visitor: Visitor, **changes: str) -> Visitor:
    begin(visitor, **changes)
    visitor.submit(button=SEND)
    return visitor


def code_on(visitor: Visitor) -> str:
    return visitor.page.select_one("strong.app-reference").text


def only(app: Flask) -> tuple[Referral, SelfReferral]:
    with app.app_context():
        return Referral.get(), SelfReferral.get()


def come_back(visitor: Visitor, code: str, **expected: Any) -> Visitor:
    visitor.open("/en/refer-yourself/return")
    visitor.submit({"code": code}, button="Continue", **expected)
    return visitor


@time_machine.travel("2026-11-20 10:00", tick=False)
def test_it_takes_seven_pages_and_ten_answers_and_says_who_calls_by_when(
    app: Flask, visitor: Visitor
) -> None:
    visitor.open("/en/refer-yourself")
    visitor.follow("Start")
    needed = 0
    for number, answers in enumerate(PAGES, start=1):
        assert f"Page {number} of 7" in visitor.text
        visitor.submit(answers, button=SAVE)
        needed += len(answers)
    assert visitor.heading.endswith("Check your answers and send them")
    visitor.submit(button=SEND)
    assert needed == 10
    referral, own = only(app)
    assert visitor.heading.endswith("We have your answers")
    assert referral.reference in visitor.text
    assert "The Learning Works calls you by Tuesday 24 November 2026" in visitor.text
    assert (referral.state, referral.organisation_id, referral.referred_by_id) == (
        State.SUBMITTED, None, None,
    )  # fmt: skip
    assert (referral.consent_given, referral.consent_wording) == ("online", CURRENT.version)
    assert (own.is_helped, own.language, own.claimed_at) == (False, "en", None)


def test_a_browser_needs_no_account_and_nobody_is_written_to(app: Flask, visitor: Visitor) -> None:
    sent(visitor)
    with app.app_context():
        assert Message.select().count() == 0
        roles = {event.actor_role for event in AuditEvent.select()}
    assert roles == {"visitor", "system"}


def test_the_code_opens_the_draft_on_another_device_where_it_was_left(
    app: Flask, visitor: Visitor
) -> None:
    begin(visitor, 2)
    code = code_on(visitor)
    assert codes.as_typed(code) == code
    other = come_back(Visitor(app), f" {code.lower().replace('-', ' ')} ")
    assert other.heading == "Not sent yet"
    other.follow("Go on")
    assert other.heading.endswith("Your languages")
    for answers in PAGES[2:]:
        other.submit(answers, button=SAVE)
    other.submit(button=SEND)
    assert other.heading.endswith("We have your answers")


def test_the_code_is_kept_as_a_hash_only(app: Flask, visitor: Visitor) -> None:
    code = code_on(begin(visitor, 1))
    _referral, own = only(app)
    assert own.code_hash == codes.code_hash(code)
    with app.app_context():
        rows = [str(row) for row in SelfReferral.select().dicts()]
    assert code not in "".join(rows)


def test_without_the_code_nothing_is_shown(app: Flask, visitor: Visitor) -> None:
    begin(visitor, 2)
    stranger = Visitor(app)
    for page in ("mine", "code", "check", "withdraw", "questions/person"):
        stranger.open(f"/en/refer-yourself/{page}")
        assert stranger.heading == "Come back with your code", page
    come_back(stranger, "777-777-777-777", status=422)
    assert "We do not know this code" in stranger.text
    come_back(stranger, "77", status=422)
    assert "twelve letters and numbers" in stranger.text


def test_guessing_codes_is_stopped_and_signing_in_is_not(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    code = code_on(begin(Visitor(app), 1))
    letters = codes.ALPHABET
    for number in range(40):
        guess = codes.in_groups((letters[number % 23] + letters[number // 23]) * 6)
        come_back(visitor, guess, status=422)
    come_back(visitor, code, status=429)
    assert "Wait 15 minutes" in visitor.text
    assert cast.visits(cast.partner).heading.startswith("Hello")


def test_leaving_forgets_the_code_on_this_device(visitor: Visitor) -> None:
    begin(visitor, 2)
    visitor.open("/en/refer-yourself/mine")
    visitor.submit(button="Leave, and forget the code")
    visitor.open("/en/refer-yourself/mine")
    assert visitor.heading == "Come back with your code"


def test_beginning_twice_with_one_form_makes_one_draft_with_one_code(
    app: Flask, visitor: Visitor
) -> None:
    visitor.open("/en/refer-yourself/begin")
    data = filled_in(visitor.form(SAVE)) | PROFESSION
    answers = [visitor.http.post("/en/refer-yourself/begin", data=data) for _ in range(2)]
    assert len({answer.location for answer in answers}) == 1
    visitor.open("/en/refer-yourself/mine")
    assert visitor.heading == "Not sent yet"
    with app.app_context():
        assert Referral.select().count() == 1


def test_a_form_without_its_key_begins_nothing(app: Flask, visitor: Visitor) -> None:
    visitor.open("/en/refer-yourself/begin")
    visitor.submit(PROFESSION | {"form_key": "1"}, button=SAVE, status=422)
    with app.app_context():
        assert Referral.select().count() == 0


def test_sending_twice_sends_once(app: Flask, visitor: Visitor) -> None:
    begin(visitor)
    data = filled_in(visitor.form(SEND))
    answers = [visitor.http.post("/en/refer-yourself/send", data=data) for _ in range(2)]
    assert {answer.location for answer in answers} == {"/en/refer-yourself/mine"}
    with app.app_context():
        assert ReferralMove.select().count() == 1


def test_what_was_sent_cannot_be_changed_nor_sent_unfinished(app: Flask, visitor: Visitor) -> None:
    begin(visitor, 3)
    visitor.open("/en/refer-yourself/check")
    assert visitor.heading.endswith("The first meeting")
    begin(visitor := Visitor(app))
    visitor.follow("Back")
    late = filled_in(visitor.form(SAVE))
    visitor.open("/en/refer-yourself/check")
    visitor.submit(button=SEND)
    answer = visitor.http.post("/en/refer-yourself/questions/consent", data=late)
    assert (answer.status_code, "You have sent your answers" in answer.text) == (409, True)


def test_going_back_after_sending_leads_to_where_it_stands(visitor: Visitor) -> None:
    sent(visitor)
    for page in ("check", "questions/person"):
        visitor.open(f"/en/refer-yourself/{page}")
        assert visitor.heading.endswith("We have your answers")


def test_each_page_names_what_is_missing_and_keeps_what_was_typed(visitor: Visitor) -> None:
    visitor.open("/en/refer-yourself/begin")
    visitor.submit({"profession": "nurse"}, button=SAVE, status=422)
    assert [a["href"] for a in visitor.page.select(".nhsuk-error-summary a")] == ["#trained_in"]
    visitor.submit(PROFESSION, button=SAVE)
    visitor.submit({"contact_route": "email", "name": "ሰላም"}, button=SAVE, status=422)
    assert [a["href"] for a in visitor.page.select(".nhsuk-error-summary a")] == ["#email"]
    assert visitor.page.find("input", {"name": "name"})["value"] == "ሰላም"
    visitor.submit(PERSON, button=SAVE)
    visitor.submit(LANGUAGE, button=SAVE)
    visitor.submit({"companion": "other"}, button=SAVE, status=422)
    visitor.submit(MEETING, button=SAVE)
    visitor.submit({"share_code": "S-2222-22", "is_helped": "yes"}, button=SAVE, status=422)
    assert "We do not know this code" in visitor.text
    links = {a["href"] for a in visitor.page.select(".nhsuk-error-summary a")}
    assert links == {"#share_code", "#helper"}
    visitor.submit(HEARD | {"share_code": ""}, button=SAVE)
    visitor.submit(button=SAVE, status=422)
    links = {a["href"] for a in visitor.page.select(".nhsuk-error-summary a")}
    assert links == {"#consent_given"}


def test_no_page_asks_what_its_heading_asks(visitor: Visitor) -> None:
    visitor.open("/en/refer-yourself/begin")
    for answers in PAGES:
        title = visitor.page.find("h1").find(string=True, recursive=False)
        asked = [one.text for one in visitor.page.select("main form :is(legend, label)")]
        assert title is None or not [one for one in asked if title.strip(" ?") in one]
        visitor.submit(answers, button=SAVE)


def test_whoever_must_be_gone_sees_the_weather_and_the_code_is_forgotten(visitor: Visitor) -> None:
    code = code_on(begin(visitor, 2))
    visitor.submit(action="/leave")
    assert "weather" in visitor.response.headers["Refresh"]
    assert not visitor.response.text
    visitor.open("/en/refer-yourself/questions/language")
    assert visitor.heading == "Come back with your code"
    assert come_back(visitor, code).heading == "Not sent yet"


def test_who_helps_to_fill_it_in_is_kept_and_shown_to_staff(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor, is_helped="yes", helper="Ruta, a librarian", heard_from="neighbour")
    referral, own = only(app)
    assert (own.is_helped, own.helper, own.heard_from) == (True, "Ruta, a librarian", "neighbour")
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    for told in ("From the person", "Ruta, a librarian", "From a neighbour", "07700 900123"):
        assert told in staff.text


def test_a_changed_answer_leads_back_to_the_check(visitor: Visitor) -> None:
    begin(visitor)
    visitor.follow("Change The first meeting")
    visitor.submit({"companion": "unknown"}, button=SAVE)
    assert visitor.heading.endswith("Check your answers and send them")


def test_the_language_of_the_page_is_the_language_offered_first(
    app: Flask, visitor: Visitor
) -> None:
    visitor.open("/ar_001/refer-yourself/begin")
    for answers in (PROFESSION, PERSON):
        form = visitor.page.find("form", method="post")
        data = filled_in(form) | answers
        visitor.open(visitor.http.post(visitor.address, data=data).location)
    assert visitor.address == "/ar_001/refer-yourself/questions/language"
    chosen = visitor.page.select_one("select[name=preferred_language] option[selected]")
    assert chosen["value"] == "ar"
    assert only(app)[1].language == "ar_001"


def test_staff_find_it_in_the_same_queue_with_its_source(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor)
    staff = cast.visits(cast.staff)
    staff.open("/referrals")
    assert "Selam Haile" in staff.text
    assert "Self-referral" in staff.text
    partner = cast.visits(cast.partner)
    partner.open("/referrals?show=all")
    assert "Selam Haile" not in partner.text
    partner.open(f"/referrals/{only(app)[0].reference}", status=404)


def test_a_question_is_asked_of_the_person_and_answered_with_the_code(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    code = code_on(sent(visitor))
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{only(app)[0].reference}")
    staff.follow("Ask the person a question")
    assert staff.page.find(None, {"name": "text_for_referrer"}) is None
    staff.submit({"text_for_client": ""}, button="Ask the person", status=422)
    staff.submit({"text_for_client": "Which year did you train?"}, button="Ask the person")
    assert "A question was asked." in staff.text
    assert "the referrer" not in staff.page.find("main").text
    back = come_back(Visitor(app), code)
    assert back.heading.endswith("We have a question for you")
    assert "Which year did you train?" in back.text
    back.submit({"note": ""}, button="Send the answer", status=422)
    back.submit({"note": "In 2012."}, button="Send the answer")
    assert "We have your answer" in back.text
    before = back.text.partition("What we told you before")
    assert ["Which year" in part for part in (before[0], before[2])] == [False, True]
    assert only(app)[0].state == State.SUBMITTED
    staff.open(f"/referrals/{only(app)[0].reference}")
    assert "In 2012." in staff.text


@pretend_translation
def test_the_answer_begins_in_the_language_of_her_pages(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor, preferred_language="so")
    with app.app_context():
        SelfReferral.update(language="ar_001").execute()
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{only(app)[0].reference}/accept")
    assert PRETEND in staff.page.find("textarea", {"name": "text_for_client"}).text
    assert "It begins in their language: We can help you." in staff.text


def accept(staff: Visitor, reference: str) -> None:
    staff.open(f"/referrals/{reference}")
    staff.follow("Accept")
    staff.submit({"client": "new"}, button="Accept the referral")


def test_accepted_she_becomes_a_client_whom_no_organisation_follows(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor)
    with app.app_context():
        SelfReferral.update(language="ar_001").execute()
    accept(cast.visits(cast.staff), only(app)[0].reference)
    visitor.open("/en/refer-yourself/mine")
    assert visitor.heading.endswith("We can help you")
    assert "We can help you. Next we find a time" in visitor.text
    with app.app_context():
        assert Client.get().name == "Selam Haile"
        assert ClientReferrer.select().count() == 0
        kept = Consent.get()
        assert (kept.purpose, kept.given, kept.language) == ("hold_record", "online", "ar_001")


def test_who_chose_e_mail_is_also_written_to(app: Flask, visitor: Visitor, cast: Cast) -> None:
    sent(visitor, contact_route="email", email="selam@mail.example")
    accept(cast.visits(cast.staff), only(app)[0].reference)
    with app.app_context():
        mails = Message.select().order_by(Message.id)
        assert {row.to_address for row in mails} == {"selam@mail.example"}
        assert [row.template for row in mails] == ["confirm_own_address", "referral_client_text"]


def test_she_may_take_it_back(app: Flask, visitor: Visitor) -> None:
    sent(visitor)
    visitor.follow("Take my answers back")
    visitor.submit({"note": "I found work."}, button="Take my answers back")
    assert "You have taken your answers back" in visitor.text
    assert visitor.heading.endswith("You took your answers back")
    assert "what we decide" not in visitor.text
    assert only(app)[0].state == State.WITHDRAWN


def test_she_says_why_and_when_she_may_be_asked_again(app: Flask, visitor: Visitor) -> None:
    sent(visitor)
    visitor.follow("Take my answers back")
    visitor.submit({"consequence": "park"}, button="Take my answers back", status=422)
    day = clock.today() + timedelta(days=90)
    on = {"day": day.day, "month": day.month, "year": day.year}
    asked = {f"park_until-{part}": str(value) for part, value in on.items()}
    visitor.submit(asked | {"reason": "out_of_area"}, button="Take my answers back")
    with app.app_context():
        row = ReferralMove.get(ReferralMove.move == "withdraw")
        assert (row.reason, row.party, row.park_until) == ("out_of_area", "client", day)
    with app.test_request_context(), clock.at(clock.now() + timedelta(days=91)):
        assert wake_parked_referrals() == 1
    visitor.open("/en/refer-yourself/mine")
    assert "The day has come to look at this referral again." in visitor.text


def test_a_page_that_has_grown_old_takes_nothing_back_unseen(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor)
    visitor.follow("Take my answers back")
    with app.test_request_context():
        asked = Decision(text_for_client="Which year?")
        make_move(cast.viewer(cast.staff), Referral.get(), Move.ASK_INFORMATION, asked)
    visitor.submit({"note": "I found work."}, button="Take my answers back", status=409)
    assert "I found work." in visitor.text
    assert "Which year?" in visitor.text
    assert only(app)[0].state == State.NEEDS_INFORMATION


def test_a_draft_that_is_deleted_is_gone(app: Flask, visitor: Visitor) -> None:
    begin(visitor, 3)
    visitor.open("/en/refer-yourself/mine")
    visitor.follow("Delete my answers")
    visitor.submit(button="Delete my answers")
    assert visitor.heading == "Come back with your code"
    with app.app_context():
        assert Referral.select().count() == SelfReferral.select().count() == 0


def test_one_address_begins_only_so_many(app: Flask, visitor: Visitor, cast: Cast) -> None:
    for _number in range(MOST_NEW):
        visitor.open("/en/refer-yourself/begin")
        visitor.submit(PROFESSION, button=SAVE)
    visitor.open("/en/refer-yourself/begin")
    visitor.submit(PROFESSION, button=SAVE, status=429)
    assert "try again in 15 minutes" in visitor.text
    with app.app_context():
        assert Referral.select().count() == Submission.select().count() == MOST_NEW
        SignInTry.update(at=clock.now() - timedelta(minutes=16)).execute()
    visitor.submit(button="Send what I typed again")
    assert visitor.page.find("input", {"name": "name"}) is not None, "nothing typed was lost"
    assert cast.visits(cast.partner).heading.startswith("Hello")


def test_drafts_nobody_came_back_to_are_deleted_after_30_days(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    begin(visitor, 2)
    with app.test_request_context():
        with clock.at(clock.now() + timedelta(days=29)):
            assert delete_abandoned() == 0
        with clock.at(clock.now() + timedelta(days=31)):
            assert delete_abandoned() == 1
        assert SelfReferral.select().count() == 0


def test_who_comes_back_as_abandoned_drafts_are_deleted_keeps_hers(
    app: Flask, visitor: Visitor
) -> None:
    begin(visitor)
    with app.test_request_context():
        Referral.update(updated_at=clock.now() - timedelta(days=31)).execute()
        with atomic():
            save_answers(SelfReferral.get(), phone="07700 900999")
            gone = meanwhile(app, delete_abandoned)
        assert gone.result(10) == 0
        assert SelfReferral.select().count() == 1


def test_what_was_sent_is_never_abandoned(app: Flask, visitor: Visitor) -> None:
    sent(visitor)
    with app.test_request_context(), clock.at(clock.now() + timedelta(days=90)):
        assert delete_abandoned() == 0


@pytest.mark.parametrize("path", ["", "/begin", "/return"])
def test_the_pages_load_no_htmx(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"/en/refer-yourself{path}")
    assert not [one for one in page.find_all("script") if "htmx" in str(one.get("src"))]


def test_the_page_stays_when_another_language_is_chosen(visitor: Visitor) -> None:
    page = visitor.open("/en/refer-yourself/begin")
    [link] = page.select("header a[hreflang]")
    assert link["href"] == "/ar_001/refer-yourself/begin"


def test_a_friends_code_travels_into_another_language(visitor: Visitor) -> None:
    page = visitor.open("/en/refer-yourself?from=S-7K3F-2X")
    [link] = page.select("header a[hreflang]")
    assert link["href"] == "/ar_001/refer-yourself?from=S-7K3F-2X"


def test_a_late_answer_asks_to_call_only_where_there_is_a_number(
    app: Flask, visitor: Visitor
) -> None:
    with time_machine.travel("2026-11-20 10:00", tick=False):
        sent(visitor)
    with time_machine.travel("2026-11-27 10:00", tick=False):
        visitor.open("/en/refer-yourself/mine")
        assert "We are sorry." in visitor.text
        assert "call us" not in visitor.text
        with app.app_context():
            Trust.update(phone="0121 496 0150").execute()
        visitor.open("/en/refer-yourself/mine")
        assert "Please call us." in visitor.text
        assert "0121 496 0150" in visitor.text
