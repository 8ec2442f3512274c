"""Who coordinates a client, and giving several that were ticked in the list to somebody."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.batch_pages import act_on_chosen, show_result, undo_chosen
from app.accounts.coordinators import account_id
from app.clients import assigning, queries
from app.clients.blueprint import blueprint
from app.policy import Viewer
from app.web.batches import Batch
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import tell


@blueprint.post("/<reference>/coordinator")
def assign(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    to, seen = (account_id(request.form.get(name)) for name in ("coordinator", "seen"))

    def act() -> str:
        if to != seen:
            assigning.assign_client(viewer(), client, to=to, seen=seen)
        tell(gettext("It is noted who coordinates this client."))
        return url_for("clients.show_client", reference=reference)

    return once(BaseForm(), act)


@blueprint.post("/selected")
def act_on_selected() -> Response:
    def act(actor: Viewer, picked: Mapping[str, str]) -> Batch:
        to = account_id(request.form.get("coordinator"))
        return assigning.assign_clients(actor, picked, to=to)

    return act_on_chosen("clients", whole=assigning.whole_client_list, act=act)


@blueprint.get("/selected")
def show_selected() -> Response:
    return show_result("clients")


@blueprint.post("/selected/undo")
def undo_selected() -> Response:
    return undo_chosen("clients", assigning.undo_clients)
