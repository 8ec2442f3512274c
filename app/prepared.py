"""Statements whose text peewee builds once: building it costs more than the database's work.

Only the hottest reads and writes are worth it; `benchmarks/pages.py` says which.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, wraps
from typing import Any, NamedTuple, TypeVar

from peewee import (
    AutoField,
    CharField,
    ColumnBase,
    ForeignKeyField,
    IntegerField,
    Model,
    Query,
    TextField,
)

from app.db import database
from app.policy import Role, Viewer

Convert = Callable[[Any], Any] | None
Row = TypeVar("Row", bound=Model)
AS_READ = (AutoField, CharField, IntegerField, TextField)


class _Place(NamedTuple):
    """Where a run's value goes among a statement's parameters, and how a column holds it."""

    name: str
    convert: Convert


class _Given(ColumnBase):
    def __init__(self, name: str, convert: Convert = None) -> None:
        self.name = name
        self.convert = convert

    def __sql__(self, ctx: Any) -> Any:
        return ctx.value(_Place(self.name, self.convert or ctx.state.converter), False)


def given(name: str) -> Any:
    """A value that each run of a prepared statement brings: `Client.id == given("client")`."""
    return _Given(name)


def new_row(model: type[Model], *names: str) -> Any:
    """The INSERT of a row whose named columns are given; the others take their defaults."""
    fields = model._meta.fields
    return model.insert({fields[name]: _Given(name, fields[name].db_value) for name in names})


def asking(role: Role) -> Viewer:
    """Someone of the role, for queries that take the viewer; a run brings `vars(viewer)`."""
    return Viewer(
        account_id=given("account_id"),
        role=role,
        organisation_id=given("organisation_id"),
        trust_id=given("trust_id"),
        client_id=given("client_id"),
    )


@dataclass(frozen=True)
class Statement:
    """One statement's text, its parameters and what its rows are made with."""

    query: Query
    text: str
    parameters: tuple[Any, ...]
    converters: tuple[Convert, ...]
    learnt: dict[str, Any] = field(default_factory=dict)

    def bound(self, **values: Any) -> list[Any]:
        """The parameters of one run."""
        return [_bound(one, values) for one in self.parameters]

    def _run(self, values: dict[str, Any]) -> Any:
        return database.execute_sql(self.text, self.bound(**values))

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The selected columns of every row, as their fields hold them."""
        found = self._run(values).fetchall()
        return [
            tuple(
                [
                    value if convert is None else convert(value)
                    for convert, value in zip(self.converters, row, strict=True)
                ]
            )
            for row in found
        ]

    def models(self, **values: Any) -> list[Any]:
        """The rows as peewee makes them, with those they were joined with."""
        # The very step that peewee takes after it has run a query of its own; what it learns of
        # the columns by the first row holds for every run.
        found = self.query._get_cursor_wrapper(self._run(values))  # type: ignore[attr-defined]
        of_a_run = set(vars(found))
        vars(found).update(self.learnt)
        rows = list(found)
        if rows and not self.learnt:
            learnt = {name: one for name, one in vars(found).items() if name not in of_a_run}
            self.learnt.update(learnt, initialized=True)
        return rows

    def run(self, **values: Any) -> int:
        """Run an INSERT, UPDATE or DELETE; how many rows it touched."""
        return int(self._run(values).rowcount)


def prepared(build: Callable[..., Query]) -> Callable[..., Statement]:
    """Build once for each shape: `build`'s arguments say which conditions there are.

    They are few and hashable (a role, whether a filter is on); what differs from run to run is
    `given`.
    """

    @cache
    def statement(_engine: str, *shape: Hashable) -> Statement:
        query = build(*shape)
        text, parameters = query.sql()
        if moments := [one for one in parameters if isinstance(one, date)]:
            raise TypeError(f"{build.__name__} would keep {moments[0]} for ever: let it be given")
        return Statement(query, text, tuple(parameters), _converters(query))

    @wraps(build)
    def for_this_database(*shape: Hashable) -> Statement:
        return statement(type(database.obj).__name__, *shape)

    return for_this_database


def created(model: type[Row], **values: Any) -> Row:
    """What `model.create(**values)` makes, by an INSERT that is built once."""
    row: Any = model(**values)
    [(row._pk,)] = _insert(model, *row.__data__).rows(**row.__data__)
    row._dirty.clear()
    return row


@prepared
def _insert(model: type[Model], *names: str) -> Query:
    return new_row(model, *names).returning(model._meta.primary_key)


def _bound(parameter: Any, values: dict[str, Any]) -> Any:
    if type(parameter) is not _Place:
        return parameter
    value = values[parameter.name]
    return value if parameter.convert is None else parameter.convert(value)


def _converters(query: Any) -> tuple[Convert, ...]:
    return tuple(map(_converter, getattr(query, "_returning", None) or ()))


def _converter(column: Any) -> Convert:
    """How a value of a column is read; None where both drivers hand it over as it is wanted."""
    held = column.rel_field if type(column) is ForeignKeyField else column
    return None if type(held) in AS_READ else getattr(column, "python_value", None)
