"""A client's record, kept from everybody else while it is changed."""

from app.clients.models import Client
from app.db import lock_row
from app.errors import Conflict


def locked(client: Client) -> Client:
    """The record as it is now, which nobody else changes until the transaction ends.

    Raises Conflict when it has become part of another meanwhile.
    """
    lock_row(client)
    now = Client.get_by_id(client.id)
    if now.merged_into_id is not None:
        raise Conflict
    return now
