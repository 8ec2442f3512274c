"""Reads of clients: every one starts from the rows within the viewer's reach."""

from __future__ import annotations

from peewee import ModelSelect, fn

from app.clients.models import Client, ClientReferrer, ClientWord
from app.clients.names import search_words
from app.errors import NotFound
from app.organisations.models import Programme
from app.policy import Role, Viewer
from app.web.pagination import Page, paged


def reachable(viewer: Viewer) -> ModelSelect[Client]:
    """The clients a viewer may know of at all.

    Staff: those of their trust's programmes. Partners: those their organisation referred and
    still accompanies. A client: herself. Commands: all. Mentors reach people through bookings.
    """
    query = Client.select(Client, Programme).join(Programme)
    match viewer.role:
        case Role.SYSTEM:
            return query
        case Role.STAFF:
            return query.where(Programme.trust == viewer.trust_id)
        case Role.PARTNER:
            return query.where(Client.id.in_(_referred_by(viewer.organisation_id)))
        case Role.CLIENT:
            return query.where(Client.id == viewer.client_id)
    return query.where(False)


def _referred_by(organisation_id: int | None) -> ModelSelect[ClientReferrer]:
    return ClientReferrer.select(ClientReferrer.client).where(
        ClientReferrer.organisation == organisation_id, ClientReferrer.until.is_null()
    )


def client(viewer: Viewer, reference: str) -> Client:
    """One client within the viewer's reach; NotFound otherwise, as if there were none."""
    found = reachable(viewer).where(Client.reference == reference).first()
    if found is None:
        raise NotFound("client")
    return found


def clients(
    viewer: Viewer, *, search: str = "", profession: str = "", cursor: str | None = None
) -> Page[Client]:
    """Clients in reach, last changed first; `search` takes starts of names in any script."""
    query = reachable(viewer)
    for word in search_words(search)[:5]:
        # The range reads the index on both databases, where LIKE with a collation may not.
        matching = ClientWord.select(ClientWord.client).where(
            ClientWord.word >= word, ClientWord.word < word + "\U0010ffff"
        )
        query = query.where(Client.id.in_(matching))
    if profession:
        query = query.where(Client.profession == profession)
    order = (Client.updated_at, Client.id)
    return paged(query, order, cursor=cursor, descending=True)


def how_many(viewer: Viewer) -> int:
    """How many clients are in reach."""
    return int(reachable(viewer).select(fn.COUNT(Client.id)).scalar())
