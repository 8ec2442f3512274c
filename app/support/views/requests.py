"""Requests for support: the lists, one request, and its moves."""

from flask import request as http
from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients.services import note_reads
from app.policy import Role
from app.support import listing, presenters, queries, standing
from app.support.blueprint import blueprint
from app.support.listing import Show
from app.support.models import SupportRequest
from app.support.transitions import Side
from app.support.views import pages
from app.web.guard import viewer
from app.web.rendering import render


@blueprint.get("/support/requests")
def list_requests() -> Response:
    show, search = http.args.get("show") or Show.OPEN, http.args.get("search", "")
    by_us = viewer().role is Role.PARTNER and http.args.get("side") == Side.ASKER
    side = Side.ASKER if by_us else Side.RECEIVER
    page = listing.requests(
        viewer(), side=side, show=show, search=search, cursor=http.args.get("after")
    )
    note_reads(viewer(), [row.client_id for row in page.rows])
    # A list is read from one side; staff see both names and what is late at the receiver's.
    sides = frozenset(Side) if viewer().role is Role.STAFF else frozenset({_side_of(side)})
    return render(
        "support/requests.html",
        "support/_request_list.html",
        page=page,
        lines=[standing.line(row, sides) for row in page.rows],
        show=show,
        choices=_choices(),
        is_over=listing.is_over(show),
        search=search,
        side=side,
        narrowed={
            "show": http.args.get("show") or None,
            "search": search or None,
            "side": side if by_us else None,
        },
        role=viewer().role,
        title=_title(side),
    )


def _side_of(side: Side) -> Side:
    return Side.ASKER if viewer().role is Role.CLIENT else side


def _choices() -> dict[str, str]:
    """What the list can be narrowed to; a client has few, and is asked no more than need be."""
    wide = {str(Show.OPEN): gettext("Not finished"), str(Show.ENDED): gettext("What has ended")}
    if viewer().role is Role.CLIENT:
        return wide
    states = {str(state): str(name) for state, name in presenters.STATE_NAMES.items()}
    return {str(Show.LATE): gettext("Late")} | wide | states


def _title(side: Side) -> str:
    match viewer().role:
        case Role.CLIENT:
            return gettext("What I asked for")
        case Role.STAFF:
            return gettext("Support that is asked for")
    if side is Side.ASKER:
        return gettext("Support that we asked for")
    return gettext("Support asked of us")


@blueprint.get("/support/requests/<reference>")
def show_request(reference: str) -> Response:
    found = queries.request(viewer(), reference)
    note_reads(viewer(), [found.client_id])
    return pages.request_page(_visit(found), found)


@blueprint.get("/support/requests/<reference>/<move>")
def show_move(reference: str, move: str) -> Response:
    found = queries.request(viewer(), reference)
    return pages.show_move(_visit(found), found, move)


@blueprint.post("/support/requests/<reference>/<move>")
def move_request(reference: str, move: str) -> Response:
    found = queries.request(viewer(), reference)
    return pages.make_move(
        _visit(found), found, move, again=lambda: queries.request(viewer(), reference)
    )


def _visit(found: SupportRequest) -> pages.Visit:
    return pages.Visit(viewer(), url_for("support.show_request", reference=found.reference))
