"""Every failure that people can meet has a page in plain words, without database or user."""

import pytest
from flask import Flask
from peewee import OperationalError

from app import errors
from app.db import database
from tests.cast import Cast
from tests.contract.page_checker import check_page
from tests.queries import watched
from tests.visitor import Visitor

STATUSES = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
def test_an_error_page_is_whole_and_asks_nothing_of_the_database(app: Flask, status: int) -> None:
    with app.test_request_context(), watched() as statements:
        response = errors.error_page(status)
    assert response.status_code == status
    assert check_page(response.get_data(as_text=True), str(status)) == []
    assert statements == []


def test_error_pages_differ_in_what_they_say(app: Flask) -> None:
    with app.test_request_context():
        texts = {errors.error_page(status).get_data(as_text=True) for status in STATUSES}
    assert len(texts) == len(STATUSES)


def test_a_database_that_is_away_gets_a_page_and_a_time_to_try_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = cast.visits(cast.staff)

    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(database.obj, "execute_sql", away)
    response = visitor.http.get("/home")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "not available now" in response.text


def test_a_fault_of_ours_shows_no_traceback_and_is_logged(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = cast.visits(cast.staff)

    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(app.view_functions, "home.show_home", broken)
    response = visitor.http.get("/home")
    assert response.status_code == 500
    assert "secret detail" not in response.text
    assert "home.show_home" in caplog.text


def test_a_body_that_is_too_large_gets_a_sentence(app: Flask, visitor: Visitor) -> None:
    response = visitor.http.post("/sign-in", data={"email": "x" * 13 * 1024 * 1024})
    assert response.status_code == 413
    assert "too large" in response.text
