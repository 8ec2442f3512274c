"""Administration: the messages that were or would be sent."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.notifications import queries as notifications
from app.notifications.presenters import STATUS_NAMES
from app.web.guard import viewer
from app.web.rendering import render

blueprint = Blueprint("admin", __name__, url_prefix="/admin", cli_group=None)


@blueprint.get("")
def show_admin() -> Response:
    return render("admin/admin.html")


@blueprint.get("/messages")
def list_messages() -> Response:
    page = notifications.messages(viewer(), cursor=request.args.get("after"))
    return render(
        "admin/messages.html",
        page=page,
        statuses=STATUS_NAMES,
        hidden=notifications.FOR_THE_READER_ALONE,
    )
