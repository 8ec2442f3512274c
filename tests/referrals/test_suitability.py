"""Could my client suit? Three questions in the address, an answer in words, nothing kept."""

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.reference import reference
from app.referrals.models import Referral
from app.referrals.suitability import suitability
from tests.cast import Cast
from tests.visitor import Visitor

ANSWERS = {"profession": "nurse", "trained_in": "ER", "english": "everyday"}
SHOW = "Show what is possible"


def asked(cast: Cast, **changes: str) -> Visitor:
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    visitor.follow("Could my client suit?")
    visitor.submit(ANSWERS | changes, button=SHOW)
    return visitor


def test_it_says_route_regulator_first_steps_english_time_and_interim_work(cast: Cast) -> None:
    visitor = asked(cast)
    for told in (
        "Yes, the programme is for this person: Nurse", "Nursing and Midwifery Council",
        "English comes first", "IELTS Academic with", "years", "What comes first",
        "Work that is possible meanwhile", "Healthcare support worker",
    ):  # fmt: skip
        assert told in visitor.text, told


def test_nothing_is_kept_and_no_person_is_asked_about(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    with app.app_context():
        before = AuditEvent.select().count()
    page = visitor.open("/referrals/suitability", query_string=ANSWERS)
    names = {one["name"] for one in page.select("main form :is(input, select)")}
    assert names == {"profession", "trained_in", "english"}
    with app.app_context():
        assert Referral.select().count() == 0
        assert AuditEvent.select().count() == before


def test_refer_this_person_takes_the_three_answers_along(app: Flask, cast: Cast) -> None:
    visitor = asked(cast)
    visitor.follow("Refer this person")
    person = {"name": "Selam Haile", "contact_route": "phone", "phone": "07700 900123"}
    visitor.submit({"name": ""}, button="Save and continue", status=422)
    visitor.submit(person, button="Save and continue")
    assert visitor.heading.endswith("Language and first meeting")
    with app.app_context():
        kept = Referral.get()
        assert {name: getattr(kept, name) for name in ANSWERS} == ANSWERS


def test_forged_answers_are_not_taken_along(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/new?profession=astronaut&trained_in=XX&english=all")
    visitor.submit({"name": "A", "contact_route": "referrer"}, button="Save and continue")
    with app.app_context():
        assert Referral.get().profession == ""


def test_an_open_question_is_named_beside_its_field(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/referrals/suitability?profession=nurse&trained_in=", status=422)
    links = {a["href"] for a in visitor.page.select(".nhsuk-error-summary a")}
    assert links == {"#trained_in", "#english"}


def test_i_do_not_know_is_answered_too(cast: Cast) -> None:
    visitor = asked(cast, profession="unknown", trained_in="ZZ", english="unknown")
    assert "We can find out with the person which way is open" in visitor.text


def test_who_trained_here_needs_no_such_programme(cast: Cast) -> None:
    visitor = asked(cast, trained_in="GB")
    assert "trained outside the United Kingdom" in visitor.text
    assert "answer with advice" in visitor.text
    assert not visitor.page.select("#suitability a.nhsuk-button")


def test_without_an_open_programme_for_the_profession_it_says_so(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        found = suitability("nurse", trained_in="ER", english="work", programmes=[])
    assert "No open programme is for this profession" in found.verdict


@pytest.mark.parametrize("profession", [one.key for one in reference().professions])
def test_every_profession_has_an_answer(app: Flask, cast: Cast, profession: str) -> None:
    with app.test_request_context():
        for english in ("few_words", "unknown"):
            found = suitability(
                profession, trained_in="ER", english=english, programmes=[cast.programme]
            )
            assert found.verdict


def test_staff_and_clients_have_no_such_page(cast: Cast) -> None:
    for account in (cast.staff, cast.client_account):
        cast.visits(account).open("/referrals/suitability", status=403)
