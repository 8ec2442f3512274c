"""Messages leave by SMTP, whatever the mail server does."""

import logging
import socket
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import clock
from app.notifications import mail_server, sending
from app.notifications.models import Message, MessageStatus, Problem
from app.notifications.sending import MOST_ATTEMPTS, send_due, wait_before
from tests.factories.messages import a_message
from tests.post_office import DROP, PostOffice

pytestmark = pytest.mark.usefixtures("context")


def again(message: Message) -> Message:
    return Message.get_by_id(message.id)


def test_what_is_due_is_sent_once(post: PostOffice) -> None:
    message = a_message()
    assert send_due().sent == 1
    assert send_due().sent == 0
    assert post.ids == [message.mail_id]
    row = again(message)
    assert (row.status, row.attempts, row.claimed_by) == (MessageStatus.SENT, 1, None)
    assert row.sent_at is not None


def test_without_a_mail_server_nothing_is_sent(app: Flask) -> None:
    message = a_message()
    result = app.test_cli_runner().invoke(args=["send-messages"])
    assert result.exit_code == 0
    assert "No mail server is set" in result.output
    assert again(message).status == MessageStatus.WAITING


def test_the_command_says_what_it_did(app: Flask, post: PostOffice) -> None:
    a_message()
    result = app.test_cli_runner().invoke(args=["send-messages", "--json"])
    assert result.exit_code == 0
    assert '"sent": 1' in result.output


def test_an_address_that_is_refused_for_good_is_not_tried_again(post: PostOffice) -> None:
    post.on_recipient = lambda _address: "550 no such person"
    message, other = a_message(), a_message(to_address="b@people.example")
    assert send_due().failed == 2
    assert send_due().summary()["failed"] == 0
    assert again(message).status == again(other).status == MessageStatus.FAILED
    assert again(message).problem == Problem.ADDRESS_REFUSED


def test_one_refused_address_does_not_hold_up_the_others(post: PostOffice) -> None:
    post.on_recipient = lambda address: "550 no" if address.startswith("bad") else None
    a_message(to_address="bad@people.example")
    good = a_message()
    run = send_due()
    assert (run.sent, run.failed) == (1, 1)
    assert post.ids == [good.mail_id]


def test_a_message_that_is_refused_for_good_is_failed(post: PostOffice) -> None:
    post.on_mail = lambda _mail: "554 looks like spam"
    message = a_message()
    assert send_due().failed == 1
    assert again(message).problem == Problem.CONTENT_REFUSED


