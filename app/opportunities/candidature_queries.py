"""Reads of candidatures: those of clients in the viewer's reach, as far as the viewer sees them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from peewee import ModelSelect

from app.accounts.coordinators import only
from app.accounts.models import Account
from app.clients import queries as clients
from app.clients.models import Client
from app.errors import NotFound
from app.opportunities.candidature_models import Candidature, CandidatureMove
from app.opportunities.candidature_moves import LIVE, CandidatureState
from app.opportunities.models import Opportunity
from app.opportunities.pools import open_in
from app.policy import Role, Viewer
from app.web.pagination import PAGE_SIZE, Page, paged

NEWEST = 50


def reachable(viewer: Viewer) -> ModelSelect[Candidature]:
    """Candidatures of clients in reach, with client and opportunity; without long texts.

    Staff see all of them. A client, and the partner who follows her, see one from its offer on:
    until then it is the staff's own thinking. Mentors see none.
    """
    texts = {Opportunity.description.name, Candidature.match.name}
    columns = [
        field
        for model in (Candidature, Client, Opportunity)
        for field in model._meta.sorted_fields
        if field.name not in texts
    ]
    query = Candidature.select(*columns).join(Client).switch(Candidature).join(Opportunity)
    if viewer.role is Role.SYSTEM:
        return query
    query = query.where(clients.in_reach(viewer))
    if viewer.role is not Role.STAFF:
        query = query.where(Candidature.offered_at.is_null(False))
    return query


def candidature(viewer: Viewer, reference: str, number: int) -> Candidature:
    """One candidature with everything kept of it; NotFound outside the viewer's reach.

    A partner follows the state in the list and has no page of it.
    """
    if viewer.role is Role.PARTNER:
        raise NotFound("candidature")
    found = (
        reachable(viewer)
        .select(Candidature, Client, Opportunity)
        .where(Candidature.id == number, Client.reference == reference)
        .first()
    )
    if found is None:
        raise NotFound("candidature")
    return found


def of_client(viewer: Viewer, client: Client) -> list[Candidature]:
    """A client's candidatures as the viewer sees them, last changed first."""
    rows = reachable(viewer).where(Candidature.client == client)
    return list(rows.order_by(Candidature.changed_at.desc(), Candidature.id.desc()).limit(NEWEST))


def of_opportunity(viewer: Viewer, opportunity: Opportunity) -> list[Candidature]:
    """Who has been put to an opportunity, last changed first."""
    rows = reachable(viewer).where(Candidature.opportunity == opportunity)
    return list(rows.order_by(Candidature.changed_at.desc(), Candidature.id.desc()).limit(NEWEST))


def states_of(
    client_ids: Collection[int], opportunity_ids: Collection[int]
) -> dict[tuple[int, int], CandidatureState]:
    """The live state for each pair (client, opportunity) that has one."""
    rows = Candidature.select(Candidature.client, Candidature.opportunity, Candidature.state).where(
        Candidature.client.in_(list(client_ids)),
        Candidature.opportunity.in_(list(opportunity_ids)),
        Candidature.state.in_(LIVE),
    )
    return {
        (client, opportunity): CandidatureState(state)
        for client, opportunity, state in rows.tuples().iterator()
    }


def moves_of(candidature: Candidature) -> list[CandidatureMove]:
    """Every move, oldest first, with who made it."""
    return list(
        CandidatureMove.select(CandidatureMove, Account)
        .left_outer_join(Account)
        .where(CandidatureMove.candidature == candidature)
        .order_by(CandidatureMove.id)
    )


def answered_since(
    viewer: Viewer,
    since: datetime,
    *,
    whose: str = "",
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Candidature]:
    """Offers that clients have answered since, and with which nothing has been done."""
    answered = (CandidatureState.ACCEPTED_BY_CLIENT, CandidatureState.DECLINED_BY_CLIENT)
    query = reachable(viewer).where(
        Candidature.state.in_(answered),
        Candidature.changed_at >= since,
        Candidature.answered_at >= since,
        Candidature.offered_at.is_null(False),
    )
    query = only(query, Client, viewer, whose)
    order = (Candidature.changed_at, Candidature.id)
    return paged(query, order, cursor=cursor, size=size, descending=True)


def offers_for(viewer: Viewer) -> list[Candidature]:
    """What waits for a client's own yes or no and can still be taken up, the oldest first."""
    if viewer.role is not Role.CLIENT:
        return []
    rows = reachable(viewer).where(
        Candidature.state == CandidatureState.OFFERED_TO_CLIENT, open_in(None)
    )
    return list(rows.order_by(Candidature.offered_at, Candidature.id))
