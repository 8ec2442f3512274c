"""What is old of a client: asked of her, answered by her or by staff, and the list of all."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import fact_text, freshness, queries, services
from app.clients.blueprint import blueprint
from app.clients.fact_models import Confirmed, Topic
from app.clients.said_differently import said
from app.errors import NotFound
from app.policy import Role
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/stale")
def list_stale() -> Response:
    page = freshness.stale_clients(viewer(), cursor=request.args.get("after"))
    return render(
        "clients/stale.html",
        page=page,
        said={client_id for client_id, _topic in said(row.client.id for row in page.rows)},
        text=fact_text,
    )


@blueprint.get("/<reference>/confirm")
def show_confirm(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    services.note_read(viewer(), client.id)
    return render(
        "clients/confirm.html",
        client=client,
        standings=freshness.standings(client),
        said={topic: notes for (_id, topic), notes in said([client.id]).items()},
        topic_lines=fact_text.topic_lines,
        text=fact_text,
        is_own=viewer().role is Role.CLIENT,
    )


@blueprint.post("/<reference>/confirm/<topic>")
def confirm(reference: str, topic: str) -> Response:
    client = queries.client(viewer(), reference)
    if topic not in set(Topic):
        raise NotFound(topic)
    freshness.confirm(viewer(), client, Topic(topic), how=_how())
    tell(gettext("Thank you. It is noted."))
    return redirect(url_for("clients.show_confirm", reference=reference), code=303)


def _how() -> Confirmed:
    """A client says it online; staff say how they know, on the phone if they do not say."""
    if viewer().role is Role.CLIENT:
        return Confirmed.ONLINE
    said = request.form.get("how", "")
    return Confirmed(said) if said in fact_text.CONFIRMED_BY_STAFF else Confirmed.PHONE
