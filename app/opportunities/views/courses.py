"""Courses, mentoring and observerships, for clients and for partners."""

from flask import request
from werkzeug.wrappers import Response

from app.opportunities import presenters, queries
from app.opportunities.blueprints import courses as blueprint
from app.opportunities.filters import asked, kept
from app.opportunities.models import OPEN_KINDS
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("")
def list_courses() -> Response:
    filters = asked(request.args)
    page = queries.opportunities(viewer(), filters.wanted, cursor=request.args.get("after"))
    return render(
        "opportunities/courses.html",
        "opportunities/_course_list.html",
        page=page,
        filters=filters,
        kept=kept(filters),
        kinds={kind: presenters.KIND_NAMES[kind] for kind in OPEN_KINDS},
        show=presenters,
    )


@blueprint.get("/<int:number>")
def show_course(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    return render(
        "opportunities/course.html",
        opportunity=opportunity,
        professions=queries.professions_of(opportunity),
        show=presenters,
    )
