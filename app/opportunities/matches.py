"""Who fits what: reads that hand clients and opportunities to the matching module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.clients.models import Client
from app.errors import NotFound
from app.matching import (
    Facts,
    Match,
    Readiness,
    Requirements,
    best_clients,
    best_opportunities,
    explain,
)
from app.opportunities.facts import facts_of
from app.opportunities.models import OPEN_KINDS, Opportunity, OpportunityProfession
from app.opportunities.pools import Group, open_in, openings, people, without_text
from app.opportunities.remedies import remedies_for
from app.opportunities.requirements import requirements_of
from app.policy import Role, Viewer

BEST = 10
LATER_LOOKED_AT, LATER = 40, 3


@dataclass(frozen=True)
class Fit:
    """One client and one opportunity with the match between them."""

    client: Client
    opportunity: Opportunity
    match: Match


def facts(client: Client) -> Facts:
    """What is known of a client today."""
    return facts_of([client.id], today=clock.today())[client.id]


def matches_for_client(
    viewer: Viewer, client: Client, *, limit: int = BEST, known: Facts | None = None
) -> dict[Group, list[Fit]]:
    """The best of each group that is ready or nearly ready for a client in the viewer's reach.

    A client sees what needs no offer (courses, mentoring, observerships); a partner and a mentor
    see no matches at all (the field table). `known` are her facts where they have been read.
    """
    if viewer.role not in (Role.STAFF, Role.CLIENT, Role.SYSTEM):
        return {}
    known = known or facts(client)
    ranked = {
        group: best_opportunities(known, columns, best=limit, remedies=remedies_for)
        for group, columns in openings(client.programme.trust_id).items()
        if viewer.role is not Role.CLIENT or group is Group.LEARNING
    }
    rows = _rows([match for matches in ranked.values() for match in matches])
    return {
        group: [Fit(client, rows[match.opportunity], match) for match in matches]
        for group, matches in (
            (group, [m for m in matches if _may_see(viewer, rows[m.opportunity])])
            for group, matches in ranked.items()
        )
    }


def _may_see(viewer: Viewer, opportunity: Opportunity) -> bool:
    return viewer.role is not Role.CLIENT or opportunity.kind in OPEN_KINDS


def _rows(matches: Sequence[Match]) -> dict[str, Opportunity]:
    ids = [int(match.opportunity) for match in matches]
    return {str(row.id): row for row in without_text(Opportunity.id.in_(ids))}


def later_for_client(viewer: Viewer, client: Client, *, known: Facts | None = None) -> list[Fit]:
    """For staff: some posts of the client's profession that are not within reach yet, with why.

    Those with the fewest gaps among the last advertised; what no step can change is left out.
    """
    if viewer.role not in (Role.STAFF, Role.SYSTEM):
        return []
    known = known or facts(client)
    of_profession = OpportunityProfession.select(OpportunityProfession.opportunity).where(
        OpportunityProfession.profession == client.profession
    )
    here = open_in(client.programme.trust_id) & Opportunity.id.in_(of_profession)
    newest = without_text(here).order_by(Opportunity.posted_at.desc(), Opportunity.id.desc())
    rows = list(newest.limit(LATER_LOOKED_AT))
    fits = [
        Fit(client, row, explain_pair(known, asked))
        for row, asked in zip(rows, requirements_of(rows), strict=True)
    ]
    far = [fit for fit in fits if _is_later(fit.match)]
    return sorted(far, key=lambda fit: len(fit.match.gaps))[:LATER]


def _is_later(match: Match) -> bool:
    is_blocked = any(each.is_blocking for each in match.judgements)
    return match.readiness is Readiness.NOT_YET and not is_blocked


def matches_for_opportunity(
    viewer: Viewer, opportunity: Opportunity, *, limit: int = BEST
) -> list[Fit]:
    """The clients of the viewer's trust who are ready or nearly ready; staff alone see them."""
    if viewer.role not in (Role.STAFF, Role.SYSTEM):
        raise NotFound("matches")
    asked = requirements_of([opportunity])[0]
    trust_id = viewer.trust_id if viewer.role is Role.STAFF else opportunity.trust_id
    found = best_clients(
        asked, people(trust_id), today=clock.today(), best=limit, remedies=remedies_for
    )
    rows = Client.select().where(Client.reference.in_([match.client for match in found]))
    clients = {row.reference: row for row in rows}
    return [Fit(clients[match.client], opportunity, match) for match in found]


def match_of(client: Client, opportunity: Opportunity) -> Match:
    """One client and one opportunity, with all the reasons, as they stand today."""
    return explain_pair(facts(client), requirements_of([opportunity])[0])


def explain_pair(known: Facts, asked: Requirements) -> Match:
    return explain(known, asked, today=clock.today(), remedies=remedies_for(known))
