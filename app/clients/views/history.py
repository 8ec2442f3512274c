"""The history of every field of a client, for staff."""

from flask import request
from werkzeug.wrappers import Response

from app.clients import change_text, history
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.views.profile import opened
from app.web.rendering import render


@blueprint.get("/<reference>/history")
def show_history(reference: str) -> Response:
    client = opened(reference, needs=FieldGroup.AUDIT)
    field = request.args.get("field", "")[:60]
    return render(
        "clients/history.html",
        "clients/_history.html",
        client=client,
        page=history.changes(client.id, field=field, cursor=request.args.get("after")),
        field=field,
        field_names=change_text.history_fields(),
        field_name=change_text.field_name,
        text=change_text,
    )
