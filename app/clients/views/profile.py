"""A client's page, as whoever opens it may see her."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.accounts.coordinators import coordinators
from app.clients import evidence, presenters, queries, reference_names, sections, services
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.client_view import ClientView
from app.clients.recipients import doubts
from app.policy import Permission
from app.web import panels
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.rendering import render


def opened(reference: str, *, needs: FieldGroup = FieldGroup.FIRST_NAME) -> ClientView:
    """The client as the viewer may see her, with a note that they looked."""
    client = queries.client_page(viewer(), reference, needs=needs)
    services.note_read(viewer(), client.id)
    return client


@blueprint.get("/me")
def show_own_page() -> Response:
    reference = queries.own_reference(viewer())
    return redirect(url_for("clients.show_client", reference=reference))


@blueprint.get("/<reference>")
def show_client(reference: str) -> Response:
    client = opened(reference)
    return render(
        "clients/show.html",
        client=client,
        text=presenters,
        names=reference_names,
        doubts=doubts(client.id, client.contact.email) if client.contact else None,
        edit_links=_edit_links(reference),
        known={one.key: one for one in evidence.facts(client)}
        if FieldGroup.ENGLISH in client.groups
        else {},
        panels=panels.for_viewer(panels.CLIENT, viewer(), client.groups),
        coordinators=coordinators(viewer()) if viewer().may(Permission.CLIENT_ASSIGN) else {},
        button_form=BaseForm(),
    )


def _edit_links(reference: str) -> dict[str, str]:
    """Where each section that the viewer may change is changed."""
    return {
        key: url_for("clients.show_section", reference=reference, section=key)
        for key in sections.open_to(viewer())
    }
