"""Keyset paging: a page starts after the last row of the one before, however deep."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from peewee import (
    DateField,
    DateTimeField,
    Expression,
    Field,
    Function,
    IntegerField,
    Model,
    ModelSelect,
)

PAGE_SIZE = 25
Row = TypeVar("Row")
Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows and, when there are more, the cursor of the next page."""

    rows: Sequence[Row]
    next_cursor: str | None
    is_alike: bool = False  # the names only sound like what was looked for


def encode(values: Sequence[Any]) -> str:
    text = json.dumps([str(value) for value in values], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, length: int) -> list[str] | None:
    """The values in a cursor, or None when it is absent or not one of ours."""
    if not cursor or len(cursor) > 1000:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    return [str(value) for value in values]


def after(
    fields: Sequence[Field | Function], values: Sequence[Any], *, descending: bool
) -> Expression:
    """Rows that come after the values in the order of the fields (all in one direction)."""
    first, *rest = fields
    value, *others = values
    beyond = first < value if descending else first > value
    if not rest:
        return beyond
    # The bound that stands alone is what an index is entered by; the rest breaks ties.
    bound = first <= value if descending else first >= value
    return bound & (beyond | after(rest, others, descending=descending))


def paged(
    query: ModelSelect[Record],
    order: Sequence[Field],
    *,
    cursor: str | None,
    size: int = PAGE_SIZE,
    descending: bool = False,
) -> Page[Record]:
    """One page of a query by keyset; `order` ends with a unique column and is indexed."""
    values = resumed(order, cursor)
    rows = list(one_page(query, order, values, size=size, descending=descending))
    return page_of(rows, lambda last: [_value(last, field) for field in order], size=size)


def resumed(order: Sequence[Field], cursor: str | None) -> list[Any] | None:
    """What a page comes after, as the fields of its order hold it.

    None is the first page, and where a cursor leads that is damaged or stale in form.
    """
    values = decode(cursor, len(order))
    return None if values is None else typed(order, values)


def typed(order: Sequence[Field], values: Sequence[str]) -> list[Any] | None:
    """A cursor's values as these fields hold them; None for what they could not hold."""
    try:
        return [_typed(field, value) for field, value in zip(order, values, strict=True)]
    except (TypeError, ValueError):
        return None


def one_page(
    query: ModelSelect[Record],
    order: Sequence[Field | Function],
    values: Sequence[Any] | None,
    *,
    size: int = PAGE_SIZE,
    descending: bool = False,
) -> ModelSelect[Record]:
    """The query of the rows after `values`, and of one more, which says whether there are more."""
    if values is not None:
        query = query.where(after(order, values, descending=descending))
    directed = [field.desc() if descending else field.asc() for field in order]
    return query.order_by(*directed).limit(size + 1)


def page_of(
    rows: Sequence[Row], position: Callable[[Row], Sequence[Any]], *, size: int = PAGE_SIZE
) -> Page[Row]:
    """The page of what `one_page` found; `position` gives a row's values in the order."""
    if len(rows) <= size:
        return Page(rows, None)
    rows = rows[:size]
    return Page(rows, encode(position(rows[-1])))


def sifted(
    rows: Sequence[Row],
    keep: Callable[[Row], bool],
    position: Callable[[Row], Sequence[Any]],
    *,
    most: int,
) -> Page[Row]:
    """The page of those worth keeping among `most` rows, which were read with one more.

    It may be short, as the next one goes on where the reading stopped.
    """
    kept = list(islice(filter(keep, rows[:most]), PAGE_SIZE + 1))
    if len(kept) > PAGE_SIZE:
        return page_of(kept, position)
    return Page(kept, encode(position(rows[most - 1])) if len(rows) > most else None)


def _typed(field: Field, value: str) -> Any:
    """A cursor's value as its field holds it; ValueError for what the field could not hold."""
    if isinstance(field, DateTimeField):
        return datetime.fromisoformat(value).replace(tzinfo=None)
    if isinstance(field, DateField):
        return date.fromisoformat(value)
    if isinstance(field, IntegerField):
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise ValueError("no column holds this number")
        return int(value)
    value.encode()  # half of a character pair is no text, and UnicodeError is a ValueError
    if "\0" in value:
        raise ValueError("no text holds a NUL")
    return field.python_value(value)


def _value(row: Any, field: Field) -> Any:
    """A field of the row, or of a row it refers to and was read with."""
    if isinstance(row, field.model):
        return getattr(row, field.name)
    key = next(key for key in row._meta.refs if key.rel_model is field.model)
    return getattr(getattr(row, key.name), field.name)
