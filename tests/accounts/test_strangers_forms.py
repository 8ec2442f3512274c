"""What people without an account send leaves rows behind: so much of it, and for so long."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from app import clock
from app.accounts import throttle
from app.accounts.models import SignInTry
from app.web.models import Submission
from app.web.once import KEPT_FOR, forget_old_forms
from tests.cast import PASSWORD, Cast
from tests.visitor import Visitor

MOST = 3


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_FORMS", MOST)


def ask_for_links(visitor: Visitor, times: int, address: str = "192.0.2.7") -> list[int]:
    """Ask for the new link of a made-up one, each time as a form of its own."""
    page = visitor.open("/sign-in")
    token = str(page.find("input", {"name": "csrf_token"})["value"])
    return [
        visitor.http.post(
            "/support/new-link/made-up",
            data={"csrf_token": token, "form_key": uuid4().hex, "text": "Kept <words>"},
            environ_base={"REMOTE_ADDR": address},
        ).status_code
        for _number in range(times)
    ]


def test_an_address_sends_so_many_forms_in_a_quarter_of_an_hour(
    app: Flask, visitor: Visitor
) -> None:
    assert ask_for_links(visitor, MOST + 2) == [303] * MOST + [429] * 2
    assert ask_for_links(visitor, 1, "192.0.2.8") == [303]
    with app.app_context():
        assert Submission.select().count() == MOST + 1
        SignInTry.update(at=clock.now() - timedelta(minutes=16)).execute()
    assert ask_for_links(Visitor(app), 1) == [303], "after a quarter of an hour it goes on"


def test_who_must_wait_is_told_in_plain_words_and_keeps_what_was_typed(
    visitor: Visitor,
) -> None:
    visitor.open("/en/refer-yourself/return")
    for number in range(MOST + 1):
        status = 422 if number < MOST else 429
        visitor.submit({"code": "KKK-KKK-KKK-KKK"}, action="/return", status=status)
    assert "Try again in 15 minutes." in visitor.text
    assert visitor.page.find("input", {"name": "code"})["value"] == "KKK-KKK-KKK-KKK"
    assert visitor.response is not None
    assert visitor.response.headers["Retry-After"] == "900"


def test_whoever_is_signed_in_is_not_counted(app: Flask, cast: Cast) -> None:
    staff = cast.visits(cast.staff)
    for number in range(MOST + 1):
        staff.open("/organisations/new")
        staff.submit({"name": f"Group {number}"}, button="Save")
    with app.app_context():
        assert Submission.select().count() == MOST + 1


def test_strangers_forms_lock_nobody_out_of_signing_in(
    app: Flask, cast: Cast, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_IN_ALL", MOST)
    ask_for_links(visitor, MOST)
    visitor.open("/sign-in")
    visitor.submit({"email": cast.staff.email, "password": PASSWORD}, button="Sign in")
    assert visitor.heading.startswith("Hello")


def test_a_form_is_remembered_while_it_may_be_sent_again_and_not_for_ever(
    app: Flask, visitor: Visitor
) -> None:
    ask_for_links(visitor, 2)
    with app.app_context():
        newer, older = Submission.select()
        for row, minutes in ((newer, 1), (older, -1)):
            at = clock.now() - KEPT_FOR + timedelta(minutes=minutes)
            same = Submission.form_key == row.form_key
            Submission.update(created_at=at).where(same).execute()
        assert forget_old_forms() == 1
        assert [row.form_key for row in Submission.select()] == [newer.form_key]
