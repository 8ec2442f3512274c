"""Staff decide on a referral: pages of the moves, wrong answers, conflicts, what is told."""

import pytest
from flask import Flask

from app.accounts.models import Account
from app.notifications.models import Message
from app.referrals.models import Referral, ReferralMove
from app.referrals.transitions import State
from tests.cast import Cast
from tests.referrals.conftest import PRETEND, Make, pretend_translation
from tests.visitor import Visitor, filled_in

DECLINE = {"reason": "out_of_area", "party": "programme"}


def at(cast: Cast, referral: Referral, page: str, *, status: int = 200) -> Visitor:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}{page}", status=status)
    return visitor


def kept(app: Flask, referral: Referral) -> Referral:
    with app.app_context():
        return Referral.get_by_id(referral.id)


def test_the_page_offers_what_the_state_allows_and_nothing_else(cast: Cast, sent: Make) -> None:
    visitor = at(cast, sent(), "")
    assert [a.text for a in visitor.page.select("#next a.nhsuk-button")] == [
        "Accept", "Ask the referrer a question",
    ]  # fmt: skip
    assert [a.text for a in visitor.page.select("#next details a")] == [
        "Return with advice", "Decline", "Withdraw the referral", "Already referred",
        "Could not be reached",
    ]  # fmt: skip


