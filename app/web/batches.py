"""What was done to several rows at once: kept for a day, so that it can be told and taken back.

It holds ids only. It is for its maker alone, and can be taken back for ten minutes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from app import clock
from app.db import atomic, lock_row
from app.errors import Conflict, NotFound
from app.policy import Viewer
from app.web.forms import tidy
from app.web.models import KeptBatch

UNDO_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Batch:
    """`done` are row ids by who had them before; `left_out` are row ids by the reason.

    `to` is who has the rows now; `what` names the action. Once it was taken back, `undone` says
    for how many rows, and how many had changed since.
    """

    what: str
    to: int | None
    done: dict[int | None, list[int]]
    left_out: dict[str, list[int]]
    at: datetime
    undone: tuple[int, int] | None = None

    @property
    def is_recent(self) -> bool:
        return clock.now() - self.at <= UNDO_FOR

    @property
    def ids(self) -> list[int]:
        """The rows that it was done to."""
        return [row_id for ids in self.done.values() for row_id in ids]


@dataclass(frozen=True)
class Place:
    """The list that the rows were chosen in, as it was narrowed: one of `saved_lists.LISTS`."""

    key: str
    query: Mapping[str, str]


def chosen(values: Sequence[str], *, most: int = MOST_AT_ONCE) -> dict[str, str]:
    """What the ticked boxes of a list say: by reference, who had the row as the page showed it.

    A box's value is `R-7K3F-2Q:12`, or `R-7K3F-2Q:` where nobody had it. Raises Conflict when it
    is more than may be done at once, so that nothing is left out in silence.
    """
    if len(values) > most:
        raise Conflict(gettext("Choose at most %(num)d at once. Nothing was changed.", num=most))
    parts = (tidy(value).partition(":") for value in values)
    return {reference: held for reference, _, held in parts}


def keep_batch(actor: Viewer, batch: Batch, place: Place) -> str:
    """Keep the batch, and forget what is old; the word for its address."""
    word = secrets.token_urlsafe(16)
    content = [
        place.key,
        dict(place.query),
        batch.what,
        batch.to,
        list(batch.done.items()),
        list(batch.left_out.items()),
    ]
    with atomic():
        KeptBatch.delete().where(KeptBatch.at < clock.now() - KEPT_FOR).execute()
        KeptBatch.create(word=word, account_id=actor.account_id, content=content, at=batch.at)
    return word


def kept_batch(viewer: Viewer, word: str, key: str) -> tuple[Batch, Place]:
    """The batch of a word, done in the list of this key; NotFound for any but the viewer's own."""
    mine = KeptBatch.account_id == viewer.account_id
    row = KeptBatch.get_or_none(KeptBatch.word == tidy(word), mine)
    if row is None or row.content[0] != key:
        raise NotFound("batch")
    _, query, what, to, done, left_out, *undone = row.content
    batch = Batch(what, to, dict(done), dict(left_out), row.at, tuple(undone) or None)
    return batch, Place(key, query)


def undo_once(
    viewer: Viewer, word: str, key: str, undo: Callable[[Viewer, Batch], tuple[int, int]]
) -> tuple[int, int]:
    """Take a batch back, and keep that it was; the second time, only say what came of it."""
    with atomic():
        lock_row(KeptBatch(word=tidy(word)))
        batch, _place = kept_batch(viewer, word, key)
        if batch.undone is not None:
            return batch.undone
        undone = undo(viewer, batch)
        row = KeptBatch.get_by_id(tidy(word))
        content = [*row.content, *undone]
        KeptBatch.update(content=content).where(KeptBatch.word == row.word).execute()
    return undone
