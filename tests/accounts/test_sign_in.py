"""Signing in and out."""

import pytest
from flask import Flask

from app.accounts import throttle
from app.accounts.models import AccountSession
from tests.cast import PASSWORD, Cast
from tests.visitor import Visitor


def test_a_person_signs_in_with_email_and_password(visitor: Visitor, cast: Cast) -> None:
    visitor.open("/sign-in")
    visitor.submit({"email": cast.staff.email.upper(), "password": PASSWORD}, button="Sign in")
    assert visitor.address == "/home"
    assert "Sana Staff" in visitor.text


def test_a_wrong_password_keeps_the_email_and_says_what_is_wrong(
    visitor: Visitor, cast: Cast
) -> None:
    visitor.open("/sign-in")
    page = visitor.submit(
        {"email": cast.staff.email, "password": "not this one at all"}, button="Sign in", status=422
    )
    assert "not right" in visitor.text
    assert page.find("title").text.startswith("Error:")
    assert page.find("input", {"name": "email"})["value"] == cast.staff.email


def test_guessing_is_slowed_down_even_for_the_right_password(visitor: Visitor, cast: Cast) -> None:
    visitor.open("/sign-in")
    for _ in range(8):
        visitor.submit({"email": cast.staff.email, "password": "x"}, button="Sign in", status=422)
    visitor.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in", status=429)
    assert "Too many tries" in visitor.text


def test_all_addresses_of_one_connection_are_counted_together(app: Flask) -> None:
    with app.test_request_context():
        for number in range(40):
            throttle.note_failure(f"{number}@mail.example", f"2001:db8:1:2::{number:x}")
        assert throttle.is_blocked("b@mail.example", "2001:db8:1:2:ffff::1")
        assert not throttle.is_blocked("b@mail.example", "2001:db8:1:3::1")
        assert not throttle.is_blocked("b@mail.example", "code 2001:db8:1:2::1")
        assert not throttle.is_blocked("b@mail.example", "::ffff:192.0.2.1")


def test_signing_in_makes_a_new_session_and_signing_out_ends_it(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    form = visitor.page.find("form", {"action": "/sign-out"})
    token = form.find("input", {"name": "csrf_token"})["value"]
    before = visitor.http.get_cookie("session")
    visitor.http.post("/sign-out", data={"csrf_token": token})
    assert visitor.http.get("/home").status_code == 302
    with app.app_context():
        assert AccountSession.select().where(AccountSession.ended_at.is_null()).count() == 0
    visitor.http.set_cookie("session", before.value)
    assert visitor.http.get("/home").status_code == 302  # the old cookie is worth nothing


def test_an_anonymous_visit_makes_no_session_row(app: Flask, visitor: Visitor) -> None:
    visitor.open("/")
    visitor.open("/sign-in")
    with app.app_context():
        assert AccountSession.select().count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:1",
        "/%09/evil.example",
        "/%09/[",
    ],
)
def test_signing_in_never_leads_to_another_site(visitor: Visitor, cast: Cast, address: str) -> None:
    visitor.open(f"/sign-in?next={address}")
    visitor.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in")
    assert visitor.address == "/home"


def test_after_signing_in_the_page_that_was_asked_for_opens(visitor: Visitor, cast: Cast) -> None:
    account = cast.staff
    visitor.open("/organisations")
    assert visitor.heading == "Sign in"
    visitor.submit({"email": account.email, "password": PASSWORD}, button="Sign in")
    assert visitor.address == "/organisations"


def test_a_form_without_its_token_is_refused(visitor: Visitor, cast: Cast) -> None:
    response = visitor.http.post("/sign-in", data={"email": cast.staff.email, "password": PASSWORD})
    assert response.status_code == 400


def test_a_closed_account_is_out_on_the_next_request(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    with app.app_context():
        cast.staff.is_active = False
        cast.staff.save()
    assert visitor.http.get("/home").status_code == 302


def test_signing_in_again_ends_the_browsers_earlier_session(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/account")
    token = page.find("input", {"name": "csrf_token"})["value"]
    answers = {"email": cast.partner.email, "password": PASSWORD, "csrf_token": token}
    assert visitor.http.post("/sign-in", data=answers).status_code == 303
    with app.app_context():
        live = AccountSession.select().where(AccountSession.ended_at.is_null())
        assert [row.account_id for row in live] == [cast.partner.id]
