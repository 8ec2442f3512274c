"""The page of a link by which an organisation without an account checks its services."""

from collections.abc import Callable
from functools import partial

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.answer_links import opened, sender
from app.organisations import listed_services, service_queries
from app.organisations.models import Service
from app.policy import Viewer
from app.support import checking, presenters
from app.support.blueprint import blueprint
from app.web.forms import BaseForm, version_of
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/support/check-services/<token>")
def show_check(token: str) -> Response:
    organisation = opened(token, checking.organisation_of)
    if isinstance(organisation, Response):
        return organisation
    services = service_queries.services_of(organisation)
    return render(
        "support/check_services.html",
        organisation=organisation,
        services=services,
        spoken=service_queries.languages_of(services),
        is_stale=service_queries.is_stale,
        token=token,
        show=presenters,
        may_keep=True,
        key=BaseForm().form_key.data,
    )


@blueprint.post("/support/check-services/<token>/<int:number>/right")
def assure_by_link(token: str, number: int) -> Response:
    told = gettext("Thank you. It is noted as right today.")
    read = version_of(request.form.get("way", ""))
    return _keep(token, number, partial(listed_services.assure_service, version=read), told)


@blueprint.post("/support/check-services/<token>/<int:number>/pause")
def pause_by_link(token: str, number: int) -> Response:
    told = gettext(
        "Nobody is shown the service any more. Was that a mistake? Ring the Learning Works."
    )
    return _keep(token, number, listed_services.end_service, told)


def _keep(token: str, number: int, verb: Callable[[Viewer, Service], None], told: str) -> Response:
    organisation = opened(token, checking.organisation_of)
    if isinstance(organisation, Response):
        return organisation
    own = sender(organisation)
    service = service_queries.kept_service(own, organisation, number)

    def act() -> str:
        verb(own, service)
        tell(told)
        return url_for("support.show_check", token=token)

    return once(BaseForm(), act)
