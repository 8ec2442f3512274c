"""What clients are written to about by themselves: once, in plain words, without names."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta

from app import clock
from app.clients import expiry, reminders
from app.clients.english import add_english_result
from app.clients.expiry import expiring_english
from app.clients.fact_models import Confirmed, EnglishResult
from app.clients.freshness import confirm
from app.clients.models import Client, Topic
from app.clients.reminders import ask_to_confirm, warn_of_expiring_english
from app.db import atomic
from app.notifications.models import Message
from app.policy import SYSTEM, Role, Viewer
from app.reference.lists import Component
from app.reference.scores import Exam
from tests.at_once import meanwhile
from tests.cast import Cast
from tests.clients.records import TOLD


def sat(cast: Cast, *, ends_in: relativedelta) -> None:
    """A test that ends after this time; it counts for two years."""
    with cast.app.app_context():
        day = clock.today() + ends_in - relativedelta(years=2)
        add_english_result(
            SYSTEM, cast.client, exam=Exam.IELTS, taken_on=day, scores=dict.fromkeys(Component, 7)
        )


def warned(cast: Cast, *, on: date | None = None) -> int:
    ahead = (on or clock.today()) - clock.today()
    with cast.app.app_context(), clock.at(clock.now() + ahead):
        return warn_of_expiring_english()


def test_a_client_is_warned_at_six_and_at_three_months_once_each(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=7))
    today = clock.today()
    assert warned(cast) == 0
    assert warned(cast, on=today + relativedelta(months=1, days=2)) == 1
    assert warned(cast, on=today + relativedelta(months=2)) == 0
    assert warned(cast, on=today + relativedelta(months=4, days=2)) == 1
    assert warned(cast, on=today + relativedelta(months=5)) == 0
    assert warned(cast, on=today + relativedelta(months=8)) == 0
    with cast.app.app_context():
        rows = list(Message.select())
        assert len(rows) == 2
        for row in rows:
            assert "Hana" not in row.subject + row.body
            assert "English" not in row.subject
            assert f"/clients/{cast.client.reference}/english" in row.body


def test_one_late_run_sends_the_nearer_warning_alone(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=2))
    assert (warned(cast), warned(cast)) == (1, 0)
    with cast.app.app_context():
        assert Message.get().message_key.split(":")[2] == "3"


def test_of_a_test_that_a_later_one_replaces_nothing_is_said(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=2))
    sat(cast, ends_in=relativedelta(months=20))
    assert warned(cast) == 0


@pytest.mark.parametrize("email", ["", "hana@mail.example"])
def test_whoever_has_no_account_is_written_to_without_a_link(cast: Cast, email: str) -> None:
    with cast.app.app_context():
        Client.update(email=email).where(Client.id == cast.client.id).execute()
    sat(cast, ends_in=relativedelta(months=2))
    assert warned(cast) == bool(email)
    with cast.app.app_context():
        assert all("/clients/" not in row.body for row in Message.select())


def test_whoever_has_left_is_not_written_to(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=2))
    with cast.app.app_context():
        Client.update(closed_at=clock.now(), confirm_due_on=clock.today()).execute()
        assert ask_to_confirm() == 0
    assert warned(cast) == 0


def test_more_than_a_batch_is_told_in_few_questions(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    with cast.app.app_context():
        row = dict(Client.get_by_id(cast.client.id).__data__)
        for number in range(5):
            made = Client.create(
                **row | {"id": None, "reference": f"C-T-{number}", "email": f"c{number}@m.example"}
            )
            EnglishResult.create(
                client=made, test=Exam.IELTS, taken_on=clock.today() - timedelta(days=700),
                expires_on=clock.today() + timedelta(days=20),
                **{part.value: 7 for part in Component},
            )  # fmt: skip
        assert warn_of_expiring_english() == 5
        assert warn_of_expiring_english() == 0


def test_a_client_is_asked_once_and_again_when_something_else_is_due(cast: Cast, page: str) -> None:
    herself = cast.client_account
    with cast.app.app_context():
        Client.update(confirm_due_on=clock.today()).where(Client.id == cast.client.id).execute()
        assert (ask_to_confirm(), ask_to_confirm()) == (1, 0)
        message = Message.get()
        assert (message.reader, message.to_address) == (f"client:{cast.client.id}", herself.email)
        assert f"{page}/confirm" in message.body
        assert "Hana" not in message.subject + message.body
        assert Client.get_by_id(cast.client.id).confirm_asked_on == clock.today()
    visitor = cast.visits(herself)
    visitor.open(f"{page}/edit/progress")
    visitor.submit({"registration_stage": "exams"}, button="Save")
    with cast.app.app_context():
        assert Client.get_by_id(cast.client.id).confirm_asked_on is None
        with clock.at(clock.now() + timedelta(days=93)):
            assert ask_to_confirm() == 1


def test_whoever_has_no_account_is_left_to_staff(cast: Cast) -> None:
    with cast.app.app_context():
        Client.update(confirm_due_on=clock.today(), email="hana@mail.example").where(
            Client.id == cast.client.id
        ).execute()
        assert ask_to_confirm() == 0
        assert Message.select().count() == 0


def test_the_command_says_what_it_did(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=2))
    result = cast.app.test_cli_runner().invoke(args=["remind"])
    assert result.exit_code == 0
    assert "0 asked whether facts are still right, 1 warned of English" in result.output


def test_a_retake_that_went_worse_takes_the_place_of_nothing(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    sat(cast, ends_in=relativedelta(months=2))
    with cast.app.app_context():
        add_english_result(
            SYSTEM, cast.client, exam=Exam.IELTS, taken_on=clock.today(),
            scores=dict.fromkeys(Component, 5),
        )  # fmt: skip
        shown = expiring_english(cast.viewer(cast.staff)).rows
        assert [row.listening for row in shown] == [7]
    assert warned(cast) == 1


def test_two_tests_that_count_together_both_run_out(cast: Cast) -> None:
    """The nurses' regulator takes two sittings: without the older one she is short."""
    cast.client_account  # noqa: B018 -- made when named
    with cast.app.app_context():
        for months, writing in ((20, "6.5"), (14, "6.0")):
            scores = dict.fromkeys(Component, Decimal(7)) | {Component.WRITING: Decimal(writing)}
            if months == 20:
                scores[Component.READING] = Decimal("6.5")
            add_english_result(
                SYSTEM, cast.client, exam=Exam.IELTS, scores=scores,
                taken_on=clock.today() - relativedelta(months=months),
            )  # fmt: skip
    assert warned(cast) == 1


def test_many_results_that_count_no_more_hide_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    sat(cast, ends_in=relativedelta(months=20))
    for days in range(5):
        sat(cast, ends_in=relativedelta(days=20 + days))
    with cast.app.app_context():
        add_english_result(
            SYSTEM, cast.other_client, exam=Exam.IELTS, scores=dict.fromkeys(Component, 7),
            taken_on=clock.today() - relativedelta(months=20),
        )  # fmt: skip
        viewer = Viewer(None, Role.SYSTEM)
        assert [row.client_id for row in expiring_english(viewer).rows] == [cast.other_client.id]


def test_who_confirms_as_the_job_runs_is_asked_the_next_time(cast: Cast) -> None:
    cast.client_account  # noqa: B018 -- made when named
    with cast.app.app_context():
        Client.update(
            created_at=clock.now() - timedelta(days=120), confirm_due_on=clock.today(), **TOLD
        ).execute()
        with atomic():
            confirm(SYSTEM, cast.client, Topic.REGISTRATION, how=Confirmed.PHONE)
            asking = meanwhile(cast.app, ask_to_confirm)
        asking.result(10)
        now = Client.get_by_id(cast.client.id)
        assert (now.confirm_due_on > clock.today(), now.confirm_asked_on) == (True, None)
