"""Reads of needs and of requests for support: each starts from what the viewer may know of."""

from __future__ import annotations

from collections.abc import Collection

from peewee import Expression, ModelSelect

from app.accounts.models import Account
from app.clients.access import FieldGroup, groups
from app.clients.models import Client
from app.clients.queries import in_reach
from app.clients.recipients import is_reached, reader_of
from app.errors import NotFound
from app.organisations.models import Organisation, Programme, Service
from app.policy import Role, Viewer
from app.support.models import Need, SupportMove, SupportRequest
from app.support.transitions import Side
from app.web import locales

AskingOrganisation = Organisation.alias()
MOST_ENDED = 20


def needs_of(viewer: Viewer, client: Client) -> list[Need]:
    """The needs of a client in reach that the viewer may know of, the open ones first."""
    query = Need.select().where(Need.client == client, _visible(viewer, client))
    return list(query.order_by(Need.ended_at.is_null(False), Need.recorded_at.desc(), Need.id))


def need(viewer: Viewer, client: Client, number: int) -> Need:
    """One need of a client in reach; NotFound when the viewer may not know of it."""
    own = (Need.id == number) & (Need.client == client)
    found = Need.select().where(own, _visible(viewer, client)).first()
    if found is None:
        raise NotFound("need")
    return found


def _visible(viewer: Viewer, client: Client) -> Expression | bool:
    """A partner knows of what its organisation entered, and of the rest only by consent."""
    if sees_all(viewer, client):
        return Need.id.is_null(False)
    return Need.organisation == viewer.organisation_id


def sees_all(viewer: Viewer, client: Client) -> bool:
    """Whether the viewer may know of every need of the client: a partner while she agrees."""
    return FieldGroup.SUPPORT in groups(viewer, client)


def requests_for(
    viewer: Viewer, client: Client, needs: Collection[Need]
) -> dict[int, list[SupportRequest]]:
    """What was asked for each need of a client, by the need's id, the last first.

    A partner knows of its own requests, and of the rest only by consent.
    """
    found: dict[int, list[SupportRequest]] = {one.id: [] for one in needs}
    rows = (
        SupportRequest.select(SupportRequest, Service, Organisation)
        .join(Service)
        .switch(SupportRequest)
        .join(Organisation, on=SupportRequest.organisation)
        .where(SupportRequest.need.in_(list(found)))
        .order_by(SupportRequest.asked_at.desc(), SupportRequest.id.desc())
    )
    if not sees_all(viewer, client):
        rows = rows.where(known_to_partner(viewer))
    for row in rows:
        found[row.need_id].append(row)
    return found


def reachable(viewer: Viewer) -> ModelSelect[SupportRequest]:
    """The requests a viewer may know of, with client, service and both organisations.

    Partners: what is asked of their organisation, and what it asked for a client whom it still
    accompanies, while the record is kept. Staff: those of the clients in reach; a client: her own.
    """
    return (
        SupportRequest.select(
            SupportRequest, Client, Programme, Service, Organisation, AskingOrganisation
        )
        .join(Client)
        .join(Programme)
        .switch(SupportRequest)
        .join(Service)
        .switch(SupportRequest)
        .join(Organisation, on=SupportRequest.organisation)
        .switch(SupportRequest)
        .left_outer_join(
            AskingOrganisation,
            on=SupportRequest.asking_organisation == AskingOrganisation.id,
            attr="asking_organisation",
        )
        .where(_known(viewer))
    )


def _known(viewer: Viewer) -> Expression | bool:
    if viewer.role is Role.PARTNER:
        return Client.closed_at.is_null() & (received(viewer) | asked(viewer))
    return in_reach(viewer)


def known_to_partner(viewer: Viewer) -> Expression:
    """The requests that a partner's organisation received, or made for a client in reach."""
    return received(viewer) | (SupportRequest.asking_organisation == viewer.organisation_id)


def received(viewer: Viewer) -> Expression:
    """The requests that a partner's organisation was asked."""
    return SupportRequest.organisation == viewer.organisation_id


def asked(viewer: Viewer) -> Expression:
    """Those that it made, for a client whom it still accompanies."""
    own = SupportRequest.asking_organisation == viewer.organisation_id
    return own & in_reach(viewer)


