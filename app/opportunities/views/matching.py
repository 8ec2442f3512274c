"""What fits a client, and who fits an opportunity."""

from itertools import chain, islice

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.access import FieldGroup, groups
from app.clients.models import Client
from app.clients.services import note_read, note_reads
from app.errors import NotFound
from app.opportunities import candidature_queries, match_text, presenters, queries
from app.opportunities.blueprints import matches as blueprint
from app.opportunities.candidature_forms import Proposal, ProposeForm
from app.opportunities.candidatures import offer_to_client, put_on_shortlist
from app.opportunities.match_cards import cards
from app.opportunities.matches import (
    facts,
    later_for_client,
    matches_for_client,
    matches_for_opportunity,
)
from app.policy import Role
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

MOST = 5


@blueprint.get("/clients/<reference>/matches")
def show_client_matches(reference: str) -> Response:
    client = _client(reference)
    known = facts(client) if viewer().role is not Role.PARTNER else None
    found = matches_for_client(viewer(), client, limit=MOST, known=known)
    later = later_for_client(viewer(), client, known=known)
    about_client = viewer().role is not Role.CLIENT
    shown = iter(cards([*chain(*found.values()), *later], about_client=about_client))
    return render(
        "opportunities/match_client.html",
        "opportunities/_client_matches.html",
        client=client,
        groups={group: list(islice(shown, len(fits))) for group, fits in found.items()},
        later=list(shown),
        candidatures=candidature_queries.of_client(viewer(), client),
        role=viewer().role,
        text=match_text,
        show=presenters,
    )


@blueprint.get("/opportunities/<int:number>/matches")
def show_opportunity_matches(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    found = matches_for_opportunity(viewer(), opportunity)
    candidatures = candidature_queries.of_opportunity(viewer(), opportunity)
    shown = [fit.client.id for fit in found] + [row.client_id for row in candidatures]
    note_reads(viewer(), shown)
    return render(
        "opportunities/match_opportunity.html",
        "opportunities/_opportunity_matches.html",
        opportunity=opportunity,
        cards=cards(found, about_client=True),
        candidatures=candidatures,
        text=match_text,
        show=presenters,
    )


@blueprint.post("/clients/<reference>/candidatures")
def propose(reference: str) -> Response:
    client = _client(reference)
    form = ProposeForm()
    if not form.validate():
        raise NotFound("opportunity")
    opportunity = queries.opportunity(viewer(), form.opportunity.data)

    def act() -> str:
        if form.proposal.data == Proposal.OFFER:
            made = offer_to_client(viewer(), client, opportunity)
            tell(gettext("It is offered to the client."))
        else:
            made = put_on_shortlist(viewer(), client, opportunity)
            tell(gettext("It is on the shortlist."))
        return url_for("matches.show_candidature", reference=reference, number=made.id)

    return once(form, act)


def _client(reference: str) -> Client:
    """A client of whose matches the viewer sees at least the state; that they looked is noted."""
    client = clients.client(viewer(), reference)
    if FieldGroup.MATCH_STATE not in groups(viewer(), client):
        raise NotFound("client")
    note_read(viewer(), client.id)
    return client
