"""The partnership's organisations: a list with search, and a page for each."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.organisations import queries
from app.organisations.models import OrganisationKind
from app.organisations.presenters import KIND_NAMES
from app.web import panels
from app.web.guard import viewer
from app.web.rendering import render

blueprint = Blueprint("organisations", __name__, url_prefix="/organisations")


@blueprint.get("")
def list_organisations() -> Response:
    wanted = request.args.get("kind", "")
    page = queries.organisations(
        viewer(),
        search=request.args.get("search", ""),
        kind=OrganisationKind(wanted) if wanted in set(OrganisationKind) else None,
        cursor=request.args.get("after"),
    )
    return render(
        "organisations/list.html",
        "organisations/_organisation_list.html",
        page=page,
        kinds=KIND_NAMES,
        search=request.args.get("search", ""),
        kind=wanted,
    )


@blueprint.get("/<reference>")
def show_organisation(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    return render(
        "organisations/show.html",
        organisation=organisation,
        kinds=KIND_NAMES,
        services=queries.services_of(organisation),
        panels=panels.for_viewer(panels.ORGANISATION, viewer()),
    )
