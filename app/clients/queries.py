"""Reads of clients: every one starts from the rows within the viewer's reach."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import Expression, ModelSelect, fn

from app.clients.access import FieldGroup, groups
from app.clients.client_view import ClientView, view_of
from app.clients.models import Client, ClientReferrer
from app.errors import Moved, NotFound
from app.organisations.models import Organisation, Programme
from app.policy import Role, Viewer
from app.prepared import asking, given, prepared


def reachable(viewer: Viewer) -> ModelSelect[Client]:
    """The clients a viewer may know of at all.

    Staff: those of their trust's programmes. Partners: those their organisation referred and
    still accompanies. A client: herself. Commands: all. Mentors reach people through bookings.
    """
    return Client.select(Client, Programme).join(Programme).where(in_reach(viewer))


def in_reach(viewer: Viewer) -> Expression:
    """The condition of `reachable`, for a query that has joined Client already.

    It names the few programmes of a trust, not its many clients, so that the database can go
    through another table's index and stop at the limit. A record that has become part of
    another is nobody's any more (merging).
    """
    return Client.merged_into.is_null() & _of_theirs(viewer)


def _of_theirs(viewer: Viewer) -> Expression | bool:
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
    found = _by_reference(viewer.role).models(reference=reference, **vars(viewer))
    if not found:
        raise _gone_on(viewer, reference) or NotFound("client")
    return found[0]


def _gone_on(viewer: Viewer, reference: str) -> Moved | None:
    """Where a merged record goes on, for whoever may see that one."""
    row = Client.get_or_none(Client.reference == reference)
    while row is not None and row.merged_into_id is not None:
        row = row.merged_into
    if row is None or row.reference == reference or known(viewer, row.id) is None:
        return None
    return Moved(reference, row.reference)


@prepared
def _by_reference(role: Role) -> ModelSelect[Client]:
    return reachable(asking(role)).where(Client.reference == given("reference"))


def known(viewer: Viewer, client_id: int | None) -> Client | None:
    """The client with this id while she is within the viewer's reach."""
    return reachable(viewer).where(Client.id == client_id).first() if client_id else None


def record_ids(client_id: int) -> list[int]:
    """The numbers that this record goes by in what keeps plain ones: its own and those merged."""
    found, newest = [client_id], [client_id]
    while newest:
        rows = Client.select(Client.id).where(Client.merged_into.in_(newest)).tuples()
        newest = [number for (number,) in rows.iterator() if number not in found]
        found += newest
    return found


def chosen_clients(
    viewer: Viewer, *, references: Iterable[str] = (), ids: Iterable[int] = ()
) -> list[Client]:
    """Those of the named clients that are within reach, in an order that never deadlocks."""
    named = Client.reference.in_(list(references)) | Client.id.in_(list(ids))
    return list(reachable(viewer).where(named).order_by(Client.id))


def coordinates_any(viewer: Viewer) -> bool:
    """Whether any client is the viewer's to coordinate."""
    return Client.select().where(Client.coordinator == viewer.account_id).exists()


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
