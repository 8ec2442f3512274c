"""What a client's page and an organisation's page show of referrals."""

from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.services import note_read
from app.organisations.queries import organisation
from app.policy import Role
from app.referrals import presenters, queries
from app.referrals.blueprint import blueprint
from app.referrals.standing import with_standing
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("/clients/<reference>/referrals")
def show_client_referrals(reference: str) -> Response:
    client = clients.client(viewer(), reference)
    note_read(viewer(), client.id)
    rows = queries.referrals_of_client(viewer(), client)
    return render(
        "referrals/client_referrals.html",
        "referrals/_client_referrals.html",
        client=client,
        rows=with_standing(viewer(), rows),
    )


@blueprint.get("/organisations/<reference>/referrals")
def show_organisation_referrals(reference: str) -> Response:
    """Its own people and the staff see which; anybody else sees how many, and no small number."""
    asking, found = viewer(), organisation(viewer(), reference)
    is_own = asking.role is Role.PARTNER and asking.organisation_id == found.id
    sees = is_own or asking.role is Role.STAFF
    return render(
        "referrals/organisation_referrals.html",
        "referrals/_organisation_referrals.html",
        organisation=found,
        rows=with_standing(asking, queries.referrals_of_organisation(asking, found))
        if sees
        else None,
        count="" if sees else presenters.rough_count(queries.how_many_made(found)),
    )
