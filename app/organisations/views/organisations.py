"""The partnership's organisations: a list with search, and a page for each."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.organisations import presenters, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.forms import OrganisationForm
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.presenters import KIND_NAMES
from app.organisations.service_queries import may_keep, services_of
from app.web import panels
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render


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
        services=services_of(organisation),
        may_keep=may_keep(viewer(), organisation),
        show=presenters,
        panels=panels.for_viewer(panels.ORGANISATION, viewer()),
    )


@blueprint.get("/new")
def show_new_organisation() -> Response:
    return render("organisations/new.html", form=OrganisationForm())


@blueprint.post("/new")
def create_organisation() -> Response:
    form = OrganisationForm()
    return _keep(form, "organisations/new.html", None)


@blueprint.get("/<reference>/edit")
def show_edit(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    form = OrganisationForm(obj=organisation)
    return render("organisations/edit.html", form=form, organisation=organisation)


@blueprint.post("/<reference>/edit")
def save_organisation(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    return _keep(OrganisationForm(), "organisations/edit.html", organisation)


def _keep(form: OrganisationForm, page: str, organisation: Organisation | None) -> Response:
    """Make or change an organisation from the form, or show what is wrong with it."""
    if not form.validate():
        return render(page, form=form, organisation=organisation, status=422)

    def act() -> str:
        answers = form.given()
        answers["kind"] = OrganisationKind(answers["kind"])
        if organisation is None:
            made = services.create_organisation(viewer(), **answers)
            return url_for("organisations.show_organisation", reference=made.reference)
        services.change_organisation(viewer(), organisation, **answers)
        return url_for("organisations.show_organisation", reference=organisation.reference)

    try:
        return once(form, act)
    except services.NameTaken:
        form.name.errors = [gettext("There is an organisation of this name already.")]
        return render(page, form=form, organisation=organisation, status=422)
