"""A session that ends while somebody types: nothing typed is lost, and nobody else gets it."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.accounts.models import AccountSession
from app.organisations.models import Organisation
from tests.cast import PASSWORD, Cast
from tests.visitor import Visitor

TYPED = {"name": "Lantern Row Nurses’ Circle", "about": "Two lines\nof words", "kind": "community"}


@pytest.fixture
def late(app: Flask, cast: Cast) -> Visitor:
    """Staff who have typed a new organisation while their session ran out."""
    visitor = cast.visits(cast.staff)
    visitor.open("/organisations/new")
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    visitor.submit(TYPED, button="Save", status=401)
    return visitor


def names(app: Flask) -> list[str]:
    with app.app_context():
        return [row.name for row in Organisation.select() if row.name == TYPED["name"]]


def test_what_was_typed_is_sent_after_signing_in_again(
    app: Flask, late: Visitor, cast: Cast
) -> None:
    assert "not lost" in late.text
    late.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in")
    assert late.heading == "You are signed in again"
    assert names(app) == []
    late.submit({}, button="Send what I typed")
    assert names(app) == [TYPED["name"]]
    assert "of words" in late.text


def test_a_mistyped_password_loses_nothing_either(app: Flask, late: Visitor, cast: Cast) -> None:
    late.submit({"email": cast.staff.email, "password": "wrong"}, button="Sign in", status=422)
    late.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in")
    late.submit({}, button="Send what I typed")
    assert names(app) == [TYPED["name"]]


def test_another_person_at_the_same_computer_does_not_get_it(
    app: Flask, late: Visitor, cast: Cast
) -> None:
    late.submit({"email": cast.admin.email, "password": PASSWORD}, button="Sign in")
    assert late.address == "/home"
    assert TYPED["name"] not in late.page.decode()
    assert names(app) == []


def test_it_is_kept_for_an_hour(app: Flask, late: Visitor, cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(hours=2)):
        late.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in")
    assert late.address == "/home"


def test_a_strangers_form_is_not_carried_through_signing_in(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    answer = visitor.http.post("/organisations/new", data=TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in")


def test_a_forged_text_is_worth_nothing(app: Flask, late: Visitor, cast: Cast) -> None:
    typed = {"email": cast.staff.email, "password": PASSWORD, "kept": "WyJ4Il0.forged"}
    late.submit(typed, button="Sign in")
    assert late.address == "/home"
    assert names(app) == []


def test_who_wanted_to_sign_out_is_out_and_not_asked_to_sign_in(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/account")
    token = page.find("header").find("input", {"name": "csrf_token"})["value"]
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    answer = visitor.http.post("/sign-out", data={"csrf_token": token})
    assert answer.status_code == 303
    assert "sign-in" not in answer.headers["Location"]
