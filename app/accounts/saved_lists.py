"""Lists that a person has narrowed and saved under a name: nothing but known parameters is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.accounts.models import SavedList
from app.db import atomic
from app.errors import Conflict, Forbidden, NotFound
from app.policy import ROUTES, Permission, Viewer

MOST = 20
LONGEST_VALUE = 100


@dataclass(frozen=True)
class Known:
    """A list that can be saved: its address, and the parameters that narrow it."""

    endpoint: str
    parameters: tuple[str, ...]


LISTS = {
    "referrals": Known("referrals.list_referrals", ("search", "show", "whose")),
    "clients": Known("clients.list_clients", ("search", "profession", "stage", "whose", "show")),
}


def kept(viewer: Viewer, key: str, sent: Mapping[str, str]) -> dict[str, str]:
    """What of an address is kept of the list; NotFound for one that the viewer has not."""
    known = LISTS.get(key)
    if known is None or not viewer.may(ROUTES[known.endpoint]):
        raise NotFound("list")
    values = {name: sent.get(name, "")[:LONGEST_VALUE] for name in known.parameters}
    return {name: value for name, value in values.items() if value}


def address(key: str, query: Mapping[str, Any]) -> str:
    return url_for(LISTS[key].endpoint, **query)


def saved_lists(viewer: Viewer, key: str | None = None) -> list[SavedList]:
    """The viewer's own, by name; of one list, or all."""
    query = SavedList.select().where(SavedList.account == viewer.account_id)
    if key is not None:
        query = query.where(SavedList.list == key)
    return list(query.order_by(SavedList.list, SavedList.name).limit(MOST))


def save_list(actor: Viewer, key: str, *, name: str, query: Mapping[str, str]) -> SavedList:
    """Save a narrowed list; Conflict when the name is taken or there are as many as may be."""
    if not actor.may(Permission.LIST_SAVE):
        raise Forbidden("list.save")
    query = kept(actor, key, query)
    with atomic():
        if SavedList.select().where(SavedList.account == actor.account_id).count() >= MOST:
            raise Conflict(gettext("You have saved %(num)d lists. Delete one first.", num=MOST))
        try:
            with atomic():
                return SavedList.create(
                    account=actor.account_id, list=key, name=name, query=query,
                    created_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as error:
            raise Conflict(gettext("You have a list of this name already.")) from error


def delete_list(actor: Viewer, number: int) -> None:
    """Forget one of the actor's own; NotFound for another's."""
    mine = (SavedList.id == number) & (SavedList.account == actor.account_id)
    if not SavedList.delete().where(mine).execute():
        raise NotFound("list")
