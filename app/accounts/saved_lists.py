"""Lists that a person has narrowed and saved under a name: nothing but known parameters is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.accounts.models import Account, SavedList
from app.db import atomic, lock_row
from app.errors import Conflict, Forbidden, NotFound
from app.policy import ROUTES, Permission, Viewer
from app.web.forms import tidy

MOST = 20
LONGEST_VALUE = 100


@dataclass(frozen=True)
class Known:
    """A list that can be saved: its address, and the parameters that narrow it."""

    endpoint: str
    parameters: tuple[str, ...]


LISTS = {
    "referrals": Known("referrals.list_referrals", ("search", "alike", "show", "whose")),
    "clients": Known(
        "clients.list_clients", ("search", "alike", "profession", "stage", "whose", "show")
    ),
}


def kept(viewer: Viewer, key: str, sent: Mapping[str, str]) -> dict[str, str]:
    """What of an address is kept of the list; NotFound for one that the viewer has not.

    Raises Conflict for what is too long to keep.
    """
    known = LISTS.get(key)
    if known is None or not viewer.may(ROUTES[known.endpoint]):
        raise NotFound("list")
    values = {name: tidy(sent[name]) for name in known.parameters if sent.get(name)}
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        raise Conflict(
            gettext(
                "What you searched for is too long. Use at most %(max)d characters.",
                max=LONGEST_VALUE,
            )
        )
    return values


def address(key: str, query: Mapping[str, Any]) -> str:
    return url_for(LISTS[key].endpoint, **query)


def saved_lists(viewer: Viewer, key: str | None = None) -> list[SavedList]:
    """The viewer's own, by name; of one list, or all."""
    query = SavedList.select().where(SavedList.account == viewer.account_id)
    if key is not None:
        query = query.where(SavedList.list == key)
    return list(query.order_by(SavedList.list, SavedList.name).limit(MOST))


def saved_list(viewer: Viewer, number: int) -> SavedList:
    """One of the viewer's own; NotFound for another's."""
    mine = (SavedList.id == number) & (SavedList.account == viewer.account_id)
    found = SavedList.get_or_none(mine)
    if found is None:
        raise NotFound("list")
    return found


def first_address(lists: Sequence[SavedList]) -> str | None:
    """Where to see the list as its owner wants to see it first, if that is any narrower."""
    first = next((one for one in lists if one.first_of and one.query), None)
    return address(first.list, first.query) if first else None


def save_list(
    actor: Viewer, key: str, *, name: str, query: Mapping[str, str], is_first: bool = False
) -> SavedList:
    """Save a narrowed list; Conflict when the name is taken or there are as many as may be."""
    if not actor.may(Permission.LIST_SAVE):
        raise Forbidden("list.save")
    query = kept(actor, key, query)
    with atomic():
        _one_at_a_time(actor)
        if SavedList.select().where(SavedList.account == actor.account_id).count() >= MOST:
            raise Conflict(gettext("You have saved %(num)d lists. Delete one first.", num=MOST))
        row = SavedList(account=actor.account_id, list=key, query=query, created_at=clock.now())
        return _keep(row, name, is_first)


def change_list(actor: Viewer, number: int, *, name: str, is_first: bool) -> None:
    """Name one of the actor's own anew, and say whether it is shown first."""
    with atomic():
        _one_at_a_time(actor)
        _keep(saved_list(actor, number), name, is_first)


def _one_at_a_time(actor: Viewer) -> None:
    """Two tabs of one person wait for one another, as one list at most is the first."""
    lock_row(Account.get_by_id(actor.account_id))


def _keep(row: SavedList, name: str, is_first: bool) -> SavedList:
    """One list at most is the first; Conflict when the name is taken."""
    if is_first:
        of_list = (SavedList.account == row.account_id) & (SavedList.list == row.list)
        SavedList.update(first_of=None).where(of_list).execute()
    row.name, row.first_of = name, row.list if is_first else None
    try:
        with atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(gettext("You have a list of this name already.")) from error
    return row


def delete_list(actor: Viewer, number: int) -> None:
    """Forget one of the actor's own; NotFound for another's."""
    mine = (SavedList.id == number) & (SavedList.account == actor.account_id)
    if not SavedList.delete().where(mine).execute():
        raise NotFound("list")
