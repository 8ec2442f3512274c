"""The three-minute self-referral on a phone, in English and from right to left, and coming back."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from app.referrals.models import Referral
from app.referrals.transitions import State
from tests.journeys.conftest import People
from tests.journeys.person import Person
from tests.journeys.referring import FIELDS, Cost

pytestmark = pytest.mark.browser
PHONE = 390
# For each page the answers that are needed, by the name and the value of the control.
ANSWERS = (
    (("select", "profession", "nurse"), ("select", "trained_in", "ER")),
    (
        ("fill", "name", "Selam Haile"),
        ("check", "contact_route", "phone"),
        ("fill", "phone", "07700900123"),
    ),
    (("select", "preferred_language", "ti"), ("check", "interpreter", "yes")),
    (("check", "companion", "nobody"),),
    (("check", "is_helped", "no"),),
    (("check", "consent_given", "y"),),
)
MOST_BYTES = 60_000


@pytest.mark.parametrize("language", ["en", "ar_001"])
def test_somebody_refers_herself_on_a_phone_and_comes_back(
    app: Flask, people: People, language: str
) -> None:
    if language not in _made(app):
        pytest.skip("The pseudo-locale is made by make test.")
    person, cost = people.person(width=PHONE), Cost()
    person.open(f"/{language}/refer-yourself")
    assert person.page.locator("html").get_attribute("dir") == (
        "ltr" if language == "en" else "rtl"
    )
    person.page.locator("main a.nhsuk-button").click()
    cost.presses += 1
    for number, answers in enumerate(ANSWERS):
        answer(person, answers, cost, is_coded=number > 0)
    send(person, cost)
    assert cost == Cost(pages=7, fields=20, answers=10, presses=8, keystrokes=22)
    code = person.page.locator("strong.app-reference").inner_text()
    come_back_and_withdraw(people.person(width=PHONE), language, code)
    with app.app_context():
        assert Referral.get().state == State.WITHDRAWN


def answer(person: Person, answers: tuple, cost: Cost, *, is_coded: bool) -> None:
    """Answer what a page needs; from the second page on the code stands on it."""
    cost.on(person)
    assert person.page.locator("strong.app-reference").count() == is_coded
    for how, name, value in answers:
        if how == "select":
            person.page.locator(f"select[name={name}]").select_option(value)
        elif how == "check":
            person.page.locator(f"input[name={name}][value={value}]").check()
        else:
            person.page.locator(f"input[name={name}]").fill(value)
            cost.keystrokes += len(value)
        cost.answers += 1
    press(person)
    cost.presses += 1


def send(person: Person, cost: Cost) -> None:
    cost.on(person)
    assert person.page.locator(FIELDS).count() == 0
    press(person)
    cost.presses += 1
    assert person.path.endswith("/refer-yourself/mine")


def press(person: Person) -> None:
    person.page.locator("main form button.nhsuk-button").first.click()
    person.page.wait_for_load_state()
    person.look()


def come_back_and_withdraw(person: Person, language: str, code: str) -> None:
    """With the code on another phone: it is shown where it stands, and taken back."""
    person.open(f"/{language}/refer-yourself/return")
    person.page.locator("input[name=code]").fill(code.lower().replace("-", " "))
    press(person)
    assert person.path.endswith("/refer-yourself/mine")
    person.page.locator("main a[href$=withdraw]").click()
    person.page.wait_for_load_state()
    press(person)
    assert person.page.locator(".nhsuk-notification-banner").count() == 1


def test_the_first_page_weighs_little_and_comes_from_here_alone(people: People) -> None:
    person = people.person(width=PHONE)
    sizes: list[int] = []
    person.page.on("response", lambda one: sizes.append(_on_the_wire(one.body())))
    person.open("/en/refer-yourself")
    assert sum(sizes) < MOST_BYTES, sum(sizes)
    assert not re.search("htmx", person.page.content())


def _on_the_wire(body: bytes) -> int:
    return len(gzip.compress(body))


def _made(app: Flask) -> set[str]:
    translations = Path(app.root_path) / "translations"
    return {"en", *(one.parent.parent.name for one in translations.glob("*/*/messages.mo"))}
