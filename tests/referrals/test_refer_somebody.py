"""A partner refers somebody: the pages, the draft, what is needed, sending once."""

from datetime import timedelta

import time_machine
from bs4 import Tag
from flask import Flask

from app import clock
from app.clients import wordings
from app.notifications.models import Message
from app.organisations.models import Programme
from app.reference import reference
from app.referrals.drafts import save_answers
from app.referrals.models import Referral, ReferralMove
from app.referrals.transitions import State
from tests.cast import Cast
from tests.referrals.conftest import Make
from tests.visitor import Visitor, filled_in

PERSON = {"name": "Selam Haile", "contact_route": "phone", "phone": "07700 900123"}
PROFESSION = {"profession": "nurse", "trained_in": "ER"}
MEETING = {"preferred_language": "ti", "interpreter": "yes", "companion": "referrer"}
CONSENT = {"consent_given": "spoken_with_interpreter"}
PAGES = (PERSON, PROFESSION, MEETING, CONSENT)


def begin(visitor: Visitor, pages: int = 4) -> Visitor:
    """Answer the first pages of a new referral."""
    visitor.open("/referrals/new")
    for answers in PAGES[:pages]:
        visitor.submit(answers, button="Save and continue")
    return visitor


def only_referral(app: Flask) -> Referral:
    with app.app_context():
        return Referral.get()


@time_machine.travel("2026-11-20 10:00", tick=False)
def test_a_referral_takes_five_pages_and_nine_answers(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals")
    visitor.follow("Refer somebody")
    needed, pages, clicks = 0, 0, 1
    for answers in PAGES:
        assert f"page {pages + 1} of 5" in visitor.text
        visitor.submit(answers, button="Save and continue")
        needed, pages, clicks = needed + len(answers), pages + 1, clicks + 1
    assert visitor.heading.endswith("Check the answers and send")
    assert "page 5 of 5" in visitor.text
    visitor.submit(button="Send the referral")
    assert (pages + 1, needed, clicks + 1) == (5, 9, 6)
    assert visitor.heading == "Referral sent"
    referral = only_referral(app)
    assert referral.state == State.SUBMITTED
    assert referral.reference in visitor.text
    assert "You have an answer by Tuesday 24 November 2026" in visitor.text


def test_every_page_keeps_what_it_was_told_and_what_was_given(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner))
    visitor.open(f"/referrals/{only_referral(app).reference}/questions/more")
    more = {
        "birth_year": "1990", "postcode": "b66 2qt", "right_to_work": "refugee_hp",
        "childcare_need": "Two children", "goal": "Nurse again", "about": "Shy\nat first",
    }  # fmt: skip
    visitor.submit(more, button="Save and continue")
    visitor.submit(button="Send the referral")
    kept = only_referral(app)
    assert {name: str(getattr(kept, name)) for name in PERSON | PROFESSION | MEETING | CONSENT} == (
        PERSON | PROFESSION | MEETING | CONSENT
    )
    assert (kept.birth_year, kept.goal) == (1990, "Nurse again")
    assert kept.about.split() == ["Shy", "at", "first"]
    assert kept.consent_wording == wordings.CURRENT.version
    assert kept.consent_at is not None
    assert (kept.organisation_id, kept.referred_by_id) == (
        cast.organisation.id, cast.partner.id,
    )  # fmt: skip


