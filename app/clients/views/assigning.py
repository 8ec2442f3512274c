"""Who coordinates a client, and giving several that were ticked in the list to somebody."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.batch_text import result_of, undone_sentence
from app.accounts.coordinators import account_id
from app.clients import assigning, queries
from app.clients.blueprint import blueprint
from app.web.batches import chosen, sealed, unsealed
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import PAGE_SIZE
from app.web.rendering import render, tell


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
    picked = chosen(request.form.getlist("row"), most=PAGE_SIZE)

    def act() -> str:
        if not picked:
            tell(gettext("Nothing was ticked, so nothing was changed."))
            return url_for("clients.list_clients", show="coordinators")
        to = account_id(request.form.get("coordinator"))
        batch = assigning.assign_clients(viewer(), picked, to=to)
        return url_for("clients.show_selected", done=sealed(viewer(), batch))

    return once(BaseForm(), act)


@blueprint.get("/selected")
def show_selected() -> Response:
    return render(
        "accounts/batch.html",
        **result_of(viewer(), request.args.get("done", "")),
        form=BaseForm(),
        undo_address=url_for("clients.undo_selected"),
        list_address=url_for("clients.list_clients", show="coordinators"),
        list_name=gettext("All clients"),
    )


@blueprint.post("/selected/undo")
def undo_selected() -> Response:
    batch = unsealed(viewer(), request.form.get("done", ""))

    def act() -> str:
        tell(undone_sentence(*assigning.undo_clients(viewer(), batch)))
        return url_for("clients.list_clients", show="coordinators")

    return once(BaseForm(), act)
