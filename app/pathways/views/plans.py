"""A client's plan: the page, its printed twin, and making and changing it."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients.models import Client
from app.clients.queries import own_reference
from app.clients.services import note_read
from app.errors import error_page
from app.pathways import forms, queries, services
from app.pathways.blueprint import blueprint
from app.pathways.brought import not_used
from app.pathways.documents import NoPdf, plan_pdf
from app.pathways.record import own_route_key, routes_of
from app.pathways.sheet import plan_sheet
from app.policy import Permission
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

PLAN = "/clients/<reference>/plan"
GOAL_LENGTH = 300


@blueprint.get("/plan")
def show_own_plan() -> Response:
    """A client's own plan, wherever her record is."""
    return redirect(url_for("pathways.show_plan", reference=own_reference(viewer())))


@blueprint.get(PLAN)
def show_plan(reference: str) -> Response:
    """The plan; the fragment is its summary, which is the panel on the client's page."""
    client = queries.plan_client(viewer(), reference)
    note_read(viewer(), client.id)
    plan = queries.plan_of(client)
    may_edit = viewer().may(Permission.PLAN_EDIT)
    return render(
        "pathways/plan.html",
        "pathways/_plan_summary.html",
        client=client,
        plan=plan,
        sheet=plan_sheet(viewer(), plan) if plan else None,
        is_stale=bool(plan and may_edit and queries.plan_is_stale(plan)),
        may_edit=may_edit,
        is_own=viewer().client_id == client.id,
        form=BaseForm(),
    )


@blueprint.get(f"{PLAN}/print")
def print_plan(reference: str) -> Response:
    plan = queries.current_plan(viewer(), reference)
    note_read(viewer(), plan.client_id)
    return render("pathways/print.html", sheet=plan_sheet(viewer(), plan))


@blueprint.get(f"{PLAN}.pdf")
def download_plan(reference: str) -> Response:
    """The plan as a PDF, made now unless it is in the store; 503 in words when it cannot be."""
    plan = queries.current_plan(viewer(), reference)
    note_read(viewer(), plan.client_id)
    try:
        document = plan_pdf(plan_sheet(viewer(), plan))
    except NoPdf as error:
        return error_page(503, str(error))
    response = Response(document.content, mimetype="application/pdf")
    name = f"plan-{plan.client.reference}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(document.digest)
    return response.make_conditional(request)


@blueprint.get(f"{PLAN}/new")
def choose_route(reference: str) -> Response:
    client = queries.plan_client(viewer(), reference)
    note_read(viewer(), client.id)
    goals = [" ".join(row.goals.split()) for row in not_used(client)]
    form = forms.RouteForm(goal=(client.goal or "; ".join(filter(None, goals)))[:GOAL_LENGTH])
    return _ask_route(client, form)


@blueprint.post(f"{PLAN}/new")
def make_plan(reference: str) -> Response:
    client = queries.plan_client(viewer(), reference)
    form = forms.RouteForm()
    form.offer(routes_of(client), None)
    if not form.validate():
        return _ask_route(client, form, status=422)

    def action() -> str:
        route = "" if form.route.data == forms.NO_ROUTE else form.route.data
        services.make_plan(viewer(), client, route=route, goal=form.goal.data or "")
        tell(gettext("The plan is made."))
        return plan_address(client)

    return once(form, action)


@blueprint.post(f"{PLAN}/refresh")
def refresh_plan(reference: str) -> Response:
    plan = queries.current_plan(viewer(), reference)

    def action() -> str:
        services.refresh_plan(viewer(), plan)
        tell(gettext("The plan is up to date with the record."))
        return plan_address(plan.client)

    return once(BaseForm(), action)


def plan_address(client: Client) -> str:
    return url_for("pathways.show_plan", reference=client.reference)


def _ask_route(client: Client, form: forms.RouteForm, *, status: int = 200) -> Response:
    routes = routes_of(client)
    form.offer(routes, own_route_key(client))
    return render(
        "pathways/choose_route.html",
        client=client,
        form=form,
        routes=routes,
        brought=not_used(client),
        status=status,
    )
