"""Searching and paging lists, and sending a referral, with 100,000 clients, on both engines.

`python -m benchmarks.lists [--clients N]`. Prints p50 and p99 of each in milliseconds and the p50
as a multiple of a bare Flask "hello" of the same process; exits 1 when a random deep page takes
more than twice the first, or when a search is less than 50 times faster than LIKE '%x%'.
Everything is on: session, policy guard, CSRF, audit. The databases are the benchmark's own.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from peewee import fn

from app import db
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account, store_password
from app.accounts.sessions import viewer_of
from app.clients.consent_models import ConsentGiven
from app.clients.listing import clients
from app.clients.models import Client, ClientWord, ContactRoute
from app.clients.names import index_words
from app.organisations.models import Organisation, Programme
from app.policy import SYSTEM
from app.referrals.drafts import save_answers, start_draft
from app.referrals.models import Companion, InterpreterNeed, Referral, ReferralWord
from app.web.pagination import encode
from benchmarks.pages import HTMX, PASSWORD, prepared
from tests import postgres
from tests.visitor import Visitor, filled_in

SENDS, ROUNDS = 60, 200
LEAST_TIMES_LIKE, MOST_TIMES_FIRST = 50, 2
RARE = ("amzq", "hazq", "teszq", "mozq", "fatzq", "yuszq", "sarzq", "abzq")


def timed(action: Callable[[Any], object], over: Sequence[Any], rounds: int) -> list[float]:
    """Seconds of each call, in order; the first of them is not counted."""
    turns = cycle(over)
    action(next(turns))
    seconds = []
    for _ in range(rounds):
        about = next(turns)
        start = time.perf_counter()
        action(about)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)


def p(seconds: Sequence[float], share: float) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * share))]


def show(name: str, seconds: Sequence[float], bare: float) -> None:
    half, most = p(seconds, 0.5), p(seconds, 0.99)
    print(f"  {name:<34} p50 {half * 1e3:7.2f} ms, p99 {most * 1e3:7.2f} ms"
          f", {half / bare:6.1f} times hello")  # fmt: skip


def hello() -> float:
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "Hello")
    http = app.test_client()
    return p(timed(lambda _: http.get("/").data, [None], 1000), 0.5)


def add_referrals(app: Flask) -> Account:
    """A referral for every client, in bulk, and a partner who can sign in."""
    with app.test_request_context():
        found = Account.get_or_none(Account.email == "partner@bench.example")
        if found is not None:
            return found
        programme, organisation = Programme.select().get(), Organisation.select().get()
        partner = create_account(
            SYSTEM, email="partner@bench.example", name="Partner", role=AccountRole.PARTNER,
            organisation=organisation,
        )  # fmt: skip
        store_password(partner, PASSWORD)
        organisations = list(Organisation.select())
        rows = [
            {
                "reference": f"R{client.reference[1:]}",
                "organisation": organisations[client.id % len(organisations)],
                "programme": programme, "client": client, "state": "active", "name": client.name,
                "state_since": client.created_at, "created_at": client.created_at,
                "updated_at": client.created_at, "submitted_at": client.created_at,
                "consent_given": ConsentGiven.SPOKEN, "consent_at": client.created_at,
            }
            for client in Client.select()
        ]  # fmt: skip
        with db.atomic():
            for start in range(0, len(rows), 500):
                Referral.insert_many(rows[start : start + 500]).execute()
            words = [
                {"referral": row.id, "word": word}
                for row in Referral.select(Referral.id, Referral.name, Referral.reference)
                for word in index_words(row.name, "", row.reference)
            ]
            for start in range(0, len(words), 500):
                ReferralWord.insert_many(words[start : start + 500]).execute()
        db.database.execute_sql("ANALYZE")
    return partner


def signed_in(app: Flask, email: str) -> FlaskClient:
    visitor = Visitor(app)
    visitor.open("/sign-in")
    visitor.submit({"email": email, "password": PASSWORD}, button="Sign in")
    return visitor.http


def get(http: FlaskClient, **options: Any) -> Callable[[str], None]:
    def ask(address: str) -> None:
        assert http.get(address, **options).status_code == 200, address

    return ask


def cursors(app: Flask, count: int = 50) -> list[str]:
    """Addresses of pages at random depths of the list of clients."""
    with app.test_request_context():
        rows = Client.select(Client.updated_at, Client.id).tuples()
        chosen = random.Random(1).sample(list(rows), count)
    return [f"/clients?after={encode(row)}" for row in chosen]


def beginnings(app: Flask) -> list[str]:
    """Every two letters that a word of a client's name begins with, the rarest with the commonest.

    A database that plans by statistics errs between the two, so all are asked.
    """
    with app.test_request_context():
        rows = ClientWord.select(fn.SUBSTR(ClientWord.word, 1, 2)).distinct().tuples()
        return sorted(two for (two,) in rows if len(two) == 2 and two[0] != " ")


def sounds(app: Flask, count: int = 200) -> list[str]:
    """Words of clients' names, to be looked for by sound."""
    with app.test_request_context():
        rows = list(Client.select(Client.name).order_by(Client.id).limit(count).tuples())
    return sorted({name.split()[0] for (name,) in rows})


