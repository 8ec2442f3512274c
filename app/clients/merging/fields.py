"""The client's own columns: where two records differ, which value is offered first, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import ForeignKeyField, fn

from app.clients.fact_models import Evidence
from app.clients.merging.fact_rules import RANK
from app.clients.models import Client, ClientChange

# Columns that say which record it is, or are settled without a question (`automatic`).
FIXED = frozenset(
    {
        "id", "reference", "programme", "created_at", "updated_at", "version", "merged_into",
        "waiting_since", "closed_at", "confirm_due_on", "confirm_asked_on",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A column in which the two differ; `is_taken` when the other record's value is offered."""

    name: str
    ours: Any
    theirs: Any
    is_taken: bool


def chosen_columns() -> list[str]:
    """The columns that staff choose between, a new one by itself."""
    fields = Client._meta.sorted_fields
    return [f.name for f in fields if f.name not in FIXED and not isinstance(f, ForeignKeyField)]


def differences(kept: Client, gone: Client) -> list[Difference]:
    """What differs: a value before none or the usual one, the better evidenced, the newer."""
    evidence = {
        (row.client_id, row.fact): RANK[row.level]
        for row in Evidence.select().where(Evidence.client.in_([kept.id, gone.id]))
    }
    changed = _changed_at(kept, gone)
    found = []
    for name in chosen_columns():
        ours, theirs = getattr(kept, name), getattr(gone, name)
        if ours == theirs:
            continue
        standing = [
            (
                value not in ("", None, Client._meta.fields[name].default),
                evidence.get((client.id, name), -1),
                changed.get((client.id, name), client.created_at),
            )
            for client, value in ((kept, ours), (gone, theirs))
        ]
        found.append(Difference(name, ours, theirs, is_taken=standing[1] > standing[0]))
    return found


def _changed_at(*clients: Client) -> dict[tuple[int, str], datetime]:
    rows = (
        ClientChange.select(
            ClientChange.client, ClientChange.field, fn.MAX(ClientChange.changed_at).alias("at")
        )
        .where(ClientChange.client.in_([one.id for one in clients]))
        .group_by(ClientChange.client, ClientChange.field)
    )
    return {(row.client_id, row.field): row.at for row in rows}


def automatic(kept: Client, gone: Client) -> dict[str, Any]:
    """Columns that need no question: the longer wait, open if either is."""
    links = {
        field.name: kept.__data__[field.name] or gone.__data__[field.name]
        for field in Client._meta.sorted_fields
        if isinstance(field, ForeignKeyField) and field.name not in FIXED
    }
    is_open = kept.closed_at is None or gone.closed_at is None
    return links | {
        "waiting_since": min(kept.waiting_since, gone.waiting_since),
        "closed_at": None if is_open else max(kept.closed_at, gone.closed_at),
    }
