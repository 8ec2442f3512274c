"""An organisation's services, kept by its own people and by the staff."""

from collections.abc import Callable
from functools import partial

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import Conflict, Forbidden
from app.organisations import listed_services, presenters, queries, service_queries
from app.organisations.blueprint import blueprint
from app.organisations.forms import ServiceForm
from app.organisations.models import Organisation, Service
from app.policy import Viewer
from app.web.clashes import Both, both
from app.web.forms import BaseForm, version_of
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

Keep = Callable[[Viewer, Service], None]


@blueprint.get("/<reference>/services")
def list_services(reference: str) -> Response:
    organisation = queries.organisation(viewer(), reference)
    services = service_queries.services_of(organisation)
    may_keep = service_queries.may_keep(viewer(), organisation)
    return render(
        "organisations/services.html",
        organisation=organisation,
        services=services,
        ended=service_queries.services_of(organisation, is_active=False) if may_keep else [],
        spoken=service_queries.languages_of(services),
        is_stale=service_queries.is_stale,
        may_keep=may_keep,
        show=presenters,
        key=BaseForm().form_key.data,
    )


@blueprint.get("/<reference>/services/new")
def show_new_service(reference: str) -> Response:
    organisation = _kept(reference)
    form = ServiceForm(data={"address": organisation.address, "postcode": organisation.postcode})
    return render("organisations/new_service.html", form=form, organisation=organisation)


@blueprint.post("/<reference>/services/new")
def add_service(reference: str) -> Response:
    organisation = _kept(reference)
    form = ServiceForm()
    if not form.validate():
        return render(
            "organisations/new_service.html", form=form, organisation=organisation, status=422
        )

    def act() -> str:
        listed_services.add_service(viewer(), organisation, **form.details())
        tell(gettext("The service is added. People can find it now."))
        return _address(organisation)

    return once(form, act)


@blueprint.get("/<reference>/services/<int:number>/edit")
def show_service(reference: str, number: int) -> Response:
    organisation = _kept(reference)
    service = service_queries.kept_service(viewer(), organisation, number)
    return _edit_page(organisation, service, _filled(service))


@blueprint.post("/<reference>/services/<int:number>/edit")
def change_service(reference: str, number: int) -> Response:
    organisation = _kept(reference)
    service = service_queries.kept_service(viewer(), organisation, number)
    form = ServiceForm()
    if not form.validate():
        return _edit_page(organisation, service, form, status=422)

    def act() -> str:
        listed_services.change_service(
            viewer(), service, version=form.version_number, **form.details()
        )
        tell(gettext("The service is changed."))
        return _address(organisation)

    try:
        return once(form, act)
    except Conflict:
        present = service_queries.kept_service(viewer(), organisation, number)
        saved = _filled(present).given()
        form.version.data = str(present.version)
        return _edit_page(organisation, present, form, status=409, clash=both(form, saved))


@blueprint.post("/<reference>/services/<int:number>/assure")
def assure_service(reference: str, number: int) -> Response:
    told = gettext("Thank you. It is noted as right today.")
    read = version_of(request.form.get("way", ""))
    return _keep(reference, number, partial(listed_services.assure_service, version=read), told)


@blueprint.post("/<reference>/services/<int:number>/end")
def end_service(reference: str, number: int) -> Response:
    told = gettext("Nobody is shown the service any more. You can offer it again here.")
    return _keep(reference, number, listed_services.end_service, told)


@blueprint.post("/<reference>/services/<int:number>/offer-again")
def offer_service_again(reference: str, number: int) -> Response:
    told = gettext("The service is offered again.")
    return _keep(reference, number, listed_services.offer_service_again, told)


def _keep(reference: str, number: int, verb: Keep, told: str) -> Response:
    """One press about one service."""
    organisation = _kept(reference)
    service = service_queries.kept_service(viewer(), organisation, number)

    def act() -> str:
        verb(viewer(), service)
        tell(told)
        return _address(organisation)

    return once(BaseForm(), act)


def _kept(reference: str) -> Organisation:
    """The organisation, when the viewer keeps its services; it is there for others to see."""
    organisation = queries.organisation(viewer(), reference)
    if not service_queries.may_keep(viewer(), organisation):
        raise Forbidden("service")
    return organisation


def _address(organisation: Organisation) -> str:
    return url_for("organisations.list_services", reference=organisation.reference)


def _filled(service: Service) -> ServiceForm:
    form = ServiceForm(formdata=None)
    form.begin(service, service_queries.languages_of([service])[service.id])
    return form


def _edit_page(
    organisation: Organisation,
    service: Service,
    form: ServiceForm,
    status: int = 200,
    clash: Both | None = None,
) -> Response:
    return render(
        "organisations/edit_service.html",
        form=form,
        organisation=organisation,
        service=service,
        clash=clash,
        key=BaseForm().form_key.data,
        status=status,
    )
