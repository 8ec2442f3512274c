"""Every table that holds a client, found from the models, and its rows as they stand."""

from collections.abc import Collection, Iterator
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from peewee import Field, ForeignKeyField

from app.accounts.models import Account
from app.clients.merging.models import ClientMerge, DuplicatePair, MergeRow
from app.clients.models import Client, ClientKey, ClientWord
from app.db import BaseModel, all_models

# Not a client's belongings: made from her record, or about merging itself.
INDEXES = (ClientWord, ClientKey)
DERIVED: tuple[type[BaseModel], ...] = (*INDEXES, DuplicatePair)
OWN: tuple[type[BaseModel], ...] = (Client, ClientMerge, MergeRow)
# Columns that hold a client's number without a foreign key: the account moves; events, and
# messages to one or the other of two addresses, stay.
PLAIN: dict[str, str] = {
    "account": "client_id", "audit_event": "client_id", "message": "client_id",
}  # fmt: skip

Row = dict[str, Any]
Rows = dict[tuple[str, int], Row]


@cache
def belongings() -> tuple[tuple[type[BaseModel], ForeignKeyField], ...]:
    """Each table with a foreign key to a client, and the key; a new table is in by itself."""
    return tuple(
        (model, key)
        for model in all_models()
        if model not in DERIVED and model not in OWN
        for key in model._meta.refs
        if key.rel_model is Client
    )


@cache
def by_table() -> dict[str, type[BaseModel]]:
    return {model._meta.table_name: model for model in all_models()}


def snapshot(client_ids: Collection[int]) -> Rows:
    """The clients' own rows and all that belong to them, by table and number, as JSON values."""
    found: Rows = {}
    for model, field in _columns():
        rows: Any = model.select().where(field.in_(list(client_ids))).dicts()
        for row in rows:
            found[model._meta.table_name, row["id"]] = {k: as_json(v) for k, v in row.items()}
    return found


def _columns() -> Iterator[tuple[type[BaseModel], Field]]:
    yield Client, Client.id
    yield Account, Account.client_id
    yield from belongings()


def as_json(value: Any) -> Any:
    return str(value) if isinstance(value, date | time | Decimal) else value


def as_column(field: Field, value: Any) -> Any:
    """A value of the journal as its column takes it."""
    is_text = isinstance(value, str) and field.field_type in DATED
    return field.python_value(value) if is_text else value


DATED = ("DATETIME", "DATE", "TIME", "DECIMAL")


def same(one: Row, other: Row, column: str) -> bool:
    return bool(one.get(column) == other.get(column))
