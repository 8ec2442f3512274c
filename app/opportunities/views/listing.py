"""The list of opportunities and the page of one."""

from flask import request
from werkzeug.wrappers import Response

from app.opportunities import presenters, queries
from app.opportunities.blueprints import opportunities as blueprint
from app.opportunities.filters import asked, kept
from app.places import distances
from app.web import panels
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("")
def list_opportunities() -> Response:
    filters = asked(request.args)
    page = queries.opportunities(viewer(), filters.wanted, cursor=request.args.get("after"))
    return render(
        "opportunities/list.html",
        "opportunities/_opportunity_list.html",
        page=page,
        filters=filters,
        kept=kept(filters),
        distances=distances(page.rows, filters.wanted.near),
        show=presenters,
        unsure=queries.unsure_count(viewer()),
    )


@blueprint.get("/<int:number>")
def show_opportunity(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    return render(
        "opportunities/show.html",
        opportunity=opportunity,
        professions=queries.professions_of(opportunity),
        show=presenters,
        panels=panels.for_viewer(panels.OPPORTUNITY, viewer()),
    )
