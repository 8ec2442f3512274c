"""The watch over what pages ask of the database can find something."""

from flask import Flask

from app.accounts.models import Account
from app.organisations.models import Trust
from tests.queries import MOST_ALIKE, findings_of_a_read, watched


def test_a_write_is_found(app: Flask) -> None:
    with app.app_context(), watched() as statements:
        Account.update(name="x").execute()
    assert "a GET wrote" in findings_of_a_read(statements)[0]


def test_a_statement_for_each_row_is_found(app: Flask) -> None:
    with app.app_context(), watched() as statements:
        for number in range(MOST_ALIKE + 1):
            list(Trust.select().where(Trust.id == number))
    assert "once for each row" in findings_of_a_read(statements)[0]


def test_reading_is_fine(app: Flask) -> None:
    with app.app_context(), watched() as statements:
        list(Trust.select())
    assert statements
    assert findings_of_a_read(statements) == []
