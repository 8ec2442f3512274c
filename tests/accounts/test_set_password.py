"""One-time links and passwords."""

from flask import Flask

from app import clock
from app.accounts.models import Account, OneTimeLink
from app.accounts.services import make_password_link
from app.policy import SYSTEM
from tests.cast import Cast
from tests.visitor import Visitor

NEW = "seven quiet bridges"


def link(app: Flask, cast: Cast) -> str:
    with app.test_request_context():
        return f"/set-password/{make_password_link(SYSTEM, cast.staff)}"


def test_a_link_sets_the_password_once(app: Flask, cast: Cast, visitor: Visitor) -> None:
    address = link(app, cast)
    visitor.open(address)
    visitor.open(address)  # a mail scanner's look does not use it up
    visitor.submit({"password": NEW}, button="Save password")
    visitor.submit({"email": cast.staff.email, "password": NEW}, button="Sign in")
    assert visitor.address == "/home"
    Visitor(app).open(address, status=404)


def test_sending_the_password_twice_gives_the_same_answer(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    address = link(app, cast)
    page = visitor.open(address)
    for _time in range(2):
        visitor.page, visitor.address = page, address
        visitor.submit({"password": NEW}, button="Save password")
        assert visitor.heading == "Sign in"


def test_a_link_ends_after_seven_days(app: Flask, cast: Cast, visitor: Visitor) -> None:
    address = link(app, cast)
    with app.app_context():
        OneTimeLink.update(expires_at=clock.now()).execute()
    visitor.open(address, status=404)
    assert "does not work any more" in visitor.heading


def test_a_weak_password_is_refused_in_words(app: Flask, cast: Cast, visitor: Visitor) -> None:
    visitor.open(link(app, cast))
    for weak in ("short", "password1234", "aaaaaaaaaaaaaa", "sana-and-more"):
        visitor.submit({"password": weak}, button="Save password", status=422)
    with app.app_context():
        assert OneTimeLink.get().used_at is None


def test_a_new_password_closes_every_open_session(app: Flask, cast: Cast) -> None:
    inside = cast.visits(cast.staff)
    other = Visitor(app)
    other.open(link(app, cast))
    other.submit({"password": NEW}, button="Save password")
    assert inside.http.get("/home").status_code == 302


def test_create_user_prints_a_link_that_works(app: Flask, visitor: Visitor) -> None:
    result = app.test_cli_runner().invoke(args=["create-user", "new@lw.example", "--role", "staff"])
    assert result.exit_code == 0, result.output
    visitor.open(result.output.strip().removeprefix("http://127.0.0.1:8000"))
    assert "new@lw.example" in visitor.text
    with app.app_context():
        assert Account.get().password_hash is None


def test_a_new_password_uses_up_every_other_link(app: Flask, cast: Cast, visitor: Visitor) -> None:
    earlier, later = link(app, cast), link(app, cast)
    visitor.open(later)
    visitor.submit({"password": NEW}, button="Save password")
    Visitor(app).open(earlier, status=404)


def test_a_link_of_a_closed_account_is_over(app: Flask, cast: Cast, visitor: Visitor) -> None:
    address = link(app, cast)
    with app.app_context():
        Account.update(is_active=False).execute()
    visitor.open(address, status=404)
