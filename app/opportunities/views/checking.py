"""The queue of adverts whose profession a person settles."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.opportunities import presenters, queries, services
from app.opportunities.blueprints import opportunities as blueprint
from app.opportunities.forms import ProfessionForm
from app.web.guard import viewer
from app.web.rendering import render, tell, wants_fragment


@blueprint.get("/to-check")
def list_to_check() -> Response:
    return _queue(ProfessionForm(formdata=None))


@blueprint.post("/<int:number>/profession")
def settle_profession(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    form = ProfessionForm()
    if not form.validate_on_submit():
        form.profession.errors = []  # each advert has a field of its own, so no one is to blame
        form.form_errors.append(gettext("Choose a profession from the list."))
        return _queue(form, status=422)
    services.settle_profession(viewer(), opportunity, profession=form.profession.data)
    if wants_fragment():
        return _queue(ProfessionForm(formdata=None))
    tell(
        gettext(
            "“%(title)s” is for: %(profession)s.",
            title=opportunity.title,
            profession=presenters.profession_name(opportunity.profession),
        )
    )
    return redirect(url_for("opportunities.list_to_check"), code=303)


def _queue(form: ProfessionForm, **options: Any) -> Response:
    return render(
        "opportunities/to_check.html",
        "opportunities/_check_list.html",
        page=queries.unsure_opportunities(viewer(), cursor=request.args.get("after")),
        waiting=queries.unsure_count(viewer()),
        professions=presenters.profession_names(),
        form=form,
        show=presenters,
        **options,
    )
