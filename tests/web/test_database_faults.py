"""A database that takes nothing: a plain sentence, what was typed kept, nothing half done."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress

import pytest
from flask import Flask
from peewee import OperationalError

from app import db
from app.accounts.models import Account
from app.clients.models import Note
from app.notifications.models import Message
from app.referrals.models import Referral
from app.referrals.transitions import State
from app.web.models import Submission
from tests.cast import PASSWORD, Cast
from tests.conftest import ENGINE
from tests.referrals.conftest import PRETEND, pretend_translation
from tests.referrals.test_refer_oneself import begin
from tests.visitor import Visitor

Fault = Callable[[Flask], AbstractContextManager[None]]
AGAIN = "Send what I typed again"


@contextmanager
def told(app: Flask, statement: str, afterwards: str) -> Iterator[None]:
    """A setting of the one pooled connection, for as long as the fault lasts."""
    for number, one in enumerate((statement, afterwards)):
        with app.app_context():
            db.database.connect(reuse_if_open=True)
            db.database.execute_sql(one)
            if ENGINE == "postgresql":
                db.database.commit()
        if number == 0:
            yield


def read_only(app: Flask) -> AbstractContextManager[None]:
    if ENGINE == "sqlite":
        return told(app, "PRAGMA query_only = 1", "PRAGMA query_only = 0")
    setting = "SET SESSION CHARACTERISTICS AS TRANSACTION READ"
    return told(app, f"{setting} ONLY", f"{setting} WRITE")


@contextmanager
def full(app: Flask) -> Iterator[None]:
    """Not a page more may be taken, and those that were free are used."""
    with app.app_context():
        db.database.connect(reuse_if_open=True)
        taken = db.database.execute_sql("PRAGMA page_count").fetchone()[0]
        db.database.execute_sql("CREATE TABLE filler (text)")
        db.database.execute_sql(f"PRAGMA max_page_count = {taken + 1}")
        with suppress(OperationalError):
            while True:
                db.database.execute_sql("INSERT INTO filler VALUES (hex(zeroblob(2000)))")
    yield
    with app.app_context():
        db.database.connect(reuse_if_open=True)
        db.database.execute_sql("PRAGMA max_page_count = 1000000")


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    with told(app, "PRAGMA busy_timeout = 50", "PRAGMA busy_timeout = 10000"):
        path = app.config["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.rollback()


# PostgreSQL has no lock on all of it, and says of a full disk what it says of any that is away.
REFUSALS = [read_only] if ENGINE == "postgresql" else [read_only, locked]
FAULTS = REFUSALS if ENGINE == "postgresql" else [*REFUSALS, full]
# More bytes than the first page of a table has.
TYPED = "Rang her on Tuesday; she said “yes” & <more>.\nA second line." + " كتبت" * 700


@pytest.fixture(params=FAULTS, ids=lambda one: one.__name__)
def fault(request: pytest.FixtureRequest) -> Fault:
    found: Fault = request.param
    return found


@pytest.fixture(params=REFUSALS, ids=lambda one: one.__name__)
def refusal(request: pytest.FixtureRequest) -> Fault:
    """What takes not even a few bytes."""
    found: Fault = request.param
    return found


def test_a_note_is_kept_on_the_page_and_written_once_when_it_can_be(
    app: Flask, cast: Cast, fault: Fault
) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{cast.client.reference}/timeline")
    with fault(app):
        staff.submit({"text": TYPED, "audience": "staff"}, button="Add", status=503)
        assert "Nothing was saved now." in staff.text
        staff.submit(button=AGAIN, status=503)
    with app.app_context():
        assert Note.select().count() == 0
    page = staff.page, staff.address
    for _ in range(2):
        staff.page, staff.address = page
        staff.submit(button=AGAIN)
    with app.app_context():
        assert [row.text for row in Note.select()] == [TYPED]


@pretend_translation
def test_the_page_speaks_the_language_of_whoever_is_signed_in(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, refusal: Fault
) -> None:
    monkeypatch.setitem(app.config, "LOCALES", ["en", "ar_001"])
    with app.app_context():
        Account.update(locale="ar_001").where(Account.id == cast.staff.id).execute()
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{cast.client.reference}/timeline")
    with refusal(app):
        staff.submit({"text": TYPED}, action="/notes", status=503)
    assert staff.page.find("html")["dir"] == "rtl"
    assert PRETEND in staff.heading


def test_only_who_chose_a_file_is_told_to_choose_it_again(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = cast.visits(cast.staff)
    page = staff.open("/opportunities/import")
    sent = {"csrf_token": page.find("input", {"name": "csrf_token"})["value"]}
    for file, is_said in (({}, False), ({"file": (io.BytesIO(b"{}"), "adverts.jsonl")}, True)):
        with told_away(monkeypatch):
            answer = staff.http.post("/opportunities/import", data=sent | file)
        assert answer.status_code == 503
        assert "What you typed is kept on this page." in answer.text
        assert ("A file must be chosen again." in answer.text) is is_said


def test_a_referral_of_oneself_is_sent_whole_or_not_at_all(
    app: Flask, visitor: Visitor, refusal: Fault
) -> None:
    begin(visitor)
    with refusal(app):
        visitor.submit(button="Send my answers", status=503)
    with app.app_context():
        assert Referral.get().state == State.DRAFT
        assert (Message.select().count(), Submission.select().count()) == (0, 1)
    visitor.submit(button=AGAIN)
    with app.app_context():
        assert Referral.get().state == State.SUBMITTED


def test_an_answer_of_a_page_is_kept_and_saved_when_it_can_be(
    app: Flask, visitor: Visitor, refusal: Fault
) -> None:
    begin(visitor, 1)
    with refusal(app):
        said = {"name": "Selam", "contact_route": "phone", "phone": "07700 900123"}
        visitor.submit(said, button="Save and continue", status=503)
    visitor.submit(button=AGAIN)
    with app.app_context():
        assert Referral.get().name == "Selam"


def test_no_page_repeats_a_password_or_another_sites_words_with_our_token(
    app: Flask, visitor: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.staff  # noqa: B018 -- made when named
    visitor.open("/sign-in")
    with told_away(monkeypatch):
        said = {"email": cast.staff.email, "password": PASSWORD}
        visitor.submit(said, button="Sign in", status=503)
        assert AGAIN not in visitor.text
        assert PASSWORD not in str(visitor.page)
        answer = visitor.http.post("/en/refer-yourself/begin", data={"profession": "forged"})
        assert "csrf_token" not in answer.text


@contextmanager
def told_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("the database system is shutting down")

    with monkeypatch.context() as patch:
        patch.setattr(db.database.obj, "execute_sql", away)
        yield
