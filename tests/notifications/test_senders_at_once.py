"""Several senders share the work, and one that is killed loses nothing."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import time_machine
from flask import Flask

from app import clock
from app.db import database
from app.notifications import sending
from app.notifications.models import Message, MessageStatus
from app.notifications.sending import send_due
from tests.factories.messages import a_message
from tests.notifications.conftest import NOON
from tests.post_office import Answer, PostOffice

ROOT = Path(__file__).resolve().parents[2]


def test_four_senders_at_once_send_each_message_once(app: Flask, post: PostOffice) -> None:
    with app.app_context():
        written = [a_message().mail_id for _ in range(100)]
    start = threading.Barrier(4)

    def sender() -> int:
        with app.app_context(), database.connection_context():
            start.wait()
            return send_due().sent

    with ThreadPoolExecutor(4) as pool:
        counts = [future.result() for future in [pool.submit(sender) for _ in range(4)]]
    assert Counter(post.ids) == Counter(written)
    assert sum(counts) == 100
    assert sum(count > 0 for count in counts) > 1, "one did all the work"
    with app.app_context():
        assert {row.status for row in Message.select()} == {MessageStatus.SENT}
        assert not Message.select().where(Message.claimed_by.is_null(False)).exists()


def due_at_noon() -> Message:
    """One that a process which starts at noon finds due, too."""
    return a_message(next_try_at=clock.now() - timedelta(hours=1))


def start(app: Flask, *command: str) -> subprocess.Popen[bytes]:
    """A command of the product in a process of its own, on the test's database, at noon."""
    settings = {
        "APP_ENV": "development",
        "SECRET_KEY": app.config["SECRET_KEY"],
        "DATABASE_URL": app.config["DATABASE_URL"],
        "MAIL_URL": app.config["MAIL_URL"],
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.at_hour", NOON, *command],
        cwd=ROOT,
        env=os.environ | settings,
    )


def test_a_sender_killed_before_it_noted_the_sending_loses_nothing(
    app: Flask, post: PostOffice, noon: time_machine.Traveller
) -> None:
    with app.app_context():
        message, other = due_at_noon(), due_at_noon()
    victim: list[subprocess.Popen[bytes]] = []
    started = threading.Event()

    def kill(mail: EmailMessage) -> Answer:
        started.wait()
        victim[0].send_signal(signal.SIGKILL)
        return None

    post.on_mail = kill
    victim.append(start(app, "send-messages"))
    started.set()
    assert victim[0].wait(30) == -signal.SIGKILL
    post.on_mail = lambda _mail: None
    with app.app_context():
        assert {row.status for row in Message.select()} == {MessageStatus.WAITING}
        assert send_due().sent == 0  # both are the dead sender's, until its lease is over
        noon.shift(sending.LEASE + timedelta(minutes=2))
        assert send_due().sent == 2
    assert set(post.ids) == {message.mail_id, other.mail_id}
    assert len(post.ids) == 3  # one came twice, with the same Message-ID


def test_the_worker_sends_and_stops_when_told(app: Flask, post: PostOffice) -> None:
    arrived = threading.Event()

    def note(_mail: EmailMessage) -> Answer:
        arrived.set()
        return None

    post.on_mail = note
    with app.app_context():
        message = due_at_noon()
    worker = start(app, "worker")
    try:
        assert arrived.wait(30)
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    assert post.ids == [message.mail_id]
    with app.app_context():
        assert Message.get_by_id(message.id).status == MessageStatus.SENT
