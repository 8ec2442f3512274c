"""What a client needs, on her page, and asking a partner for it."""

from flask import redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from app import clock
from app.clients import queries as clients
from app.clients.models import Client
from app.clients.services import note_read
from app.errors import Conflict, NotFound
from app.organisations import service_queries
from app.organisations.models import Service, ServiceKind
from app.places import distances
from app.policy import Role
from app.support import filters, presenters, queries, services, wordings
from app.support.blueprint import blueprint
from app.support.forms import AskForm, NeedForm
from app.support.models import Need
from app.support.standing import standing
from app.support.transitions import Side
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import Page
from app.web.rendering import render, tell


@blueprint.get("/clients/<reference>/needs")
def show_client_needs(reference: str) -> Response:
    client = _opened(reference)
    needs = queries.needs_of(viewer(), client)
    asked = queries.requests_for(viewer(), client, needs)
    sides = frozenset({Side.ASKER})
    return render(
        "support/needs.html",
        "support/_client_needs.html",
        client=client,
        needs=needs,
        asked={
            key: [(row, standing(row, sides), _is_open_to(row)) for row in rows]
            for key, rows in asked.items()
        },
        is_own=viewer().client_id == client.id,
        sees_all=queries.sees_all(viewer(), client),
        show=presenters,
        key=BaseForm().form_key.data,
    )


def _is_open_to(row: queries.SupportRequest) -> bool:
    """Whether the viewer may open a request of a client in reach."""
    own = viewer().organisation_id
    return viewer().role is not Role.PARTNER or own in (
        row.asking_organisation_id,
        row.organisation_id,
    )


@blueprint.get("/clients/<reference>/needs/new")
def show_new_need(reference: str) -> Response:
    client = _opened(reference)
    form = NeedForm(data={"since": clock.today(), "kind": request.args.get("kind", "")})
    return render("support/new_need.html", form=form, client=client)


@blueprint.post("/clients/<reference>/needs/new")
def record_need(reference: str) -> Response:
    client = _opened(reference)
    form = NeedForm()
    if not form.validate():
        return render("support/new_need.html", form=form, client=client, status=422)

    def act() -> str:
        need = services.record_need(viewer(), client, **form.answers())
        tell(gettext("It is written down. Who could help?"))
        return url_for("support.choose_service", reference=reference, number=need.id)

    return once(form, act)


@blueprint.post("/clients/<reference>/needs/<int:number>/end")
def end_need(reference: str, number: int) -> Response:
    client = _opened(reference)
    need = queries.need(viewer(), client, number)

    def act() -> str:
        services.end_need(viewer(), need)
        tell(gettext("The need is over."))
        return url_for("support.show_client_needs", reference=reference)

    return once(BaseForm(), act)


@blueprint.get("/clients/<reference>/needs/<int:number>/ask")
def choose_service(reference: str, number: int) -> Response:
    client = _opened(reference)
    need = queries.need(viewer(), client, number)
    asked = filters.choosing(request.args, ServiceKind(need.kind), client.postcode)
    page = _choice(asked.wanted, request.args.get("after"))
    return render(
        "support/choose_service.html",
        "support/_choice_list.html",
        client=client,
        need=need,
        page=page,
        filters=asked,
        kept=filters.kept(asked) | {"kind": None, "km": None, "postcode": asked.postcode},
        far=distances(page.rows, asked.wanted.near),
        spoken=service_queries.languages_of(page.rows),
        is_stale=service_queries.is_stale,
        show=presenters,
    )


def _choice(wanted: service_queries.Wanted, cursor: str | None) -> Page[Service]:
    """The nearest first, where it is known where she lives; else by name."""
    if wanted.near is None:
        return service_queries.services(viewer(), wanted, cursor=cursor)
    return service_queries.nearest_services(viewer(), wanted, wanted.near, cursor=cursor)


@blueprint.get("/clients/<reference>/needs/<int:number>/ask/<int:service_id>")
def show_ask(reference: str, number: int, service_id: int) -> Response:
    client, need, service = _asking(reference, number, service_id)
    form = AskForm(data={"words": need.words, "language": client.preferred_language})
    form.fit(viewer(), _contacts(client))
    return _ask_page(client, need, service, form)


@blueprint.post("/clients/<reference>/needs/<int:number>/ask/<int:service_id>")
def ask_for_support(reference: str, number: int, service_id: int) -> Response:
    try:
        client, need, service = _asking(reference, number, service_id)
    except NotOffered:
        tell(gettext("This service is not offered any more. Please choose another."))
        return redirect(_choices(reference, number), code=303)
    form = AskForm()
    form.fit(viewer(), _contacts(client))
    if not form.validate():
        return _ask_page(client, need, service, form, status=422)
    share = services.Share(
        words=form.words.data, contact=form.contact.data or "", given=form.how(),
        language=form.language.data if form.language else str(get_locale() or "en"),
    )  # fmt: skip

    def act() -> str:
        made = services.ask_for_support(viewer(), need, service, share)
        tell(gettext("The organisation is asked. It answers within two working days."))
        return url_for("support.show_request", reference=made.reference)

    try:
        return once(form, act)
    except services.AlreadyAsked:
        told = gettext("This service is asked for this need already.")
    except Conflict as conflict:
        told = str(conflict)
    form.form_errors.append(told)
    return _ask_page(client, need, service, form, status=409)


class NotOffered(NotFound):
    """The service has been paused, perhaps while the page was open."""


def _opened(reference: str) -> Client:
    """A client in reach; that somebody looked at what she needs is kept."""
    client = clients.client(viewer(), reference)
    note_read(viewer(), client.id)
    return client


def _asking(reference: str, number: int, service_id: int) -> tuple[Client, Need, Service]:
    client = _opened(reference)
    need = queries.need(viewer(), client, number)
    try:
        service = service_queries.offered_service(viewer(), service_id)
    except NotFound as error:
        raise NotOffered("service") from error
    if service.kind != need.kind:
        raise NotFound("service")
    return client, need, service


def _choices(reference: str, number: int) -> str:
    return url_for("support.choose_service", reference=reference, number=number)


def _contacts(client: Client) -> list[str]:
    return [one for one in (client.phone, client.email) if one]


def _ask_page(
    client: Client, need: Need, service: Service, form: AskForm, status: int = 200
) -> Response:
    return render(
        "support/ask.html", client=client, need=need, service=service, form=form, status=status,
        is_own=viewer().client_id == client.id, show=presenters,
        spoken=service_queries.languages_of([service]),
        consent=wordings.CONSENT_WORDINGS[wordings.CONSENT_VERSION],
    )  # fmt: skip
