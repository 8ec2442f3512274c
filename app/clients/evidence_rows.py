"""What is noted of how a fact is known, and that it goes once the fact is another."""

from collections.abc import Iterable
from typing import Any

from app import clock
from app.clients.fact_models import Evidence, EvidenceLevel
from app.clients.history import note_change
from app.clients.models import Client
from app.policy import Viewer

# A fact of several columns is what they hold together.
COLUMNS = {
    "availability": ("hours", "travel_km", "open_to_interim"),
    "last_practised_year": ("last_practised_year", "last_practised_month"),
}
TOGETHER = {column: fact for fact, columns in COLUMNS.items() for column in columns}
NOTED = ("level", "seen_on", "expires_on", "document", "note")


def columns_of(fact: str) -> tuple[str, ...]:
    """The client's columns that a fact speaks of; none for what has a row of its own, or a step."""
    return COLUMNS.get(fact, (fact,) if fact in Client._meta.fields else ())


def noted(row: Evidence | None) -> dict[str, Any] | None:
    """What a row says, as the history keeps it."""
    if row is None:
        return None
    values = {name: getattr(row, name) for name in NOTED}
    return {name: str(value) for name, value in values.items() if value}


def note_seen(actor: Viewer, client: Client, fact: str, level: EvidenceLevel) -> None:
    """Of what is written down as seen: who saw it, and today; inside the transaction."""
    if level is EvidenceLevel.CLAIMED:
        return
    row = Evidence.create(
        client=client, fact=fact, level=level, seen_by=actor.account_id, seen_on=clock.today()
    )
    note_change(actor, client.id, f"evidence:{fact}", before=None, after=noted(row))


def forget_evidence(actor: Viewer, client: Client, facts: Iterable[str]) -> None:
    """What was seen was of the value that is gone; inside the change's transaction."""
    keys = {TOGETHER.get(fact, fact) for fact in facts}
    for row in Evidence.select().where(Evidence.client == client, Evidence.fact.in_(keys)):
        note_change(actor, client.id, f"evidence:{row.fact}", before=noted(row), after=None)
        row.delete_instance()
