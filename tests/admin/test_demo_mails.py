"""The demo writes to nobody who is real, and its past is not sent once more."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import clock
from app.db import all_models
from app.notifications.models import Message, MessageStatus
from app.notifications.sending import send_due
from tests.post_office import PostOffice

NOON = "2026-11-24 12:00:00+00:00"


@pytest.fixture
def seeded(app: Flask) -> None:
    with time_machine.travel(NOON):
        result = app.test_cli_runner().invoke(args=["seed-demo", "--clients", "30"])
    assert result.exit_code == 0, result.output


def test_no_address_of_the_demo_is_anybodys(app: Flask, seeded: None) -> None:
    found = set()
    with app.app_context():
        for model in all_models():
            columns = [
                name for name in model._meta.fields if "email" in name or name.endswith("address")
            ]
            for name in columns:
                field = getattr(model, name)
                rows = model.select(field).where(field.contains("@")).tuples()
                found |= {value for (value,) in rows}
    assert len(found) > 100
    # Reserved for examples (RFC 2606): no mail can ever be delivered there.
    assert {one for one in found if not one.endswith(".example")} == set()


def test_a_demo_that_is_given_a_mail_server_sends_todays_news_alone(
    app: Flask, seeded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = PostOffice()
    office.start()
    monkeypatch.setitem(app.config, "MAIL_URL", office.url)
    try:
        with app.app_context(), time_machine.travel(NOON) as now:
            past = Message.select().where(Message.created_at < clock.now() - timedelta(days=1))
            assert past.count() > 300
            assert {row.status for row in past} == {MessageStatus.SENT}
            today = Message.select().where(Message.status == MessageStatus.WAITING)
            now.shift(timedelta(hours=4))  # the demo's day goes on until evening
            due = today.where(~Message.is_held).count()
            assert due > 0
            run = send_due()
    finally:
        office.stop()
    # Whom an account leads to by now is not asked whose another address is.
    assert (run.sent + run.not_wanted, run.failed) == (due, 0)
    assert {str(mail["To"]).rpartition(".")[2] for mail in office.delivered} == {"example"}
