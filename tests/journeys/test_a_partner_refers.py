"""The two-minute referral on a phone: refer, be asked, answer, be advised."""

import pytest

from tests.cast import Cast
from tests.journeys.conftest import People
from tests.journeys.person import Person
from tests.journeys.referring import PAGES, Cost, answer, send

pytestmark = pytest.mark.browser
QUESTION = "Does she have her nursing licence with her?"
LICENCE = "She has a photo of it."
ADVICE = "The English class at the library starts on Monday."


def test_a_partner_refers_answers_a_question_and_is_advised(people: People, cast: Cast) -> None:
    partner, staff = people.person(width=320), people.person()
    partner.sign_in(cast.partner.email)
    partner.follow("Referrals")
    cost = Cost()
    partner.follow("Refer somebody")
    cost.presses += 1
    for number in range(len(PAGES)):
        answer(partner, number, cost)
    reference = send(partner, cost)
    assert cost == Cost(pages=5, fields=18, answers=9, presses=6, keystrokes=23)
    partner.sees("You have an answer by")

    staff.sign_in(cast.staff.email)
    ask_the_referrer(staff, reference)
    give_the_answer(partner, reference)
    return_with_advice(staff, reference)

    partner.follow("Referrals")
    partner.select("Show", "All")
    partner.press("Search")
    partner.follow("Selam Haile")
    for told in ("Advice for you", ADVICE, QUESTION, LICENCE, "The referral was sent."):
        partner.sees(told)


def ask_the_referrer(staff: Person, reference: str) -> None:
    staff.follow("Selam Haile")
    staff.sees(reference)
    staff.follow("Ask the referrer a question")
    staff.fill("What the referrer reads", QUESTION)
    staff.press("Ask the referrer a question")
    staff.sees("Question asked")


def give_the_answer(partner: Person, reference: str) -> None:
    partner.open("/home")
    partner.sees("A question for you")
    partner.follow("Selam Haile")
    partner.sees(QUESTION)
    partner.fill("Your answer", LICENCE)
    partner.press("Send the answer")
    partner.sees("The question was answered.")


def return_with_advice(staff: Person, reference: str) -> None:
    staff.open(f"/referrals/{reference}")
    staff.sees(LICENCE)
    staff.page.get_by_text("End this referral").click()
    staff.follow("Return with advice")
    staff.page.get_by_role("group", name="Why?").get_by_role("radio").first.check()
    staff.choose("Our programme", "On whose side does the reason lie?")
    staff.choose("Nothing more", "What follows?")
    staff.fill("What the referrer reads", ADVICE)
    staff.press("Return with advice")
    staff.sees("Returned with advice")