def test_a_mail_put_off_goes_later_with_the_same_message_id(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    post.on_recipient = lambda _address: "451 greylisted"
    message = a_message()
    assert send_due().later == 1
    assert again(message).problem == Problem.NOT_NOW
    post.on_recipient = lambda _address: None
    assert send_due().sent == 0  # not yet
    noon.shift(timedelta(minutes=3))
    assert send_due().sent == 1
    assert post.ids == [message.mail_id]
    assert again(message).attempts == 2
    assert again(message).problem is None


def test_a_mail_put_off_too_often_is_failed(post: PostOffice, noon: time_machine.Traveller) -> None:
    post.on_recipient = lambda _address: "451 later"
    message = a_message(attempts=MOST_ATTEMPTS - 1)
    assert send_due().failed == 1
    assert again(message).status == MessageStatus.FAILED


def test_waits_grow_and_differ() -> None:
    waits = [wait_before(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert timedelta(minutes=1.5) < waits[0] < timedelta(minutes=2.5)
    assert waits[5] > 10 * waits[0]
    assert max(waits) <= timedelta(hours=14.4)
    assert len({wait_before(5) for _ in range(20)}) > 1


def test_a_connection_dropped_after_the_mail_sends_it_again_with_the_same_message_id(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    post.on_mail = lambda _mail: DROP
    message = a_message()
    assert send_due().later == 1
    assert again(message).problem == Problem.CONNECTION_LOST
    post.on_mail = lambda _mail: None
    noon.shift(timedelta(minutes=3))
    assert send_due().sent == 1
    assert post.ids == [message.mail_id, message.mail_id]


def test_after_a_drop_the_others_go_on_over_a_new_connection(post: PostOffice) -> None:
    first = a_message(to_address="first@people.example")
    a_message(), a_message()
    post.on_mail = lambda mail: DROP if mail["Message-ID"] == first.mail_id else None
    run = send_due()
    assert (run.sent, run.later, run.stopped) == (2, 1, "")


def test_a_server_that_breaks_every_connection_stops_the_run(post: PostOffice) -> None:
    post.on_mail = lambda _mail: DROP
    messages = [a_message() for _ in range(6)]
    run = send_due()
    assert run.stopped
    assert [again(one).attempts for one in messages] == [1, 1, 1, 0, 0, 0]
    assert not Message.select().where(Message.claimed_by.is_null(False)).exists()


def test_a_server_that_closes_costs_no_message_a_try(post: PostOffice) -> None:
    post.on_recipient = lambda _address: "421 going down"
    messages = [a_message() for _ in range(3)]
    assert send_due().stopped
    assert {again(one).attempts for one in messages} == {0}


def test_a_server_that_is_not_there_costs_no_message_a_try(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        message = a_message()
        assert "no connection" in send_due().stopped
    assert again(message).attempts == 0
    assert again(message).claimed_by is None
    result = app.test_cli_runner().invoke(args=["send-messages"])
    assert result.exit_code == 1


def test_a_slow_server_is_left_after_the_time_limit(
    post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_server, "TIMEOUT_SECONDS", 0.2)
    post.seconds_for_a_mail = 1.0
    message = a_message()
    assert send_due().later == 1
    assert again(message).problem == Problem.CONNECTION_LOST


def test_a_sender_that_died_loses_only_its_lease(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    lease = clock.now() + sending.LEASE
    message = a_message(claimed_by="dead", claimed_until=lease)
    assert send_due().sent == 0
    noon.shift(sending.LEASE + timedelta(seconds=1))
    assert send_due().sent == 1
    assert post.ids == [message.mail_id]


def test_a_lease_that_ran_out_is_not_settled_over_its_new_holder(post: PostOffice) -> None:
    message = a_message()

    def another_takes_it(_mail: object) -> None:
        Message.update(claimed_by="another").execute()

    post.on_mail = another_takes_it
    assert send_due().sent == 0
    assert again(message).claimed_by == "another"


def test_nobody_is_told_a_fortnight_late(post: PostOffice, noon: time_machine.Traveller) -> None:
    message = a_message()
    noon.shift(timedelta(days=15))
    assert send_due().failed == 1
    assert again(message).problem == Problem.TOO_OLD
    assert post.delivered == []


def test_nothing_is_sent_at_night(post: PostOffice, noon: time_machine.Traveller) -> None:
    for hour in ("2026-11-24 21:00:00+00:00", "2026-11-25 07:59:00+00:00", "2026-06-24 20:30:00Z"):
        noon.move_to(hour)  # the last is 21:30 in Birmingham's summer
        a_message()
        assert send_due().sent == 0
    noon.move_to("2026-11-25 08:00:00+00:00")
    assert send_due().sent == 2  # the one of June is too old by then


def test_logs_hold_no_address(post: PostOffice, caplog: pytest.LogCaptureFixture) -> None:
    post.on_recipient = lambda address: f"550 {address} is unknown"
    message = a_message(to_address="hana.tesfaye@people.example")
    with caplog.at_level(logging.DEBUG, logger="app"):
        send_due()
    assert f"message {message.id}" in caplog.text
    assert "tesfaye" not in caplog.text


@pytest.mark.parametrize(
    "address", ["nobody", "a b@c.example", "a@b\nBcc: x@y.example", "ሃና@c.example"]
)
def test_an_address_that_cannot_be_written_to_harms_no_other(
    post: PostOffice, address: str
) -> None:
    a_message(to_address=address)
    good = a_message()
    assert send_due().sent >= 1
    assert good.mail_id in post.ids


def test_a_password_is_never_sent_unencrypted(
    app: Flask, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_server, "LOCAL_HOSTS", ())
    url = post.url.replace("smtp://", "smtp://someone:secret@")
    monkeypatch.setitem(app.config, "MAIL_URL", url)
    a_message()
    assert "does not offer encryption" in send_due().stopped
    assert post.tries == []
