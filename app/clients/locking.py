"""A client's record, kept from everybody else while it is changed or something new begins."""

from __future__ import annotations

from flask_babel import gettext
from peewee import ModelSelect

from app.clients.models import Client
from app.db import lock_row
from app.errors import Conflict
from app.prepared import given, prepared


def locked(client: Client) -> Client:
    """The record as it is now, which nobody else changes until the transaction ends.

    Raises Conflict when it has become part of another meanwhile.
    """
    lock_row(client)
    now = Client.get_by_id(client.id)
    if now.merged_into_id is not None:
        raise Conflict
    return now


class RecordEnds(Conflict):
    """The record is not to be kept any more (see keeping), so that nothing new begins with it."""

    def __init__(self) -> None:
        super().__init__(
            gettext("This record is not to be kept any more. Nothing new is begun with it.")
        )


def check_kept(client: Client) -> None:
    """Lock the record for something new to begin; raises RecordEnds for one that is closed."""
    lock_row(client)
    if _open().rows(client=client.id) == []:
        raise RecordEnds


@prepared
def _open() -> ModelSelect[Client]:
    """A row while the record is open; every booking asks."""
    return Client.select(Client.id).where(Client.id == given("client"), Client.closed_at.is_null())
