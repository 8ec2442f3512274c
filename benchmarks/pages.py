"""What a page costs in CPU, as multiples of a bare Flask "hello", with 100,000 clients.

Everything is on: session, policy guard, CSRF, audit. One process, the least of many rounds.
usage: .venv/bin/python -m benchmarks.pages [--clients N] [--keep FILE]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

import config as settings
from app import clock, create_app, db
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account, store_password
from app.admin.demo import bulk, partnership
from app.bookings.models import Booking, Mentor, Slot, SlotKind, SlotStatus
from app.bookings.services import cancel_booking
from app.clients.models import Client
from app.commands import migrate_up
from app.organisations.models import Programme, Trust
from app.policy import SYSTEM
from app.web.pagination import encode
from tests.queries import watched
from tests.visitor import Visitor, filled_in

ROUNDS = 200
MOST_QUERIES_OF_A_LIST = 6
HTMX = {"HX-Request": "true"}
PASSWORD = "purple lantern harbour"


def cpu(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least CPU seconds of one call among many."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        action()
        best = min(best, time.process_time() - start)
    return best


def hello() -> float:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "Hello")
    client = app.test_client()
    return cpu(lambda: client.get("/").data, ROUNDS * 5)


def prepared(url: str, clients: int) -> Flask:
    """The app on a database with so many clients and slots for six weeks."""
    config = settings.load({"APP_ENV": "testing", "DATABASE_URL": url}, instance=Path(url).parent)
    app = create_app(config)
    with app.test_request_context():
        migrate_up()
        if not Account.select().exists():
            trust = Trust.select().get()
            organisations = partnership.make_organisations()
            staff = create_account(
                SYSTEM, email="staff@bench.example", name="Staff", role=AccountRole.STAFF,
                trust=trust,
            )  # fmt: skip
            store_password(staff, PASSWORD)
            _make_slots(organisations["Cape Hill Medical Centre"])
            programme = Programme.select().get()
            bulk.add_clients(clients, programme=programme, seed=1, progress=lambda _n: None)
            db.database.execute_sql("ANALYZE")
    return app


def _make_slots(organisation: object) -> None:
    mentor_account = create_account(
        SYSTEM, email="mentor@bench.example", name="Dr Mentor", role=AccountRole.MENTOR,
        organisation=organisation,  # type: ignore[arg-type]
    )  # fmt: skip
    mentor = Mentor.create(
        reference="M-ACEF-HJ", account=mentor_account, profession="doctor", created_at=clock.now()
    )
    start = clock.now() + timedelta(days=1)
    Slot.insert_many(
        [
            {
                "mentor": mentor, "kind": SlotKind.MENTORING, "status": SlotStatus.OPEN,
                "starts_at": start + timedelta(hours=number),
                "ends_at": start + timedelta(hours=number, minutes=45),
                "capacity": 100, "booked": 0, "place": "Cape Hill", "created_at": start,
            }
            for number in range(1000)
        ]
    ).execute()  # fmt: skip


def signed_in(app: Flask) -> FlaskClient:
    visitor = Visitor(app)
    visitor.open("/sign-in")
    visitor.submit({"email": "staff@bench.example", "password": PASSWORD}, button="Sign in")
    return visitor.http


def page(http: FlaskClient, address: str, **options: object) -> tuple[float, int]:
    """CPU seconds and statements of a page that must answer 200."""
    with watched() as statements:
        assert http.get(address, **options).status_code == 200, address  # type: ignore[arg-type]
    return cpu(lambda: http.get(address, **options).data), len(statements)  # type: ignore[arg-type]


def deep_cursor() -> str:
    """The cursor of a page in the middle of the list of clients."""
    ordered = Client.select().order_by(Client.updated_at.desc(), Client.id.desc())
    row = ordered.offset(Client.select().count() // 2).limit(1).get()
    return encode([row.updated_at, row.id])


def booking(app: Flask, http: FlaskClient) -> float:
    """CPU seconds of the POST that books a place; each is cancelled again, untimed."""
    with app.test_request_context():
        slot = Slot.select().order_by(Slot.id.desc()).get()
        reference = Client.select().order_by(Client.id).get().reference
    visitor = Visitor(app)
    visitor.http = http
    best = float("inf")
    for _ in range(ROUNDS // 2):
        address = f"/slots/{slot.id}?search={reference}"
        visitor.open(address)
        form = visitor.form("Book the place")
        data = filled_in(form) | {"client": reference}
        start = time.process_time()
        response = http.post(str(form["action"]), data=data)
        best = min(best, time.process_time() - start)
        assert response.status_code == 303, response.status_code
        with app.test_request_context():
            cancel_booking(SYSTEM, Booking.select().order_by(Booking.id.desc()).get())
    return best


def report(app: Flask) -> int:
    """Print every figure beside its target; 1 when one is missed."""
    bare = hello()
    http = signed_in(app)
    with app.test_request_context():
        deep = deep_cursor()
        total = Client.select().count()
    clients, asked = page(http, "/clients")
    figures = (
        ("list of 25 clients", clients / bare, 25),
        ("the same, half-way down", page(http, f"/clients?after={deep}")[0] / bare, 50),
        ("search fragment", page(http, "/clients?search=am", headers=HTMX)[0] / bare, 12),
        ("list of slots", page(http, "/slots")[0] / bare, 15),
        ("booking a place", booking(app, http) / bare, 25),
    )
    print(f"{total:,} clients; a bare hello takes {bare * 1e6:.0f} µs of CPU")
    missed = asked > MOST_QUERIES_OF_A_LIST
    print(f"  {asked} statements for the list of clients (at most {MOST_QUERIES_OF_A_LIST})")
    for name, times, most in figures:
        missed = missed or times > most
        print(f"  {name}: {times:.1f} times hello (at most {most})")
    return int(missed)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--clients", type=int, default=100_000)
    options.add_argument("--keep", help="a database file to make once and use again")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.keep or str(Path(folder) / "pages.sqlite3")
        return report(prepared(f"sqlite:///{file}", chosen.clients))


if __name__ == "__main__":
    sys.exit(main())