def test_declining_tells_the_referrer_why(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = at(cast, referral, "/decide/decline")
    assert "We are sorry" in visitor.page.find("textarea", {"name": "text_for_referrer"}).text
    visitor.submit(DECLINE, button="Decline")
    assert "The referral was not accepted." in visitor.text
    assert kept(app, referral).state == State.DECLINED
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "Not accepted" in partner.text
    assert "The person lives outside the area" in partner.text
    assert "We are sorry" in partner.text


@pretend_translation
def test_a_suggested_text_is_in_the_referrers_language_and_explained_to_staff(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    with app.app_context():
        Account.update(locale="ar_001").where(Account.id == cast.partner.id).execute()
    visitor = at(cast, referral, "/decide/decline")
    text = visitor.page.find("textarea", {"name": "text_for_referrer"}).text
    assert PRETEND in text
    assert "It begins in their language: Thank you for this referral." in visitor.text
    assert PRETEND not in visitor.heading


def test_a_suggested_text_in_ones_own_language_needs_no_explanation(cast: Cast, sent: Make) -> None:
    visitor = at(cast, sent(), "/decide/decline")
    assert "It begins in their language" not in visitor.text


@pytest.mark.parametrize(
    ("route", "told"),
    [
        ("phone", "you tell the person yourself (Phone call). Speaks: Tigrinya"),
        ("referrer", "The referrer reads it and tells the person, who speaks: Tigrinya"),
        ("email", "once they have confirmed their e-mail address"),
    ],
)
def test_staff_read_who_tells_the_person_and_in_which_language(
    cast: Cast, sent: Make, route: str, told: str
) -> None:
    visitor = at(cast, sent(contact_route=route, email="h@mail.example"), "/decide/decline")
    assert told in visitor.text


def test_a_decision_without_a_reason_keeps_what_was_written(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    visitor = at(cast, referral, "/decide/decline")
    visitor.submit({"text_for_referrer": "My own words"}, button="Decline", status=422)
    links = [a["href"] for a in visitor.page.select(".nhsuk-error-summary a")]
    assert links == ["#reason", "#party"]
    assert "My own words" in visitor.page.find("textarea", {"name": "text_for_referrer"}).text
    assert kept(app, referral).state == State.SUBMITTED


def test_a_reason_of_another_list_is_refused(app: Flask, cast: Cast, sent: Make) -> None:
    visitor = at(cast, sent(), "/decide/decline")
    visitor.submit(DECLINE | {"reason": "need_met"}, button="Decline", status=422)
    visitor.submit(DECLINE | {"text_for_referrer": "x" * 2001}, button="Decline", status=422)
    assert "at most 2000 characters" in visitor.text


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ({}, "Enter the date on which to look at it again."),
        ({"park_until-day": "31", "park_until-month": "2", "park_until-year": "2027"}, "real date"),
        ({"park_until-day": "1", "park_until-month": "2", "park_until-year": "2020"}, "lies ahead"),
    ],
)
def test_parking_needs_a_date_that_lies_ahead(
    cast: Cast, sent: Make, date: dict[str, str], told: str
) -> None:
    visitor = at(cast, sent(), "/decide/decline")
    visitor.submit(DECLINE | {"consequence": "park"} | date, button="Decline", status=422)
    assert told in visitor.text


def test_a_question_goes_to_the_referrer_and_the_answer_comes_back(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    staff = at(cast, referral, "/decide/ask-information")
    staff.submit({"text_for_referrer": "Which year?"}, button="Ask the referrer a question")
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "Which year?" in partner.text
    partner.submit({"note": " "}, button="Send the answer", status=422)
    assert kept(app, referral).state == State.NEEDS_INFORMATION
    partner.submit({"note": "2012"}, button="Answer the question")
    assert kept(app, referral).state == State.SUBMITTED
    staff.open(f"/referrals/{referral.reference}")
    assert "2012" in staff.page.select_one("#history").text


def test_the_second_of_two_staff_is_told_that_it_has_moved(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    first, second = (at(cast, referral, "/decide/decline") for _ in range(2))
    first.submit(DECLINE, button="Decline")
    second.submit(DECLINE, button="Decline", status=409)
    assert "Somebody else moved this referral on" in second.text
    second.open(f"/referrals/{referral.reference}/decide/decline", status=409)
    with app.app_context():
        assert ReferralMove.select().where(ReferralMove.move == "decline").count() == 1


def test_deciding_twice_with_one_form_decides_once(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = at(cast, referral, "/decide/decline")
    address = f"/referrals/{referral.reference}/decide/decline"
    data = filled_in(visitor.page.select("form")[-1]) | DECLINE
    answers = [visitor.http.post(address, data=data) for _ in range(2)]
    assert {a.location for a in answers} == {f"/referrals/{referral.reference}"}
    with app.app_context():
        assert ReferralMove.select().where(ReferralMove.move == "decline").count() == 1
        assert Message.select().count() == 1


def test_saying_that_it_was_read_is_one_press(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = at(cast, referral, "")
    visitor.submit(button="Say that we have read it")
    assert kept(app, referral).acknowledged_at is not None
    assert "Say that we have read it" not in visitor.text


def test_a_partner_withdraws_with_a_reason(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    partner.follow("Withdraw the referral")
    assert partner.page.find("input", {"name": "party"}) is None
    partner.submit({"reason": "person_declined"}, button="Withdraw the referral")
    assert "Withdrawn" in partner.text
    row = last_move(app)
    assert (row.party, row.consequence) == ("client", "none")


def last_move(app: Flask) -> ReferralMove:
    with app.app_context():
        return ReferralMove.select().order_by(ReferralMove.id.desc()).get()


def test_what_is_over_can_be_looked_at_again_with_a_note_for_staff_alone(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    visitor = at(cast, referral, "/decide/mark-unreachable")
    visitor.submit(button="Could not be reached")
    visitor.follow("Look at it again")
    visitor.submit({"note": "New number from a cousin"}, button="Look at it again")
    assert kept(app, referral).state == State.SUBMITTED
    assert "New number from a cousin" in visitor.text
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "New number from a cousin" not in partner.text
    assert "looking at this referral again" in partner.text


def test_moves_with_pages_of_their_own_and_unknown_ones_are_not_found(
    cast: Cast, sent: Make
) -> None:
    reference, visitor = sent().reference, cast.visits(cast.staff)
    for move in ("accept", "submit", "book-meeting", "ask_information", "nothing", "withdraw"):
        visitor.open(f"/referrals/{reference}/decide/{move}", status=404)
    visitor.open(f"/referrals/{reference}/respond/decline", status=404)


def test_others_do_not_find_the_pages_of_a_decision(cast: Cast, sent: Make) -> None:
    reference = sent().reference
    pages = ("/decide/decline", "/accept", "/meeting", "/withdraw", "")
    for account in (cast.other_partner, cast.other_staff, cast.mentor, cast.client_account):
        visitor = cast.visits(account)
        for page in pages:
            visitor.open(f"/referrals/{reference}{page}", status=404)
    partner = cast.visits(cast.partner)
    for page in pages[:3]:
        partner.open(f"/referrals/{reference}{page}", status=404)


def test_the_second_of_two_staff_keeps_what_was_typed(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent()
    first, second = at(cast, referral, ""), at(cast, referral, "/decide/decline")
    first.submit(button="Say that we have read it")
    mine = DECLINE | {"text_for_referrer": "My own words"}
    second.submit(mine, button="Decline", status=409)
    assert "Somebody else moved this referral on" in second.text
    assert "My own words" in second.page.find("textarea", {"name": "text_for_referrer"}).text
    second.submit(button="Decline")
    assert kept(app, referral).state == State.DECLINED


@pytest.mark.parametrize("move", ["ask-information", "return-with-advice"])
def test_a_suggestion_that_ends_in_a_colon_is_not_sent_unfinished(
    app: Flask, cast: Cast, sent: Make, move: str
) -> None:
    referral = sent()
    visitor = at(cast, referral, f"/decide/{move}")
    answers = DECLINE if move == "return-with-advice" else {}
    button = visitor.page.select_one("main form button.nhsuk-button").text.strip()
    visitor.submit(answers, button=button, status=422)
    assert "nothing is said yet" in visitor.page.select_one(".nhsuk-error-summary").text
    assert kept(app, referral).state == State.SUBMITTED
    box = visitor.page.find("textarea", {"name": "text_for_referrer"}).text.strip()
    visitor.submit(answers | {"text_for_referrer": f"{box} her year of birth."}, button=button)
    assert kept(app, referral).state != State.SUBMITTED


def test_a_question_stands_above_its_answer_and_before_other_referrals(
    cast: Cast, sent: Make
) -> None:
    referral = sent(name="Adiam Tesfay")
    visitor = at(cast, referral, "/decide/ask-information")
    visitor.submit({"text_for_referrer": "Which year?"}, button="Ask the referrer a question")
    sent(name="Later Person")
    partner = cast.visits(cast.partner)
    assert partner.text.index("Adiam Tesfay") < partner.text.index("Later Person")
    partner.open(f"/referrals/{referral.reference}")
    partner.submit({"note": ""}, button="Send the answer", status=422)
    assert "Which year?" in partner.text
