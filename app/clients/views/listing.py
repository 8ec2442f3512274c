"""The list of clients, with search as you type."""

from flask import request
from werkzeug.wrappers import Response

from app.clients import presenters, queries
from app.clients.views.blueprint import blueprint
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("")
def list_clients() -> Response:
    asked = {name: request.args.get(name, "") for name in ("search", "profession", "stage")}
    return render(
        "clients/list.html",
        "clients/_client_list.html",
        page=queries.client_list(viewer(), **asked, cursor=request.args.get("after")),
        profession_names=presenters.professions(),
        stage_names=presenters.STAGE_NAMES,
        **asked,
    )
