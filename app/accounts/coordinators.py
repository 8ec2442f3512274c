"""Who coordinates a row: any with a `coordinator`, handed on by the staff of one trust."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from peewee import Expression

from app import clock
from app.accounts.models import Account, AccountRole
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict
from app.policy import Viewer
from app.web.batches import MOST_AT_ONCE, Batch
from app.web.pagination import Page


class Whose(StrEnum):
    """How a list is narrowed by coordinator."""

    EVERYBODY = ""
    MINE = "mine"
    NOBODY = "nobody"


def only(query: Any, model: Any, viewer: Viewer, whose: str) -> Any:
    """The query, narrowed to a coordinator's rows of the model where `whose` says so."""
    of_theirs = held_by(model, whose, viewer.account_id)
    return query if of_theirs is None else query.where(of_theirs)


class LeftOut(StrEnum):
    """Why a row that was chosen was left as it is."""

    COLLEAGUES = "colleagues"
    CHANGED = "changed"
    ALREADY = "already"
    OVER = "over"


def coordinators(viewer: Viewer) -> dict[int, str]:
    """The names of the staff of the viewer's trust who can sign in, by id, in their order."""
    rows = (
        Account.select(Account.id, Account.name)
        .where(
            Account.trust == viewer.trust_id, Account.role == AccountRole.STAFF, Account.is_active
        )
        .order_by(Account.name, Account.id)
    )
    return {row.id: row.name for row in rows}


def held_by(model: Any, whose: str, account_id: Any) -> Expression | None:
    """The rows of a choice above the list, as a condition; None where it does not narrow."""
    if whose == Whose.MINE:
        return model.coordinator == account_id
    if whose == Whose.NOBODY:
        return model.coordinator.is_null()
    return None


def hand_over(
    actor: Viewer, row: Any, *, to: int | None, seen: int | None, client_id: int | None
) -> None:
    """Give a row to a colleague, or to nobody, where it still is with whom the actor saw.

    `row` has been read within the actor's reach; ids are accounts'. Raises Conflict when
    somebody else has it by now, or when `to` does not coordinate for the trust.
    """
    _must_coordinate(actor, to)
    model: Any = type(row)
    is_as_seen = model.coordinator.is_null() if seen is None else model.coordinator == seen
    with atomic():
        changed = model.update(coordinator=to).where(model.id == row.id, is_as_seen).execute()
        if not changed:
            raise Conflict(
                gettext("Somebody else has changed who coordinates this. Look at it again.")
            )
        record(
            actor, f"{model._meta.table_name}.assign", row, client_id=client_id,
            before=seen, after=to,
        )  # fmt: skip
    row.coordinator = to


def _must_coordinate(actor: Viewer, to: int | None) -> None:
    if to is not None and to not in coordinators(actor):
        raise Conflict(gettext("This person does not coordinate for your trust any more."))


def whole_list(
    listed: Callable[..., Page[Any]], *, whose: str, most: int = MOST_AT_ONCE
) -> dict[str, str]:
    """What on all pages of a narrowed list its viewer may act on, in the form that `chosen` has.

    `listed` gives a page by `whose` and `cursor`. More than `most` end with one page too many.
    """
    picked: dict[str, str] = {}
    for one in (whose,) if whose in (Whose.MINE, Whose.NOBODY) else (Whose.MINE, Whose.NOBODY):
        cursor: str | None = ""
        while cursor is not None and len(picked) <= most:
            page = listed(whose=one, cursor=cursor)
            picked |= {row.reference: str(row.coordinator_id or "") for row in page.rows}
            cursor = page.next_cursor
    return picked


def act_on_many(
    actor: Viewer,
    rows: Iterable[Any],
    picked: Mapping[str, str],
    act: Callable[[Any], LeftOut | None],
    *,
    what: str,
    to: int | None = None,
) -> Batch:
    """Do to each row what was chosen for all, in one transaction; a colleague's rows are left.

    `picked` says by reference who had each row as the page showed it (see batches). `act` does it
    to a row, or says why not; a Conflict leaves the row out too. Raises Conflict where `to` does
    not coordinate for the trust.
    """
    _must_coordinate(actor, to)
    done: dict[int | None, list[int]] = {}
    left: dict[str, list[int]] = {}
    with atomic():
        for row in rows:
            had = row.coordinator_id
            why = _why_not(actor, had, account_id(picked[row.reference])) or _tried(act, row)
            if why is None:
                done.setdefault(had, []).append(row.id)
            else:
                left.setdefault(why, []).append(row.id)
    return Batch(what, to, done, left, clock.now())


def _why_not(actor: Viewer, had: int | None, seen: int | None) -> LeftOut | None:
    if had is not None and had != actor.account_id:
        return LeftOut.COLLEAGUES
    return LeftOut.CHANGED if had != seen else None


def _tried(act: Callable[[Any], LeftOut | None], row: Any) -> LeftOut | None:
    try:
        return act(row)
    except Conflict:
        return LeftOut.CHANGED


def undo(
    batch: Batch, rows: Iterable[Any], give_back: Callable[[Any, int | None], None]
) -> tuple[int, int]:
    """Give each row back to who had it; how many were, and how many have changed since.

    Raises Conflict once the batch's ten minutes are over.
    """
    if not batch.is_recent:
        raise Conflict(gettext("This can be undone for ten minutes, and they are over."))
    had = {number: before for before, numbers in batch.done.items() for number in numbers}
    given = 0
    with atomic():
        for row in rows:
            with suppress(Conflict):
                give_back(row, had[row.id])
                given += 1
    return given, len(had) - given


def account_id(text: str | None) -> int | None:
    """An account's id as a form sends it; nothing, or what is no id, is nobody."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
