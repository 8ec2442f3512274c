"""Messages under faults: `python -m benchmarks.messages [--messages 1000] [--senders 4]`.

A mail server of its own puts off one mail in seven, and drops one connection in twenty after it
took the mail. Half of the mails are for organisations on record, of which one in five has another
address by the time of sending. Senders in processes of their own send until nothing waits; one is
killed on its way. Prints what arrived; exits 1 unless nothing was lost, nothing came to an old
address, and nothing came twice but what the server took and hung up on, or held when the sender
was killed. Then the same number without faults by one sender, for the speed. On SQLite, then on a
PostgreSQL of its own.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import time_machine
from flask import Flask

import config as settings
from app import create_app, db
from app.commands import migrate_up
from app.notifications.models import Message, MessageStatus
from app.notifications.sending import send_due
from app.notifications.services import Recipient, put_in_outbox
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.queries import reader_at
from app.organisations.services import create_organisation
from app.policy import SYSTEM
from tests import postgres
from tests.post_office import DROP, Answer, PostOffice

ROOT = Path(__file__).resolve().parents[1]
MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
# Longer than a lease and than the first waits, so that each round finds what the last put off.
BETWEEN_ROUNDS = timedelta(minutes=20)
MOST_ROUNDS = 30
SECRET = "only-for-a-benchmark-and-long-enough-to-pass"


@dataclass
class Trouble:
    """What the server does to the mails, by a seeded draw; and whom it kills."""

    draw: random.Random = field(default_factory=lambda: random.Random(2019))
    kill_after: int = 100
    victim: subprocess.Popen[bytes] | None = None
    put_off: int = 0
    dropped: int = 0
    taken: int = 0

    def on_recipient(self, _address: str) -> Answer:
        return self._put_off("451 busy") if self.draw.random() < 0.10 else None

    def on_mail(self, _mail: EmailMessage) -> Answer:
        chance = self.draw.random()
        if chance < 0.05:
            return self._put_off("450 not now")
        self.taken += 1
        if self.taken == self.kill_after and self.victim is not None:
            self.victim.send_signal(signal.SIGKILL)
        if chance < 0.10:
            self.dropped += 1
            return DROP
        return None

    def _put_off(self, answer: str) -> str:
        self.put_off += 1
        return answer


def homes(count: int) -> list[Organisation]:
    """Organisations on record; call it once."""
    kind = OrganisationKind.COMMUNITY
    with db.atomic():
        return [
            create_organisation(SYSTEM, name=f"Home {n}", kind=kind, email=f"home{n}@old.example")
            for n in range(count)
        ]


def move(organisations: Sequence[Organisation]) -> None:
    """One in five has another address."""
    with db.atomic():
        for one in organisations[::5]:
            moved = Organisation.update(email=f"home{one.id}@new.example")
            moved.where(Organisation.id == one.id).execute()


def write(count: int, organisations: Sequence[Organisation]) -> set[str]:
    """Put this many messages into the outbox in the usual way; their Message-IDs."""
    before = set(_ids())
    readers = [reader_at(one) for one in organisations]
    others = range(count - len(readers))
    readers += [Recipient(f"reader{number}@people.example") for number in others]
    with db.atomic():
        for number, reader in enumerate(readers):
            put_in_outbox(
                "offer_made",
                reader,
                key=f"offer-{len(before) + number}",
                link=f"https://pathways.example/offers/{number}",
            )
    return set(_ids()) - before


def _ids() -> list[str]:
    return [row.mail_id for row in Message.select(Message.mail_id)]


def senders(app: Flask, office: PostOffice, count: int, hour: datetime) -> list:  # type: ignore[type-arg]
    environment = os.environ | {
        "APP_ENV": "development",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": app.config["DATABASE_URL"],
        "MAIL_URL": office.url,
    }
    command = [sys.executable, "-m", "tests.at_hour", hour.isoformat(), "send-messages"]
    quiet = subprocess.DEVNULL
    return [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
        for _ in range(count)
    ]


def send_all(app: Flask, office: PostOffice, trouble: Trouble, *, count: int) -> int:
    """Rounds of senders until nothing waits; how many it took."""
    for number in range(1, MOST_ROUNDS + 1):
        running = senders(app, office, count, MORNING + number * BETWEEN_ROUNDS)
        if number == 1:
            trouble.victim = running[0]
        for process in running:
            process.wait()
        if number == 1 and running[0].returncode != -signal.SIGKILL:
            raise SystemExit("The sender to be killed had ended before.")
        if not Message.select().where(Message.status == MessageStatus.WAITING).exists():
            return number
    return MOST_ROUNDS


def under_faults(engine: str, app: Flask, *, messages: int, count: int) -> bool:
    office, trouble = PostOffice(), Trouble(kill_after=max(1, messages // 10))
    office.on_recipient, office.on_mail = trouble.on_recipient, trouble.on_mail
    with time_machine.travel(MORNING):
        organisations = homes(messages // 2)
        written = write(messages, organisations)
        move(organisations)
    old = {one.email for one in organisations[::5]}
    office.start()
    try:
        rounds = send_all(app, office, trouble, count=count)
    finally:
        office.stop()
    lost = written - set(office.ids)
    twice = len(office.ids) - len(set(office.ids))
    astray = sum(str(mail["To"]) in old for mail in office.delivered)
    unsent = Message.select().where(Message.status != MessageStatus.SENT).count()
    print(f"{engine:<11} {count} senders, one killed: {len(set(office.ids))} of {messages} "
          f"delivered in {rounds} rounds, {len(lost)} lost, {unsent} not noted as sent, "
          f"{astray} at one of {len(old)} old addresses; "
          f"{trouble.put_off} times put off, {trouble.dropped} connections dropped after the mail, "
          f"{twice} came twice with the same Message-ID")  # fmt: skip
    return not lost and not unsent and not astray and twice <= trouble.dropped + 1


def speed(engine: str, app: Flask, *, messages: int) -> None:
    office = PostOffice()
    with time_machine.travel(MORNING):
        write(messages, list(Organisation.select().where(Organisation.email.contains("@"))))
    office.start()
    app.config["MAIL_URL"] = office.url
    try:
        with time_machine.travel(MORNING + timedelta(minutes=1)):
            started = time.perf_counter()
            sent = send_due().sent
            seconds = time.perf_counter() - started
    finally:
        office.stop()
    print(f"{engine:<11} without faults, one sender: {sent / seconds:.0f} a second")


def run(engine: str, url: str, *, messages: int, count: int) -> bool:
    given = {"APP_ENV": "development", "DATABASE_URL": url, "SECRET_KEY": SECRET}
    app = create_app(settings.load(given, instance=Path("/nonexistent")))
    with app.app_context():
        migrate_up()
        with db.database.connection_context():
            is_good = under_faults(engine, app, messages=messages, count=count)
            speed(engine, app, messages=messages)
    db.database.close_all()
    return is_good


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--senders", type=int, default=4)
    chosen = parser.parse_args(arguments)
    size = {"messages": chosen.messages, "count": chosen.senders}
    with tempfile.TemporaryDirectory() as folder:
        is_good = run("SQLite", f"sqlite:///{Path(folder) / 'messages.sqlite3'}", **size)
    server = postgres.start()
    try:
        is_good &= run("PostgreSQL", server.create_database("messages"), **size)
    finally:
        server.stop()
    print("nothing lost" if is_good else "MISSED")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
