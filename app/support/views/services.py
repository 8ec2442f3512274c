"""Finding a service that helps, by kind, place, language and cost."""

from flask import request, url_for
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.organisations import queries as organisations
from app.organisations import service_queries
from app.organisations.presenters import SERVICE_KINDS
from app.places import distance_choices, distances
from app.policy import Role
from app.support import filters, presenters
from app.support.blueprint import blueprint
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("/support")
def list_services() -> Response:
    asked = filters.asked(request.args)
    page = service_queries.services(viewer(), asked.wanted, cursor=request.args.get("after"))
    return render(
        "support/services.html",
        "support/_service_list.html",
        page=page,
        filters=asked,
        kept=filters.kept(asked),
        kinds=SERVICE_KINDS,
        role=viewer().role,
        own_services=_own_services(),
        distance_choices=distance_choices,
        far=distances(page.rows, asked.wanted.near),
        spoken=service_queries.languages_of(page.rows),
        is_stale=service_queries.is_stale,
        show=presenters,
    )


@blueprint.get("/support/services/<int:number>")
def show_service(number: int) -> Response:
    service = service_queries.offered_service(viewer(), number)
    return render(
        "support/service.html",
        service=service,
        spoken=service_queries.languages_of([service]),
        is_stale=service_queries.is_stale,
        own=_own_reference() if service.kind in presenters.NEEDS else "",
        may_keep=service_queries.may_keep(viewer(), service.organisation),
        show=presenters,
    )


def _own_services() -> str:
    """Where a partner keeps what its organisation offers."""
    own = organisations.own_organisation(viewer())
    return url_for("organisations.list_services", reference=own.reference) if own else ""


def _own_reference() -> str:
    """The reference of a client who looks for herself; nobody else says here what is needed."""
    return clients.own_reference(viewer()) if viewer().role is Role.CLIENT else ""


@blueprint.get("/support/not-checked")
def list_unchecked_services() -> Response:
    page = service_queries.unchecked_services(viewer(), cursor=request.args.get("after"))
    return render("support/unchecked_services.html", page=page, show=presenters)
