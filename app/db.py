"""The database handle, the base model and the field types every table uses."""

import importlib
import json
import pkgutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask
from peewee import (  # type: ignore[attr-defined]
    SQL,
    CharField,
    Check,
    DatabaseProxy,
    DateTimeField,
    Expression,
    Function,
    Model,
    Node,
    PostgresqlDatabase,
    TextField,
    sort_models,
)
from playhouse import db_url
from playhouse.pool import PooledSqliteDatabase
from playhouse.postgres_ext import PooledPsycopg3Database

database = DatabaseProxy()
# Above every letter, so that a text to itself and this spans all that starts so.
LAST_LETTER = "\U0010ffff"

# PostgreSQL allows 100 connections by default; two workers and a command fit well below it.
POOL_SIZE = 20
POOL_WAIT_SECONDS = 10
# Its usual 4 is for turning disks: by it, it read all 100,000 clients in order to find a word that
# 200 of them have (100 ms), and now it reads the word's index (1 ms).
POSTGRESQL_OPTIONS = "-c random_page_cost=1.1"
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": "normal",
    # The pool's own timeout is for a connection; this one is for the one writer's turn.
    "busy_timeout": POOL_WAIT_SECONDS * 1000,
}


class InstantField(DateTimeField):
    """A naive UTC instant; an aware value is a mistake and is refused."""

    def db_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            raise ValueError(f"{self.name} takes naive UTC instants, see app.clock.utc")
        return super().db_value(value)


class JSONTextField(TextField):
    """A small JSON document kept as text, the same on every database."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class WordField(CharField):
    """Text in the order of its bytes on every database, so that a prefix range reads the index."""

    def ddl(self, ctx: Any) -> Any:
        made = super().ddl(ctx)
        bound = self.model._meta.database
        if isinstance(getattr(bound, "obj", bound), PostgresqlDatabase):
            made.nodes += (SQL('COLLATE "C"'),)
        return made


def starts_with(field: CharField | Function, text: str) -> Expression:
    """The condition that a stored word starts so.

    A range reads the index on both databases, where LIKE with a collation may not.
    """
    return (field >= text) & (field < text + LAST_LETTER)


class BaseModel(Model):
    if TYPE_CHECKING:  # peewee adds these to a model's class as it is made
        id: Any

        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


def one_of(column: str, values: type) -> Node:
    """A CHECK that a column holds one of a StrEnum's values."""
    listed = ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]
    return Check(f"{column} IN ({listed})")


def status_field(column: str, values: type, **options: Any) -> CharField:
    """A short text column that only ever holds a value of the StrEnum."""
    return CharField(max_length=40, constraints=[one_of(column, values)], **options)


def connect(url: str) -> Any:
    """A pooled database for `sqlite:///FILE` or `postgresql://...`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = url.removeprefix("sqlite:///")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return PooledSqliteDatabase(
            path,
            pragmas=SQLITE_PRAGMAS,
            lock_type="IMMEDIATE",
            timeout=POOL_WAIT_SECONDS,
            max_connections=POOL_SIZE,
            # The pool hands a connection to one thread at a time, but not to its maker alone.
            check_same_thread=False,
        )
    if scheme in ("postgres", "postgresql"):
        settings = db_url.parse(url, unquote_password=True, unquote_user=True)
        return PooledPsycopg3Database(
            **{"options": POSTGRESQL_OPTIONS, **settings},
            max_connections=POOL_SIZE,
            timeout=POOL_WAIT_SECONDS,
        )
    raise ValueError("DATABASE_URL must start with sqlite:/// or postgresql://")


def atomic() -> AbstractContextManager[Any]:
    """A transaction: everything in it is kept, or nothing is."""
    return database.atomic()


def lock_row(row: Model, *, with_what_refers: bool = False) -> None:
    """Let nobody else change the row, nor lock it, until the transaction ends.

    New rows may refer to it meanwhile, so that two who write of one another do not wait for each
    other; `with_what_refers` waits for those in the making and keeps further ones out. SQLite's
    transactions begin IMMEDIATE and so have the whole database; PostgreSQL is asked.
    """
    if not isinstance(database.obj, PooledSqliteDatabase):
        model = type(row)
        key = model._meta.primary_key
        strength = "FOR UPDATE" if with_what_refers else "FOR NO KEY UPDATE"
        chosen: Any = model.select(key).where(key == row.get_id())
        list(chosen.for_update(strength))


def after_commit(action: Callable[[], None]) -> None:
    """Do something once the outermost transaction has been kept; at once outside of one."""
    database.after_commit(action)


def init_app(app: Flask) -> None:
    """Bind the handle and give every request's connection back to the pool."""
    database.initialize(connect(app.config["DATABASE_URL"]))

    @app.teardown_appcontext
    def give_back(_error: BaseException | None) -> None:
        if not database.is_closed():
            database.close()


def all_models() -> list[type[BaseModel]]:
    """Every table of the product, those referred to first."""
    for module in pkgutil.walk_packages([str(Path(__file__).parent)], "app."):
        if module.name.endswith("models"):
            importlib.import_module(module.name)
    return list(sort_models(BaseModel.__subclasses__()))
