"""What a client agreed to share for one request each, on her page of who sees what."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.services import note_read
from app.support import group_queries, presenters, queries, services
from app.support.blueprint import blueprint
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/clients/<reference>/shared-requests")
def show_shares(reference: str) -> Response:
    client = clients.client(viewer(), reference)
    note_read(viewer(), client.id)
    return render(
        "support/shares.html",
        "support/_shares.html",
        client=client,
        shares=queries.shares(viewer(), client),
        ended=queries.ended_shares(viewer(), client),
        groups=[part.group for part in group_queries.parts_of(client.id)],
        show=presenters,
        key=BaseForm().form_key.data,
    )


@blueprint.post("/clients/<reference>/shared-requests/<request_reference>/stop")
def stop_sharing(reference: str, request_reference: str) -> Response:
    client = clients.client(viewer(), reference)
    found = queries.share(viewer(), client, request_reference)

    def act() -> str:
        services.stop_sharing(viewer(), found)
        tell(gettext("This is not shared any more."))
        return url_for("clients.show_consent", reference=reference)

    return once(BaseForm(), act)
