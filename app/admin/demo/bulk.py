"""Many made-up clients at once, by bulk insert, without accounts: for load and for benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from dateutil.relativedelta import relativedelta

from app import clock
from app.admin.demo.people import MadeUp, endless
from app.clients.fact_models import EnglishResult
from app.clients.freshness import first_due
from app.clients.models import Client, ClientKey, ClientLanguage, ClientReferrer, ClientWord
from app.clients.names import index_words
from app.clients.record_keys import record_keys
from app.db import atomic
from app.organisations.models import Organisation, Programme
from app.reference.lists import Component
from app.reference.scores import Exam, ielts_overall
from app.references import unused_reference

BATCH = 500


def add_clients(
    count: int, *, programme: Programme, seed: int, progress: Callable[[int], None]
) -> None:
    """Insert `count` clients; `progress` is told the size of each batch as it is kept."""
    organisations = [row.id for row in Organisation.select(Organisation.id)]
    taken = {row.reference for row in Client.select(Client.reference)}
    source = endless(seed, clock.today())
    while count > 0:
        batch = list(islice(source, min(BATCH, count)))
        with atomic():
            _insert(batch, programme, organisations, taken)
        count -= len(batch)
        progress(len(batch))


def _insert(
    batch: list[MadeUp], programme: Programme, organisations: list[int], taken: set[str]
) -> None:
    now = clock.now()
    rows = [_row(person, programme, taken) for person in batch]
    Client.insert_many(rows).execute()
    references = [row["reference"] for row in rows]
    made = Client.select(Client.reference, Client.id).where(Client.reference.in_(references))
    ids = {row.reference: row.id for row in made}
    client_ids = [ids[reference] for reference in references]
    together = list(zip(client_ids, rows, batch, strict=True))
    _many(ClientWord, [
        {"client": client_id, "word": word}
        for client_id, row, _ in together
        for word in index_words(row["name"], row["known_as"], row["reference"])
    ])  # fmt: skip
    _many(ClientKey, [
        {"client": client_id, "key": key}
        for client_id, row, _ in together
        for key in record_keys(
            name=row["name"], birth_year=row.get("birth_year"),
            phone=row.get("phone", ""), email=row.get("email", ""),
        )
    ])  # fmt: skip
    _many(ClientLanguage, [
        {"client": key, "code": code} for key, _, person in together for code in person.languages
    ])  # fmt: skip
    _many(EnglishResult, [
        _english_row(person) | {"client": key} for key, _, person in together if person.english
    ])  # fmt: skip
    if organisations:
        _many(ClientReferrer, [
            {"client": key, "organisation": organisations[key % len(organisations)], "since": now}
            for key in client_ids
        ])  # fmt: skip


def _row(person: MadeUp, programme: Programme, taken: set[str]) -> dict[str, Any]:
    reference = unused_reference("C", taken.__contains__)
    taken.add(reference)
    now = clock.now() - timedelta(minutes=person.number)
    return {
        **person.facts,
        "reference": reference,
        "programme": programme.id,
        "name": person.name,
        "profession": person.profession,
        "waiting_since": clock.today() - timedelta(days=person.number % 900),
        "created_at": now,
        "updated_at": now,
        "confirm_due_on": first_due(clock.local(now).date()),
    }


def taken_on(person: MadeUp) -> date:
    """The day of a made-up person's IELTS test."""
    assert person.english is not None
    return clock.today() - relativedelta(months=person.english[0])


def scores_of(person: MadeUp) -> dict[Component, Decimal]:
    """A made-up person's IELTS scores by part."""
    assert person.english is not None
    return dict(zip(Component, map(Decimal, map(str, person.english[1:])), strict=True))


def _english_row(person: MadeUp) -> dict[str, Any]:
    scores, day = scores_of(person), taken_on(person)
    return {
        "test": Exam.IELTS,
        "taken_on": day,
        "expires_on": day + relativedelta(years=2),
        "overall": ielts_overall(scores),
        **{part.value: score for part, score in scores.items()},
    }


def _many(model: Any, rows: list[dict[str, Any]]) -> None:
    # SQLite takes at most 32,766 values in one statement.
    for start in range(0, len(rows), BATCH):
        model.insert_many(rows[start : start + BATCH]).execute()