def sends(app: Flask, http: FlaskClient, partner: Account) -> list[float]:
    """Seconds of the POST that sends a complete draft; the draft and its page are not counted."""
    visitor = Visitor(app)
    visitor.http = http
    seconds = []
    for number in range(SENDS):
        with app.test_request_context():
            actor, programme = viewer_of(partner), Programme.select().get()
            draft = start_draft(
                actor, programme=programme, name=f"Selam Haile {number}", phone="07700 900123",
                contact_route=ContactRoute.PHONE, profession="nurse", trained_in="ER",
                preferred_language="ti", interpreter=InterpreterNeed.YES,
                companion=Companion.REFERRER,
            )  # fmt: skip
            save_answers(actor, draft, consent_given=ConsentGiven.SPOKEN)
        visitor.open(f"/referrals/{draft.reference}/check")
        form = visitor.form("Send")
        start = time.perf_counter()
        answer = http.post(str(form["action"]), data=filled_in(form))
        seconds.append(time.perf_counter() - start)
        assert answer.status_code == 303, answer.status_code
    return sorted(seconds)


def against_like(app: Flask) -> float:
    """How many times faster a search by the index is than LIKE '%x%' over the names."""
    with app.test_request_context():
        staff = viewer_of(Account.get(Account.email == "staff@bench.example"))

        def like(text: str) -> None:
            found = Client.select(Client.id).where(Client.name.contains(text))
            list(found.order_by(Client.name).limit(26).tuples())

        # Rare, so that neither may stop early.
        by_index = p(timed(lambda text: clients(staff, search=text), RARE, ROUNDS), 0.5)
        by_like = p(timed(like, RARE, 20), 0.5)
    print(f"  a search that finds little: {by_index * 1e3:.2f} ms, LIKE {by_like * 1e3:.1f} ms,"
          f" {by_like / by_index:.0f} times")  # fmt: skip
    return by_like / by_index


def run(engine: str, url: str, count: int) -> bool:
    """Every figure of one engine; whether the targets are met."""
    app = prepared(url, count)
    partner = add_referrals(app)
    bare = hello()
    staff = signed_in(app, "staff@bench.example")
    print(f"{engine}: {count:,} clients; a bare hello takes {bare * 1e6:.0f} µs")
    first = timed(get(staff), ["/clients"], ROUNDS)
    deep = timed(get(staff), cursors(app), ROUNDS)
    starts = beginnings(app)
    in_clients = [f"/clients?search={quote(start)}" for start in starts]
    in_referrals = [f"/referrals?search={quote(start)}" for start in starts]
    found = timed(get(staff, headers=HTMX), in_clients, len(starts))
    referrals = timed(get(staff, headers=HTMX), in_referrals, len(starts))
    second_word = [f"{address}%20a" for address in in_clients]
    begun = timed(get(staff, headers=HTMX), second_word, len(starts))
    nobodys = timed(get(staff, headers=HTMX), ["/clients?search=C%207K3F%202Q"], 20)
    of_partner = signed_in(app, partner.email)
    own = timed(get(of_partner, headers=HTMX), in_referrals, len(starts))
    show("first page of clients", first, bare)
    show("a random deep page", deep, bare)
    show("search of clients, as one types", found, bare)
    show("a second word begun", begun, bare)
    show("a reference that nobody has", nobodys, bare)
    heard = sounds(app)
    in_sounds = [f"/clients?alike=1&search={quote(word)}" for word in heard]
    show("clients by sound", timed(get(staff, headers=HTMX), in_sounds, len(heard)), bare)
    in_sounds = [f"/referrals?alike=1&search={quote(word)}" for word in heard]
    show("referrals by sound", timed(get(staff, headers=HTMX), in_sounds, len(heard)), bare)
    show("search of referrals, as one types", referrals, bare)
    show("a partner's, of her own", own, bare)
    show("sending a referral", sends(app, of_partner, partner), bare)
    times_like = against_like(app)
    db.database.close_all()
    times_first = p(deep, 0.5) / p(first, 0.5)
    print(f"  a deep page takes {times_first:.2f} times the first")
    return times_like >= LEAST_TIMES_LIKE and times_first <= MOST_TIMES_FIRST


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=100_000)
    options.add_argument("--keep", help="an SQLite file to make once and use again")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = chosen.keep or str(Path(folder) / "lists.sqlite3")
        is_good = run("SQLite", f"sqlite:///{file}", chosen.clients)
    server = postgres.start()
    try:
        is_good &= run("PostgreSQL", server.create_database("lists"), chosen.clients)
    finally:
        server.stop()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
