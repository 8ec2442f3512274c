"""Reads of clients: every one starts from the rows within the viewer's reach."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Expression, ModelSelect, fn

from app.clients.access import FieldGroup, consent_stands, given_to, groups, groups_of
from app.clients.client_view import ClientView, view_of
from app.clients.models import (
    Client,
    ClientReferrer,
    ClientWord,
    Consent,
    ConsentPurpose,
    RegistrationStage,
)
from app.clients.names import search_words
from app.db import starts_with
from app.errors import NotFound
from app.organisations.models import Organisation, Programme
from app.policy import Role, Viewer
from app.references import as_typed
from app.web.pagination import Page, paged

# What a list of clients shows; the record has five times as many columns.
LISTED = (
    Client.id,
    Client.reference,
    Client.name,
    Client.known_as,
    Client.profession,
    Client.registration_stage,
    Client.updated_at,
)
MOST_WORDS = 5


@dataclass(frozen=True)
class ClientRow:
    """A client in a list; profession and stage are None when the viewer may not see them."""

    reference: str
    name: str
    profession: str | None
    registration_stage: str | None


@dataclass(frozen=True)
class ClientList:
    rows: tuple[ClientRow, ...]
    next_cursor: str | None


def reachable(viewer: Viewer) -> ModelSelect[Client]:
    """The clients a viewer may know of at all.

    Staff: those of their trust's programmes. Partners: those their organisation referred and
    still accompanies. A client: herself. Commands: all. Mentors reach people through bookings.
    """
    return Client.select(Client, Programme).join(Programme).where(in_reach(viewer))


def in_reach(viewer: Viewer) -> Expression | bool:
    """The condition of `reachable`, for a query that has joined Client already.

    It names the few programmes of a trust, not its many clients, so that the database can go
    through another table's index and stop at the limit.
    """
    match viewer.role:
        case Role.SYSTEM:
            return True
        case Role.STAFF:
            of_trust = Programme.select(Programme.id).where(Programme.trust == viewer.trust_id)
            return Client.programme.in_(of_trust)
        case Role.PARTNER:
            return Client.id.in_(_referred_by(viewer.organisation_id))
        case Role.CLIENT:
            return Client.id == viewer.client_id
    return False


def _referred_by(organisation_id: int | None) -> ModelSelect[ClientReferrer]:
    return ClientReferrer.select(ClientReferrer.client).where(
        ClientReferrer.organisation == organisation_id, ClientReferrer.until.is_null()
    )


def client(viewer: Viewer, reference: str) -> Client:
    """One client within the viewer's reach; NotFound otherwise, as if there were none.

    The whole row: for what is shown, take `client_page`.
    """
    found = reachable(viewer).where(Client.reference == reference).first()
    if found is None:
        raise NotFound("client")
    return found


def known(viewer: Viewer, client_id: int | None) -> Client | None:
    """The client with this id while she is within the viewer's reach."""
    return reachable(viewer).where(Client.id == client_id).first() if client_id else None


def client_page(
    viewer: Viewer, reference: str, *, needs: FieldGroup = FieldGroup.FIRST_NAME
) -> ClientView:
    """What the viewer sees of one client; NotFound out of reach, or without the group needed."""
    found = client(viewer, reference)
    seen = groups(viewer, found)
    if needs not in seen:
        raise NotFound(needs)
    return view_of(viewer, found, seen)


def own_reference(viewer: Viewer) -> str:
    """The reference of the client that the viewer's account belongs to."""
    found = reachable(viewer).where(Client.id == viewer.client_id).first()
    if found is None:
        raise NotFound("client")
    return found.reference


def clients(
    viewer: Viewer,
    *,
    search: str = "",
    profession: str = "",
    stage: str = "",
    cursor: str | None = None,
) -> Page[Client]:
    """Clients in reach, last changed first; `search` takes starts of names, or a reference.

    A filter by what the viewer may not see of a client leaves her out, so that it tells nothing.
    """
    query = reachable(viewer).select(*LISTED).where(*_found_by(search))
    if profession or stage in set(RegistrationStage):
        query = query.where(*_profession_open_to(viewer))
    if profession:
        query = query.where(Client.profession == profession)
    if stage in set(RegistrationStage):
        query = query.where(Client.registration_stage == stage)
    return paged(query, (Client.updated_at, Client.id), cursor=cursor, descending=True)


def client_list(
    viewer: Viewer,
    *,
    search: str = "",
    profession: str = "",
    stage: str = "",
    cursor: str | None = None,
) -> ClientList:
    """A page of `clients` with no more of each than the viewer may see."""
    page = clients(viewer, search=search, profession=profession, stage=stage, cursor=cursor)
    seen = groups_of(viewer, [row.id for row in page.rows])
    rows = tuple(_row(row, FieldGroup.PROFESSION in seen[row.id]) for row in page.rows)
    return ClientList(rows, page.next_cursor)


def _row(client: Client, with_profession: bool) -> ClientRow:
    if not with_profession:
        return ClientRow(client.reference, client.name, None, None)
    return ClientRow(client.reference, client.name, client.profession, client.registration_stage)


def _found_by(search: str) -> list[Expression]:
    if reference := as_typed(search):
        return [Client.reference == reference]
    return [Client.id.in_(_with_word(word)) for word in search_words(search)[:MOST_WORDS]]


def _with_word(start: str) -> ModelSelect[ClientWord]:
    return ClientWord.select(ClientWord.client).where(starts_with(ClientWord.word, start))


def _profession_open_to(viewer: Viewer) -> list[Expression]:
    to_viewer = given_to(viewer)
    if to_viewer is None:
        return []
    shared = Consent.select(Consent.client).where(
        to_viewer, consent_stands(), Consent.purpose == ConsentPurpose.SHARE_PROFILE
    )
    return [Client.id.in_(shared)]


def referrers(client_id: int) -> list[Organisation]:
    """The organisations that accompany a client now, by name."""
    return list(
        Organisation.select()
        .join(ClientReferrer, on=ClientReferrer.organisation == Organisation.id)
        .where(ClientReferrer.client == client_id, ClientReferrer.until.is_null())
        .order_by(Organisation.name)
    )


def how_many(viewer: Viewer) -> int:
    """How many clients are in reach."""
    return int(reachable(viewer).select(fn.COUNT(Client.id)).scalar())
