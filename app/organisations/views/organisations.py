"""The partnership's organisations: a list with search, and a page for each."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.notifications.refused import refused_of
from app.organisations import presenters, queries, services
from app.organisations.blueprint import blueprint
from app.organisations.forms import OrganisationForm
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.presenters import KIND_NAMES
from app.organisations.service_queries import may_keep, services_of
from app.web import panels
from app.web.clashes import Both, both
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render
from app.web.seen import Clash


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
    is_kept = may_keep(viewer(), organisation)
    return render(
        "organisations/show.html",
        organisation=organisation,
        is_refused=is_kept and bool(refused_of([organisation.email])),
        kinds=KIND_NAMES,
        services=services_of(organisation),
        may_keep=is_kept,
        show=presenters,
        panels=panels.for_viewer(panels.ORGANISATION, viewer()),
    )


@blueprint.get("/new")
def show_new_organisation() -> Response:
    return render("organisations/new.html", form=OrganisationForm())


@blueprint.post("/new")
def create_organisation() -> Response:
    form = OrganisationForm()
    if not form.validate():
        return render("organisations/new.html", form=form, status=422)

    def act() -> str:
        made = services.create_organisation(viewer(), **form.answers())
        return url_for("organisations.show_organisation", reference=made.reference)

    try:
        return once(form, act)
    except services.NameTaken:
        _say_taken(form)
        return render("organisations/new.html", form=form, status=422)


@blueprint.get("/<reference>/edit")
def show_edit(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    form = OrganisationForm(obj=organisation)
    form.note_seen(form.given(), organisation)
    return _edit_page(organisation, form)


@blueprint.post("/<reference>/edit")
def save_organisation(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    form = OrganisationForm()
    if not form.validate():
        return _edit_page(organisation, form, status=422)

    def act() -> str:
        seen = form.seen.data or ""
        services.change_organisation(viewer(), organisation, seen=seen, **form.answers())
        return url_for("organisations.show_organisation", reference=reference)

    try:
        return once(form, act)
    except services.NameTaken:
        _say_taken(form)
        return _edit_page(organisation, form, status=422)
    except Clash as clash:
        form.show_clash(clash)
        return _edit_page(organisation, form, status=409, clash=both(form, clash.current))


def _say_taken(form: OrganisationForm) -> None:
    form.name.errors = [gettext("There is an organisation of this name already.")]


def _edit_page(
    organisation: Organisation,
    form: OrganisationForm,
    status: int = 200,
    clash: Both | None = None,
) -> Response:
    return render(
        "organisations/edit.html", form=form, organisation=organisation, status=status, clash=clash
    )
