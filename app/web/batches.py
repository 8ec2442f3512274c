"""What was done to several rows at once: kept in a signed address, so that it can be taken back.

It holds ids only. It is good for its maker alone and for ten minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app import clock
from app.errors import NotFound
from app.policy import Viewer

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Batch:
    """`done` are row ids by who had them before; `left_out` are row ids by the reason.

    `to` is who has the rows now; `what` names the action.
    """

    what: str
    to: int | None
    done: dict[int | None, list[int]]
    left_out: dict[str, list[int]]
    at: datetime

    @property
    def is_recent(self) -> bool:
        return clock.now() - self.at <= UNDO_FOR

    @property
    def ids(self) -> list[int]:
        """The rows that it was done to."""
        return [row_id for ids in self.done.values() for row_id in ids]


def chosen(values: Iterable[str], *, most: int) -> dict[str, str]:
    """What the ticked boxes of a list say: by reference, who had the row as the page showed it.

    A box's value is `R-7K3F-2Q:12`, or `R-7K3F-2Q:` where nobody had it.
    """
    parts = (value.partition(":") for value in list(values)[:most])
    return {reference: held for reference, _, held in parts}


def sealed(actor: Viewer, batch: Batch) -> str:
    """The batch as a word for an address."""
    return _serializer().dumps(
        [
            actor.account_id,
            batch.what,
            batch.to,
            list(batch.done.items()),
            list(batch.left_out.items()),
            batch.at.isoformat(timespec="seconds"),
        ]
    )


def unsealed(viewer: Viewer, word: str) -> Batch:
    """The batch of such a word; NotFound for one that is not the viewer's, or of no batch."""
    try:
        maker, what, to, done, left_out, at = _serializer().loads(word)
    except (BadData, ValueError, TypeError) as error:
        raise NotFound("batch") from error
    if maker != viewer.account_id:
        raise NotFound("batch")
    return Batch(what, to, dict(done), dict(left_out), datetime.fromisoformat(at))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="batch")
