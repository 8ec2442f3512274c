"""The partnership's organisations: a list with search, and a page for each."""

from flask import Blueprint, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.organisations import queries, services
from app.organisations.forms import OrganisationForm, ServiceForm
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.presenters import KIND_NAMES, SERVICE_KINDS
from app.web import panels
from app.web.guard import viewer
from app.web.once import once
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
        service_kinds=SERVICE_KINDS,
        services=queries.services_of(organisation),
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


@blueprint.get("/<reference>/services/new")
def show_new_service(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    return render("organisations/new_service.html", form=ServiceForm(), organisation=organisation)


@blueprint.post("/<reference>/services/new")
def add_service(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    form = ServiceForm()
    if not form.validate():
        return render(
            "organisations/new_service.html", form=form, organisation=organisation, status=422
        )

    def act() -> str:
        services.add_service(viewer(), organisation, **form.given())
        return url_for("organisations.show_organisation", reference=reference)

    return once(form, act)


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
