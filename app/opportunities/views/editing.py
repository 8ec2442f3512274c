"""Making and changing opportunities by hand."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import Conflict
from app.opportunities import queries, services
from app.opportunities.blueprints import opportunities as blueprint
from app.opportunities.forms import OpportunityForm
from app.opportunities.models import Opportunity, OpportunityKind, OpportunitySource
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/new")
def start_opportunity() -> Response:
    return render("opportunities/new.html", form=OpportunityForm())


@blueprint.post("/new")
def create_opportunity() -> Response:
    form = OpportunityForm()
    if not form.validate_on_submit() or _is_url_taken(form):
        return render("opportunities/new.html", form=form, status=422)

    def create() -> str:
        opportunity = services.create_opportunity(
            viewer(),
            kind=OpportunityKind(form.kind.data),
            professions=[form.profession.data],
            status=form.status.data,
            **form.facts(),
        )
        tell(gettext("“%(title)s” is stored.", title=opportunity.title))
        return url_for("opportunities.show_opportunity", number=opportunity.id)

    return once(form, create)


@blueprint.get("/<int:number>/edit")
def start_edit(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    form = OpportunityForm(obj=opportunity, band=opportunity.band)
    return render("opportunities/edit.html", form=form, opportunity=opportunity)


@blueprint.post("/<int:number>/edit")
def edit_opportunity(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    form = OpportunityForm(band=opportunity.band)
    if not form.validate_on_submit() or _is_url_taken(form, opportunity):
        return render("opportunities/edit.html", form=form, opportunity=opportunity, status=422)

    def edit() -> str:
        _edit(form, opportunity)
        return url_for("opportunities.show_opportunity", number=number)

    try:
        return once(form, edit)
    except Conflict as error:  # what was typed is kept, and saving again is then a choice
        form.form_errors.append(str(error))
        form.version.data = str(opportunity.version)
        return render("opportunities/edit.html", form=form, opportunity=opportunity, status=409)


def _edit(form: OpportunityForm, opportunity: Opportunity) -> None:
    facts = form.facts()
    if opportunity.source == OpportunitySource.ADVERT:
        facts.pop("url")  # by its address the next import knows the advert
    services.edit_opportunity(
        viewer(),
        opportunity,
        version=form.version_number,
        professions=_professions(form, opportunity),
        kind=OpportunityKind(form.kind.data),
        **facts,
    )


@blueprint.post("/<int:number>/close")
def close_opportunity(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    services.close_opportunity(viewer(), opportunity)
    tell(gettext("“%(title)s” is closed.", title=opportunity.title))
    return redirect(url_for("opportunities.show_opportunity", number=number), code=303)


@blueprint.post("/<int:number>/open")
def open_opportunity(number: int) -> Response:
    opportunity = queries.opportunity(viewer(), number)
    services.open_opportunity(viewer(), opportunity)
    tell(gettext("“%(title)s” is on the lists.", title=opportunity.title))
    return redirect(url_for("opportunities.show_opportunity", number=number), code=303)


def _professions(form: OpportunityForm, opportunity: Opportunity) -> list[str]:
    """The chosen profession first; others the advert names are kept while its own stays."""
    chosen = form.profession.data
    return queries.professions_of(opportunity) if chosen == opportunity.profession else [chosen]


def _is_url_taken(form: OpportunityForm, own: Opportunity | None = None) -> bool:
    """Whether another opportunity has this link; the form then says so."""
    address = form.url.data
    if not address or not queries.is_url_taken(address, beside=own):
        return False
    form.url.errors = [gettext("Another opportunity has this link. Search for it in the list.")]
    return True
