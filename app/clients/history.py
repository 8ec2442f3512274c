"""The history of every field of a client: what it held before, who changed it and when."""

from typing import Any

from app import clock
from app.accounts.models import Account
from app.clients.models import ClientChange
from app.policy import Viewer
from app.web.pagination import Page, paged


def note_change(
    actor: Viewer,
    client_id: int,
    field: str,
    *,
    before: Any,
    after: Any,
    version: int | None = None,
) -> None:
    """Keep what a field held; inside the change's transaction."""
    ClientChange.create(
        client=client_id,
        field=field,
        before=before,
        after=after,
        changed_by=actor.account_id,
        changed_at=clock.now(),
        version=version,
    )


def changes(client_id: int, *, field: str = "", cursor: str | None = None) -> Page[ClientChange]:
    """A page of what was changed, newest first; `field` is a column, or what a row's name begins
    with (`qualification:`).
    """
    query = (
        ClientChange.select(ClientChange, Account)
        .left_outer_join(Account)
        .where(ClientChange.client == client_id)
    )
    if field.endswith(":"):
        query = query.where(ClientChange.field.startswith(field))
    elif field:
        query = query.where(ClientChange.field == field)
    order = (ClientChange.changed_at, ClientChange.id)
    return paged(query, order, cursor=cursor, descending=True)