def request(viewer: Viewer, reference: str) -> SupportRequest:
    """One request in reach; NotFound otherwise."""
    found = reachable(viewer).where(SupportRequest.reference == reference).first()
    if found is None:
        raise NotFound("request")
    return found


def shares(viewer: Viewer, client: Client) -> list[SupportRequest]:
    """What a client in reach shares now, each for one request: the last first."""
    return list(_requests_of(viewer, client).where(SupportRequest.is_open == True))  # noqa: E712


def ended_shares(viewer: Viewer, client: Client) -> list[SupportRequest]:
    """What she shared for requests that have ended, the last first."""
    query = _requests_of(viewer, client).where(SupportRequest.is_open == False)  # noqa: E712
    return list(query.limit(MOST_ENDED))


def share(viewer: Viewer, client: Client, reference: str) -> SupportRequest:
    """One request of the client's; NotFound otherwise."""
    found = request(viewer, reference)
    if found.client_id != client.id:
        raise NotFound("request")
    return found


def _requests_of(viewer: Viewer, client: Client) -> ModelSelect[SupportRequest]:
    return (
        reachable(viewer)
        .where(SupportRequest.client == client)
        .order_by(SupportRequest.asked_at.desc(), SupportRequest.id.desc())
    )


def sides(viewer: Viewer, request: SupportRequest) -> frozenset[Side]:
    """On which sides of a request in reach somebody stands; staff may act for either."""
    if viewer.role in (Role.STAFF, Role.SYSTEM):
        return frozenset(Side)
    if viewer.role is Role.CLIENT:
        return frozenset({Side.ASKER})
    found = set()
    if request.organisation_id == viewer.organisation_id:
        found.add(Side.RECEIVER)
    if _accompanies(viewer, request):
        found.add(Side.ASKER)
    return frozenset(found)


def moves_of(request: SupportRequest) -> list[SupportMove]:
    """What has happened to a request, the latest first."""
    rows = SupportMove.select().where(SupportMove.request == request)
    return list(rows.order_by(SupportMove.id.desc()))


def answerers(organisation_id: int) -> list[Account]:
    """The people of an organisation who can answer what is asked of it."""
    return list(
        Account.select().where(
            Account.organisation == organisation_id,
            Account.role == Role.PARTNER,
            Account.is_active,
        )
    )


def askers(request: SupportRequest) -> list[Account]:
    """Who is told on the asking side, the client apart: the coordinators once nobody else is left.

    A partner is while it is one, at the organisation that asked, and that accompanies the client.
    """
    account = request.asked_by
    if request.is_own:
        return [] if is_reached(request.client) else coordinators(request.client)
    if account is None or not account.is_active:
        return coordinators(request.client)
    if account.role != Role.PARTNER:
        return [account]
    own = account.organisation_id == request.asking_organisation_id
    asking = Viewer(account.id, Role.PARTNER, organisation_id=account.organisation_id)
    return [account] if own and _accompanies(asking, request) else coordinators(request.client)


def to_ring(request: SupportRequest) -> Organisation | None:
    """The organisation, where nothing that is written reaches it."""
    if not request.is_open or "@" in request.organisation.email:
        return None
    return None if answerers(request.organisation_id) else request.organisation


def languages(request: SupportRequest) -> tuple[str, str]:
    """In which languages whoever asked and the client read."""
    asker = next(iter(askers(request)), None)
    reader = reader_of(request.client)
    spoken = locales.offered_for(request.client.preferred_language)
    return asker.locale if asker else "en", reader.locale if reader else spoken


def _accompanies(viewer: Viewer, request: SupportRequest) -> bool:
    """Whether the viewer's organisation asked for the client and still accompanies her."""
    if request.asking_organisation_id != viewer.organisation_id:
        return False
    return (
        Client.select()
        .join(Programme)
        .where(Client.id == request.client_id, in_reach(viewer))
        .exists()
    )


def coordinators(client: Client) -> list[Account]:
    """Who of the staff looks after a client: her coordinator, else all of the trust."""
    staff = Account.select().where(
        Account.role == Role.STAFF, Account.trust == client.programme.trust_id, Account.is_active
    )
    own = staff.where(Account.id == client.coordinator_id)
    return list(own) or list(staff)
