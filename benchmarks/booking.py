"""A crowd at one place, over HTTP: `python -m benchmarks.booking [--clients 200] [--places 1]`.

Starts the app with gunicorn's 4 workers on SQLite, then on a PostgreSQL of its own; everybody
signs in and opens the slot's page, and then all press "Book" at once. Prints who got what and how
long it took; exits 1 unless exactly the places are taken, nobody meets an error of the server,
and everyone else is told and offered the next slots. The load comes from the same machine.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import config as settings
from app import clock, create_app, db
from app.accounts.models import Account
from app.accounts.passwords import hashed
from app.bookings.models import LIVE, Booking, Slot
from app.commands import migrate_up
from app.organisations.models import Programme
from tests import postgres
from tests.factories.bookings import a_crowd, a_mentor, a_slot

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "purple lantern harbour"
WORKERS, THREADS = 4, 4
HIDDEN = re.compile(r'name="(csrf_token|form_key)"[^>]*?value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What one client was answered, and after how many seconds."""

    status: int
    seconds: float
    body: str
    location: str


class Browser:
    """One client's connection and cookie; enough of a browser for a form."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        seconds = time.perf_counter() - start
        self._keep_cookie(response)
        self.connection.close()
        return Answer(response.status, seconds, text, response.getheader("Location") or "")

    def _keep_cookie(self, response: HTTPResponse) -> None:
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookie = header.partition(";")[0]

    def hidden(self, path: str, action: str) -> dict[str, str]:
        """The hidden fields of the form on a page that is sent to `action`."""
        page = self.ask("GET", path)
        assert page.status == 200, (path, page.status)
        form = page.body.partition(f'action="{action}"')[2].partition("</form>")[0]
        return dict(HIDDEN.findall(form))

    def sign_in(self, email: str) -> None:
        form = self.hidden("/sign-in", "/sign-in")
        answer = self.ask("POST", "/sign-in", {**form, "email": email, "password": PASSWORD})
        assert answer.status == 303, answer.status


def prepare(url: str, *, clients: int, places: int) -> tuple[int, list[str]]:
    """A migrated database with a wanted slot, three others and clients who can sign in."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings.load({"DATABASE_URL": url}, instance=Path(folder)))
    with app.app_context():
        migrate_up()
        with db.database.connection_context():
            now, secret = clock.now(), hashed(PASSWORD)
            host = Account.create(
                email="host@example.org", name="Dr Host", role="mentor", created_at=now
            )
            mentor = a_mentor(host)
            wanted = a_slot(mentor, capacity=places)
            for days in (2, 3, 4):
                a_slot(mentor, first_on=clock.today() + timedelta(days=days), capacity=9)
            crowd = a_crowd(Programme.select().get(), clients)
            rows = [
                {
                    "email": f"client{client.id}@example.org",
                    "name": client.name,
                    "role": "client",
                    "client_id": client.id,
                    "password_hash": secret,
                    "created_at": now,
                }
                for client in crowd
            ]
            Account.insert_many(rows).execute()
            return wanted.id, [row["email"] for row in rows]


@contextmanager
def serving(url: str) -> Iterator[int]:
    """The app under gunicorn on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "warning",
        "--no-control-socket", "wsgi:app",
    ]  # fmt: skip
    environment = {**os.environ, "APP_ENV": "development", "DATABASE_URL": url, "PORT": str(port)}
    environment["SECRET_KEY"] = "only-for-this-benchmark-and-long-enough"
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            if Browser(port).ask("GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def claim_all(port: int, slot_id: int, emails: Sequence[str]) -> list[Answer]:
    """A few at a time sign in and open the page; then all send the form at the same moment."""
    action = f"/slots/{slot_id}/bookings"

    def arrive(email: str) -> tuple[Browser, dict[str, str]]:
        browser = Browser(port)
        browser.sign_in(email)
        return browser, browser.hidden(f"/slots/{slot_id}", action)

    with ThreadPoolExecutor(WORKERS) as arriving:
        ready = list(arriving.map(arrive, emails))
    gate = threading.Barrier(len(ready))

    def claim(at_page: tuple[Browser, dict[str, str]]) -> Answer:
        browser, form = at_page
        gate.wait()
        return browser.ask("POST", action, form)

    with ThreadPoolExecutor(len(ready)) as claiming:
        return list(claiming.map(claim, ready))


def judge(answers: Sequence[Answer], slot_id: int, *, clients: int, places: int) -> list[str]:
    """What is wrong with how it ended, as sentences; nothing is good."""
    with db.database.connection_context():
        slot = Slot.get_by_id(slot_id)
        live = Booking.select().where(Booking.slot == slot, Booking.status.in_(LIVE)).count()
    winners = [a for a in answers if a.status == 303 and a.location.startswith("/bookings/")]
    told = [a for a in answers if a.status == 409 and "This slot is full." in a.body]
    offered = [a for a in told if 'href="/slots/' in a.body.partition('id="refusal"')[2]]
    faults = [answer for answer in answers if answer.status >= 500]
    checks = (
        (len(answers) == clients, f"{len(answers)} of {clients} were answered"),
        (len(winners) == places, f"{len(winners)} were told that they have a place"),
        (live == slot.booked == places, f"{live} bookings, {slot.booked} places counted"),
        (len(told) == clients - places, f"{len(told)} were told that it is full"),
        (len(offered) == len(told), f"{len(offered)} were offered other slots"),
        (not faults, f"{len(faults)} met an error of the server"),
    )
    return [sentence for good, sentence in checks if not good]


def show(engine: str, answers: Sequence[Answer], problems: Sequence[str]) -> None:
    statuses = Counter(answer.status for answer in answers)
    times = sorted(answer.seconds * 1000 for answer in answers)
    p50, p99 = times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]
    print(f"{engine:<11} winners {statuses[303]}, full {statuses[409]}, 5xx "
          f"{sum(n for status, n in statuses.items() if status >= 500)}; "
          f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, last {times[-1]:.0f} ms")  # fmt: skip
    for problem in problems:
        print(f"{engine:<11} WRONG: {problem}")


def run(engine: str, url: str, *, clients: int, places: int) -> bool:
    slot_id, emails = prepare(url, clients=clients, places=places)
    db.database.close_all()
    with serving(url) as port:
        answers = claim_all(port, slot_id, emails)
    problems = judge(answers, slot_id, clients=clients, places=places)
    db.database.close_all()
    show(engine, answers, problems)
    return not problems


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--places", type=int, default=1)
    chosen = parser.parse_args(arguments)
    size = {"clients": chosen.clients, "places": chosen.places}
    print(f"{chosen.clients} clients, {chosen.places} place(s), {WORKERS} workers")
    with tempfile.TemporaryDirectory() as folder:
        is_good = run("SQLite", f"sqlite:///{Path(folder) / 'booking.sqlite3'}", **size)
    server = postgres.start()
    try:
        is_good &= run("PostgreSQL", server.create_database("booking"), **size)
    finally:
        server.stop()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
