"""The page of a link that an organisation without an account was sent; nobody signs in for it."""

from flask import url_for
from werkzeug.wrappers import Response

from app.accounts.answer_links import opened, sender
from app.support import links
from app.support.blueprint import blueprint
from app.support.models import SupportRequest
from app.support.views.pages import Visit, make_move, request_page, show_move
from app.web.forms import BaseForm
from app.web.once import once
from app.web.rendering import render

OVER = "support/link_over.html"


@blueprint.get("/support/answer/<token>")
def show_link(token: str) -> Response:
    found = _opened(token)
    if isinstance(found, Response):
        return found
    links.note_opening(found)
    return request_page(_visit(token, found), found)


@blueprint.get("/support/answer/<token>/<move>")
def show_link_move(token: str, move: str) -> Response:
    found = _opened(token)
    if isinstance(found, Response):
        return found
    links.note_opening(found)
    return show_move(_visit(token, found), found, move)


@blueprint.post("/support/answer/<token>/<move>")
def move_by_link(token: str, move: str) -> Response:
    found = _opened(token)
    if isinstance(found, Response):
        return found
    return make_move(
        _visit(token, found), found, move,
        again=lambda: links.request_of(token), moved=lambda: links.keep_alive(token),
    )  # fmt: skip


@blueprint.post("/support/new-link/<token>")
def send_new_link(token: str) -> Response:
    """The same answer to all, so that nobody learns which links there were."""

    def act() -> str:
        links.send_new_link(token)
        return url_for("support.show_link_sent")

    return once(BaseForm(), act)


@blueprint.get("/support/new-link")
def show_link_sent() -> Response:
    return render("support/link_sent.html")


def _opened(token: str) -> SupportRequest | Response:
    key = BaseForm().form_key.data
    return opened(token, links.request_of, page=OVER, token=token, key=key)


def _visit(token: str, found: SupportRequest) -> Visit:
    address = url_for("support.show_link", token=token)
    return Visit(sender(found.organisation), address, is_by_link=True)
