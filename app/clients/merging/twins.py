"""Rows that both records hold of the same thing."""

from collections.abc import Iterator
from typing import Any

from app.clients.merging.rules import Merging


def twins(merging: Merging, model: Any, *columns: str) -> Iterator[tuple[Any, Any]]:
    """The kept record's row and the other's, wherever the columns hold the same in both."""

    def rows(client: Any) -> dict[tuple[Any, ...], Any]:
        found = model.select().where(model.client == client)
        return {tuple(row.__data__[name] for name in columns): row for row in found}

    ours, theirs = rows(merging.kept), rows(merging.gone)
    return ((ours[key], theirs[key]) for key in sorted(ours.keys() & theirs.keys()))


def copy(source: Any, target: Any, *columns: str) -> None:
    for name in columns:
        setattr(target, name, source.__data__[name])
    target.save()


def hand_over(row: Any, client_id: int) -> None:
    row.client = client_id
    row.save()
