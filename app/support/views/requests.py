"""Requests for support: the lists, one request, and its moves."""

from dataclasses import replace

from flask import request as http
from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients.services import note_reads
from app.decisions import Text
from app.errors import Conflict, Forbidden, NotFound
from app.policy import Role
from app.support import histories, presenters, queries, services, standing
from app.support.blueprint import blueprint
from app.support.forms import MoveForm
from app.support.models import SupportRequest
from app.support.queries import Show
from app.support.transitions import RULE, Move, Rule, Side, State, moves_for, rule_of
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/support/requests")
def list_requests() -> Response:
    show = Show.ENDED if http.args.get("show") == Show.ENDED else Show.OPEN
    by_us = viewer().role is Role.PARTNER and http.args.get("side") == Side.ASKER
    side = Side.ASKER if by_us else Side.RECEIVER
    page = queries.requests(viewer(), side=side, show=show, cursor=http.args.get("after"))
    note_reads(viewer(), [row.client_id for row in page.rows])
    # A list is read from one side; staff see both names and what is late at the receiver's.
    sides = frozenset(Side) if viewer().role is Role.STAFF else frozenset({_side_of(side)})
    return render(
        "support/requests.html",
        "support/_request_list.html",
        page=page,
        lines=[standing.line(row, sides) for row in page.rows],
        show=show,
        side=side,
        role=viewer().role,
        title=_title(side),
        kinds=presenters.SERVICE_KINDS,
    )


def _side_of(side: Side) -> Side:
    return Side.ASKER if viewer().role is Role.CLIENT else side


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
    return _page(found)


@blueprint.get("/support/requests/<reference>/<move>")
def show_move(reference: str, move: str) -> Response:
    found, rule = _moving(reference, move)
    if found.state not in rule.origins:
        raise services.moved_meanwhile()
    form = _form(found, rule, is_empty=True)
    form.begin(found, rule.move)
    return _move_page(found, rule, form)


@blueprint.post("/support/requests/<reference>/<move>")
def move_request(reference: str, move: str) -> Response:
    found, rule = _moving(reference, move)
    form = _form(found, rule)
    if not form.validate():
        return _move_page(found, rule, form, status=422)

    def act() -> str:
        said = form.said(found, rule.move)
        services.move_request(viewer(), found, rule.move, said, version=form.version_number)
        tell(gettext("It is noted. The other side and the person are told."))
        return url_for("support.show_request", reference=reference)

    try:
        return once(form, act)
    except Conflict as conflict:
        now = queries.request(viewer(), reference)
        form.version.data = str(now.version)
        form.form_errors = [str(conflict), gettext("What you wrote is still below.")]
        return _move_page(now, rule, form, status=409)


def _form(found: SupportRequest, rule: Rule, *, is_empty: bool = False) -> MoveForm:
    """The form of a move; a client is not asked what she reads herself."""
    form = MoveForm(formdata=None) if is_empty else MoveForm()
    fitted = rule_of(rule.move, is_own=found.is_own)
    if viewer().role is Role.CLIENT:
        fitted = replace(fitted, for_client=Text.NONE)
    form.fit(fitted)
    return form


def _moving(reference: str, name: str) -> tuple[SupportRequest, Rule]:
    """The request and the rule of a move in an address; the other side's move is forbidden."""
    found = queries.request(viewer(), reference)
    key = name.replace("-", "_")
    if "_" in name or key not in set(Move) - {Move.ASK}:
        raise NotFound("move")
    rule = RULE[Move(key)]
    if rule.side not in queries.sides(viewer(), found):
        raise Forbidden(key)
    return found, rule


def _page(found: SupportRequest) -> Response:
    sides = queries.sides(viewer(), found)
    form = MoveForm(formdata=None)
    form.version.data = str(found.version)
    return render(
        "support/request.html",
        request=found,
        name=standing.name_of(found, sides),
        words=standing.words_of(found, sides),
        standing=standing.standing(found, sides),
        history=histories.history(viewer(), found, queries.moves_of(found), sides),
        moves=moves_for(State(found.state), sides),
        is_asker=Side.ASKER in sides,
        role=viewer().role,
        show=presenters,
        form=form,
    )


def _move_page(found: SupportRequest, rule: Rule, form: MoveForm, status: int = 200) -> Response:
    sides = queries.sides(viewer(), found)
    return render(
        "support/move.html",
        request=found,
        name=standing.name_of(found, sides),
        form=form,
        title=presenters.MOVE_NAMES[rule.move],
        question=histories.question(viewer(), queries.moves_of(found))
        if rule.move is Move.GIVE_INFORMATION
        else "",
        status=status,
    )
