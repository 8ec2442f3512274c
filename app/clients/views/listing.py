"""The list of clients, with search as you type."""

from flask import request
from werkzeug.wrappers import Response

from app.clients import listing, presenters
from app.clients.blueprint import blueprint
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("")
def list_clients() -> Response:
    search = request.args.get("search", "")
    profession = request.args.get("profession", "")
    stage = request.args.get("stage", "")
    return render(
        "clients/list.html",
        "clients/_client_list.html",
        page=listing.client_list(
            viewer(),
            search=search,
            profession=profession,
            stage=stage,
            cursor=request.args.get("after"),
        ),
        profession_names=presenters.professions(),
        stage_names={stage: str(name) for stage, name in presenters.STAGE_NAMES.items()},
        search=search,
        profession=profession,
        stage=stage,
    )
