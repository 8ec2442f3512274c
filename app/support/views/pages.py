"""One request and its moves, as pages for whoever came to it: signed in or by a link."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask_babel import gettext
from werkzeug.wrappers import Response

from app.decisions import Text
from app.errors import Conflict, Forbidden, NotFound
from app.policy import Role, Viewer
from app.support import histories, presenters, queries, services, standing
from app.support.forms import MoveForm
from app.support.models import SupportRequest
from app.support.transitions import RULE, Move, Rule, Side, State, moves_for, rule_of
from app.web.once import once
from app.web.rendering import render, tell


@dataclass(frozen=True)
class Visit:
    """Who looks at a request, and the address that its moves are below."""

    viewer: Viewer
    address: str
    is_by_link: bool = False


def _sides(visit: Visit, found: SupportRequest) -> frozenset[Side]:
    """By a link an organisation answers, and does nothing else, even where it asked itself."""
    return frozenset({Side.RECEIVER}) if visit.is_by_link else queries.sides(visit.viewer, found)


def request_page(visit: Visit, found: SupportRequest) -> Response:
    sides = _sides(visit, found)
    form = MoveForm(formdata=None)
    form.version.data = str(found.version)
    return render(
        "support/request.html",
        request=found,
        visit=visit,
        name=standing.name_of(found, sides),
        words=standing.words_of(found, sides),
        standing=standing.standing(found, sides),
        history=_history(visit, found, sides),
        trust=found.client.programme.trust if visit.is_by_link else None,
        moves=moves_for(State(found.state), sides),
        is_asker=Side.ASKER in sides,
        to_ring=queries.to_ring(found) if Side.ASKER in sides else None,
        role=visit.viewer.role,
        show=presenters,
        form=form,
    )


def _history(visit: Visit, found: SupportRequest, sides: frozenset[Side]) -> list[histories.Entry]:
    """What has happened; by a link nothing of it once the request has ended."""
    if visit.is_by_link and not found.is_open:
        return []
    return histories.history(visit.viewer, found, queries.moves_of(found), sides)


def show_move(visit: Visit, found: SupportRequest, name: str) -> Response:
    rule = _rule(visit, found, name)
    if found.state not in rule.origins:
        raise services.moved_meanwhile()
    form = _form(visit, found, rule, is_empty=True)
    form.begin(found, rule.move)
    return _move_page(visit, found, rule, form)


def make_move(
    visit: Visit, found: SupportRequest, name: str, *,
    again: Callable[[], SupportRequest], moved: Callable[[], None] | None = None,
) -> Response:  # fmt: skip
    """Make a move once; who comes second reads the request `again` with what was typed kept."""
    rule = _rule(visit, found, name)
    form = _form(visit, found, rule)
    if not form.validate():
        return _move_page(visit, found, rule, form, status=422)

    def act() -> str:
        said = form.said(found, rule.move)
        services.move_request(visit.viewer, found, rule.move, said, version=form.version_number)
        if moved is not None:
            moved()
        tell(
            gettext("It is noted. The organisation is told.")
            if visit.viewer.role is Role.CLIENT
            else gettext("It is noted. The other side and the person are told.")
        )
        return visit.address

    try:
        return once(form, act)
    except Conflict as conflict:
        now = again()
        form.version.data = str(now.version)
        form.form_errors = [str(conflict), gettext("What you wrote is still below.")]
        return _move_page(visit, now, rule, form, status=409)


def _form(visit: Visit, found: SupportRequest, rule: Rule, *, is_empty: bool = False) -> MoveForm:
    """The form of a move; a client is not asked what she reads herself."""
    form = MoveForm(formdata=None) if is_empty else MoveForm()
    fitted = rule_of(rule.move, is_own=found.is_own)
    if visit.viewer.role is Role.CLIENT:
        fitted = replace(fitted, for_client=Text.NONE)
    form.fit(fitted)
    return form


def _rule(visit: Visit, found: SupportRequest, name: str) -> Rule:
    """The rule of a move in an address; the other side's move is forbidden."""
    key = name.replace("-", "_")
    if "_" in name or key not in set(Move) - {Move.ASK}:
        raise NotFound("move")
    rule = RULE[Move(key)]
    if rule.side not in _sides(visit, found):
        raise Forbidden(key)
    return rule


def _move_page(
    visit: Visit, found: SupportRequest, rule: Rule, form: MoveForm, status: int = 200
) -> Response:
    sides = _sides(visit, found)
    return render(
        "support/move.html",
        request=found,
        visit=visit,
        name=standing.name_of(found, sides),
        form=form,
        title=presenters.MOVE_NAMES[rule.move],
        question=histories.question(visit.viewer, queries.moves_of(found))
        if rule.move is Move.GIVE_INFORMATION
        else "",
        status=status,
    )