def test_a_page_without_answers_names_what_is_missing_and_saves_nothing(
    app: Flask, cast: Cast
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/new")
    visitor.submit({"name": "  ", "email": "kept@"}, button="Save and continue", status=422)
    assert visitor.page.title.text.strip().startswith("Error:")
    assert "Error::" not in visitor.page.text
    summary = visitor.page.select_one(".nhsuk-error-summary")
    links = {a["href"] for a in summary.select("a")}
    assert links == {"#name", "#contact_route", "#email"}
    assert visitor.page.find("input", {"name": "email"})["value"] == "kept@"
    with app.app_context():
        assert Referral.select().count() == 0


def test_each_way_of_contact_needs_its_own_address(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    for route, missing in (("email", "#email"), ("whatsapp", "#phone"), ("text", "#phone")):
        visitor.open("/referrals/new")
        visitor.submit(
            {"name": "A", "contact_route": route}, button="Save and continue", status=422
        )
        assert [a["href"] for a in visitor.page.select(".nhsuk-error-summary a")] == [missing]
    visitor.open("/referrals/new")
    visitor.submit({"name": "A", "contact_route": "referrer"}, button="Save and continue")
    assert only_referral(app).phone == ""


def test_i_do_not_know_is_an_answer(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner), 1)
    visitor.submit({"profession": "unknown", "trained_in": "ZZ"}, button="Save and continue")
    unknown = {"preferred_language": "und", "interpreter": "unknown", "companion": "unknown"}
    visitor.submit(unknown, button="Save and continue")
    visitor.submit(CONSENT, button="Save and continue")
    assert "Another profession, or not known" in visitor.text
    visitor.submit(button="Send the referral")
    assert visitor.heading == "Referral sent"


def test_somebody_else_who_comes_along_needs_a_name(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner), 2)
    visitor.submit(MEETING | {"companion": "other"}, button="Save and continue", status=422)
    assert [a["href"] for a in visitor.page.select(".nhsuk-error-summary a")] == ["#companion_name"]
    answers = MEETING | {"companion": "other", "companion_name": "Aunt Ruta"}
    visitor.submit(answers, button="Save and continue")
    assert only_referral(app).companion_name == "Aunt Ruta"


def test_wrong_years_postcodes_and_phones_are_told_in_words(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner))
    reference = only_referral(app).reference
    visitor.open(f"/referrals/{reference}/questions/more")
    for year, told in (("80", "four digits"), ("2999", "the year of birth"), ("9" * 5000, "four")):
        visitor.submit({"birth_year": year}, button="Save and continue", status=422)
        assert told in visitor.text
    visitor.submit({"birth_year": "", "postcode": "SMETHWICK"}, button="Save and", status=422)
    assert "B66 2QT" in visitor.text
    visitor.open(f"/referrals/{reference}/questions/person")
    visitor.submit({"phone": "ask me"}, button="Save and continue", status=422)
    assert "07700 900123" in visitor.text
    visitor.submit({"name": "x" * 201}, button="Save and continue", status=422)
    assert "at most 200 characters" in visitor.text


def test_a_draft_waits_through_a_sign_out(app: Flask, cast: Cast) -> None:
    begin(cast.visits(cast.partner), 2)
    again = cast.visits(cast.partner)
    again.open("/referrals")
    assert "Not sent yet" in again.text
    again.follow("Selam Haile")
    todo = [li.get_text(" ", strip=True) for li in again.page.select(".nhsuk-task-list__item")]
    assert [line.endswith("To do") for line in todo] == [False, False, True, True, False]
    assert again.heading.endswith("Selam Haile")
    again.follow("Go on")
    assert again.heading.endswith("Language and first meeting")
    again.submit(MEETING, button="Save and continue")
    again.submit(CONSENT, button="Save and continue")
    again.submit(button="Send the referral")
    assert again.heading == "Referral sent"


def test_half_a_page_can_be_kept_for_later(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner), 1)
    visitor.submit({"profession": "nurse"}, button="Save and come back later")
    assert "Your draft is saved" in visitor.text
    assert only_referral(app).profession == "nurse"


def test_a_draft_can_be_deleted_and_is_gone(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner), 2)
    visitor.open(f"/referrals/{only_referral(app).reference}")
    visitor.follow("Delete this draft")
    visitor.submit(button="Delete the draft")
    assert "The draft is deleted" in visitor.text
    with app.app_context():
        assert Referral.select().count() == 0


def test_what_was_sent_cannot_be_deleted_or_changed(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/delete", status=409)
    assert "has been sent" in visitor.text
    for page in ("check", "questions/person"):
        visitor.open(f"/referrals/{referral.reference}/{page}")
        assert visitor.address == f"/referrals/{referral.reference}"


def test_an_unfinished_draft_is_not_sent(app: Flask, cast: Cast, draft: Make) -> None:
    referral = draft(profession="")
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/check")
    assert visitor.heading.startswith("Referral not sent yet")
    token = cast_token(visitor)
    answer = visitor.http.post(
        f"/referrals/{referral.reference}/send", data={"csrf_token": token, "form_key": "k"}
    )
    assert answer.status_code == 409
    with app.app_context():
        assert Referral.get().state == State.DRAFT


def cast_token(visitor: Visitor) -> str:
    token = visitor.page.find("input", {"name": "csrf_token"})
    assert isinstance(token, Tag)
    return str(token["value"])


def test_starting_twice_with_one_form_makes_one_draft(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/new")
    data = filled_in(visitor.page.select("form")[-1]) | PERSON
    first = visitor.http.post("/referrals/new", data=data)
    second = visitor.http.post("/referrals/new", data=data)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    with app.app_context():
        assert Referral.select().count() == 1


def test_sending_twice_sends_once_and_shows_the_same_page(app: Flask, cast: Cast) -> None:
    visitor = begin(cast.visits(cast.partner))
    reference = only_referral(app).reference
    data = filled_in(visitor.page.select("form")[-1])
    answers = [visitor.http.post(f"/referrals/{reference}/send", data=data) for _ in range(2)]
    assert {answer.location for answer in answers} == {f"/referrals/{reference}/sent"}
    with app.app_context():
        assert ReferralMove.select().count() == 1
        assert Message.select().count() == 0


def test_deleting_twice_ends_on_the_same_page(app: Flask, cast: Cast, draft: Make) -> None:
    reference = draft().reference
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{reference}/delete")
    data = filled_in(visitor.page.select("form")[-1])
    answers = [visitor.http.post(f"/referrals/{reference}/delete", data=data) for _ in range(2)]
    assert [(a.status_code, a.location) for a in answers] == [(303, "/referrals")] * 2


def test_with_one_open_programme_nothing_is_asked_and_with_two_it_is(
    app: Flask, cast: Cast
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/new")
    assert visitor.page.find("input", {"name": "programme"}) is None
    elsewhere = cast.other_programme
    visitor.open("/referrals/new")
    visitor.submit(PERSON, button="Save and continue", status=422)
    assert "Choose the programme." in visitor.text
    visitor.submit(PERSON | {"programme": elsewhere.key}, button="Save and continue")
    assert only_referral(app).programme_id == elsewhere.id


def test_without_an_open_programme_the_page_says_so(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    with app.app_context():
        Programme.update(is_open=False).execute()
    visitor.open("/referrals/new", status=409)
    assert "No programme takes new people" in visitor.text
    with app.app_context():
        Programme.update(is_open=True).execute()


def test_another_organisation_does_not_find_the_draft(cast: Cast, draft: Make) -> None:
    reference = draft().reference
    for account in (cast.other_partner, cast.staff, cast.mentor, cast.client_account):
        visitor = cast.visits(account)
        for page in ("", "/check", "/delete", "/questions/person", "/sent"):
            visitor.open(f"/referrals/{reference}{page}", status=404)


def test_names_in_any_script_are_kept_and_found(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    for name in ("ሰላም", "Ó’Brien Null", "محمد", "Ma\u0301rta <b>"):
        visitor.open("/referrals/new")
        visitor.submit(PERSON | {"name": name}, button="Save and continue")
        visitor.open("/referrals", query_string={"search": name.split()[0]})
        assert len(visitor.page.select("article")) == 1, name


def test_the_commonest_languages_are_offered_first(cast: Cast, draft: Make) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/first-meeting")
    offered = [o["value"] for o in visitor.page.select("#preferred_language option")]
    common = {one.code for one in reference().languages if one.priority == 1}
    assert set(offered[2 : 2 + len(common)]) == common


def test_a_consent_that_is_changed_is_given_anew(app: Flask, cast: Cast, draft: Make) -> None:
    earlier = clock.now() - timedelta(days=3)
    with clock.at(earlier):
        referral = draft()
    assert referral.consent_at == earlier
    with app.test_request_context():
        save_answers(cast.viewer(cast.partner), referral, share_plan=True)
        assert Referral.get_by_id(referral.id).consent_at == earlier
        save_answers(cast.viewer(cast.partner), referral, share_english=True)
        assert Referral.get_by_id(referral.id).consent_at > earlier
