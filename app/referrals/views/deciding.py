"""Deciding: a page for each move, accepting, and the first meeting."""

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import queries as clients
from app.clients.duplicates import Candidate, Described, possible_duplicates
from app.clients.services import note_reads
from app.errors import Conflict, Forbidden, NotFound
from app.policy import Permission
from app.referrals import histories, presenters, queries
from app.referrals.acceptance import accept_referral
from app.referrals.blueprint import blueprint
from app.referrals.decision_forms import AcceptForm, DecisionForm
from app.referrals.following import ended_for
from app.referrals.meeting_forms import MeetingForm
from app.referrals.meetings import book_meeting, last_meeting
from app.referrals.models import Referral
from app.referrals.services import make_move, moved_meanwhile
from app.referrals.transitions import RULE, Move, Rule, State, rule_of
from app.referrals.wordings import unfinished
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

# These have pages of their own.
ELSEWHERE = frozenset(
    {Move.SUBMIT, Move.ACCEPT, Move.BOOK_MEETING, Move.CHANGE_MEETING, Move.WITHDRAW}
)


@blueprint.get("/referrals/<reference>/decide/<move>")
def show_decision(reference: str, move: str) -> Response:
    return _show_move(reference, _rule(move, Permission.REFERRAL_TRIAGE))


@blueprint.post("/referrals/<reference>/decide/<move>")
def decide(reference: str, move: str) -> Response:
    return _move(reference, _rule(move, Permission.REFERRAL_TRIAGE))


@blueprint.get("/referrals/<reference>/respond/<move>")
def show_response(reference: str, move: str) -> Response:
    return _show_move(reference, _rule(move, Permission.REFERRAL_RESPOND))


@blueprint.post("/referrals/<reference>/respond/<move>")
def respond(reference: str, move: str) -> Response:
    return _move(reference, _rule(move, Permission.REFERRAL_RESPOND))


@blueprint.get("/referrals/<reference>/accept")
def show_accept(reference: str) -> Response:
    referral = _open_for(reference, RULE[Move.ACCEPT])
    form = AcceptForm()
    candidates = _fit_accept(form, referral)
    form.begin(referral, Move.ACCEPT)
    form.show(one.client.reference for one in candidates)
    return _accept_page(referral, form, candidates)


@blueprint.post("/referrals/<reference>/accept")
def accept(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    form = AcceptForm()
    candidates = _fit_accept(form, referral)
    were_shown = form.show(one.client.reference for one in candidates)
    if not form.validate():
        return _accept_page(referral, form, candidates, status=422)
    if form.client_known() is None and not were_shown and _can_accept(reference):
        told = gettext(
            "Somebody who may be this person has become a client since you opened this page."
        )
        form.form_errors = [told, gettext("What you wrote is still below.")]
        return _accept_page(referral, form, candidates, status=409)
    try:
        known = form.client_known()
        client = None if known is None else clients.client(viewer(), known)
    except NotFound:
        form.client_reference.errors = [gettext("There is no client with this reference.")]
        return _accept_page(referral, form, candidates, status=422)

    def act() -> None:
        accept_referral(
            viewer(), referral, form.decision(), client=client,
            profession=form.profession.data or "", version=form.version_number,
        )  # fmt: skip

    def again(now: Referral) -> Response:
        return _accept_page(now, form, candidates, status=409)

    return _once(form, referral, Move.ACCEPT, act, again)


def _can_accept(reference: str) -> bool:
    """Asked anew: who has just become a client may be this very referral's, sent twice at once."""
    return queries.referral(viewer(), reference).state in RULE[Move.ACCEPT].origins


@blueprint.get("/referrals/<reference>/meeting")
def show_meeting(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    rule = _meeting_rule(referral)
    if referral.state not in rule.origins:
        raise moved_meanwhile()
    form = MeetingForm()
    form.fit(rule)
    form.prepare()
    form.begin(referral, rule.move)
    arranged = last_meeting(referral)
    if arranged is not None:
        form.show_arranged(arranged)
    return _meeting_page(referral, form, rule)


@blueprint.post("/referrals/<reference>/meeting")
def save_meeting(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    rule = _meeting_rule(referral)
    form = MeetingForm()
    form.fit(rule)
    form.prepare()
    if not form.validate() or form.starts_at is None:
        return _meeting_page(referral, form, rule, status=422)
    starts_at = form.starts_at

    def act() -> None:
        book_meeting(
            viewer(), referral, form.decision(), starts_at=starts_at, place=form.place.data or "",
            arrangements=form.arrangements(), version=form.version_number,
        )  # fmt: skip

    def again(now: Referral) -> Response:
        return _meeting_page(now, form, rule, status=409)

    return _once(form, referral, rule.move, act, again)


def _rule(name: str, permission: Permission) -> Rule:
    """The rule of a move named in an address; one that needs another permission is not there."""
    key = name.replace("-", "_")
    if key not in set(Move) or "_" in name:
        raise NotFound("move")
    rule = RULE[Move(key)]
    if rule.permission is not permission or rule.move in ELSEWHERE:
        raise NotFound("move")
    return rule


def _open_for(reference: str, rule: Rule) -> Referral:
    """The referral, when the move fits its state; what has moved on meanwhile is a conflict."""
    referral = queries.referral(viewer(), reference)
    if not viewer().may(rule.permission) or ended_for(viewer(), [referral]):
        raise Forbidden(rule.move)
    if referral.state not in rule.origins:
        raise moved_meanwhile()
    return referral


def _show_move(reference: str, rule: Rule) -> Response:
    referral = _open_for(reference, rule)
    form = DecisionForm(formdata=None)
    form.fit(rule_of(rule.move, is_own=referral.is_own))
    form.begin(referral, rule.move)
    return _decision_page(referral, form, rule)


def _move(reference: str, rule: Rule) -> Response:
    referral = queries.referral(viewer(), reference)
    form = DecisionForm()
    form.fit(rule_of(rule.move, is_own=referral.is_own))
    form.unfinished = unfinished(referral, rule.move)
    if not form.validate():
        return _decision_page(referral, form, rule, status=422)

    def act() -> None:
        make_move(viewer(), referral, rule.move, form.decision(), version=form.version_number)

    def again(now: Referral) -> Response:
        return _decision_page(now, form, rule, status=409)

    return _once(form, referral, rule.move, act, again)


def _once(
    form: DecisionForm,
    referral: Referral,
    move: Move,
    act: Callable[[], None],
    again: Callable[[Referral], Response],
) -> Response:
    """Act once; who comes second gets the form `again` with what was typed, and is told."""

    def go() -> str:
        act()
        tell(presenters.move_told(move, is_own=referral.is_own))
        return url_for("referrals.show_referral", reference=referral.reference)

    try:
        return once(form, go)
    except Conflict as conflict:
        now = queries.referral(viewer(), referral.reference)
        form.version.data = str(now.version)
        form.form_errors = [str(conflict), gettext("What you wrote is still below.")]
        return again(now)


def _fit_accept(form: AcceptForm, referral: Referral) -> list[Candidate]:
    form.fit(rule_of(Move.ACCEPT, is_own=referral.is_own))
    candidates = possible_duplicates(viewer(), _person(referral))
    known = {one.client.reference for one in candidates}
    if referral.client is not None and referral.client.reference not in known:
        candidates.insert(0, Candidate(referral.client, (), None))
    form.prepare(referral, candidates)
    return candidates


def _person(referral: Referral) -> Described:
    return Described(
        referral.name, referral.birth_year, referral.phone, referral.email,
        referral.profession, referral.trained_in,
        frozenset([referral.organisation_id] if referral.organisation_id else ()),
    )  # fmt: skip


def _meeting_rule(referral: Referral) -> Rule:
    booked = referral.state == State.FIRST_MEETING_BOOKED
    move = Move.CHANGE_MEETING if booked else Move.BOOK_MEETING
    return rule_of(move, is_own=referral.is_own)


def _hints(referral: Referral, move: Move) -> dict[str, str]:
    """Beside each text: how it is read, in which language, and what a suggestion in it says."""
    begins = histories.in_their_language(referral, move)
    told = {
        "referrer_hint": histories.how_the_referrer_is_told(referral),
        "client_hint": histories.how_the_client_is_told(referral),
    }
    suggested = "client_hint" if referral.is_own else "referrer_hint"
    return told | {suggested: " ".join(filter(None, (told[suggested], begins)))}


def _decision_page(
    referral: Referral, form: DecisionForm, rule: Rule, status: int = 200
) -> Response:
    return render(
        "referrals/decision.html", form=form, referral=referral, status=status,
        **_hints(referral, rule.move),
        question=_question(referral) if rule.move is Move.GIVE_INFORMATION else "",
        title=presenters.move_name(rule.move, is_own=referral.is_own),
        action=histories.address_of(referral, rule.move),
    )  # fmt: skip


def _question(referral: Referral) -> str:
    """What was asked last, of the person or of the referrer."""
    moves = queries.history(referral)
    asked = (move for move in moves if move.move == Move.ASK_INFORMATION)
    said = (move.text_for_client if referral.is_own else move.text_for_referrer for move in asked)
    return next(said, "")


def _accept_page(
    referral: Referral, form: AcceptForm, candidates: list[Candidate], status: int = 200
) -> Response:
    note_reads(viewer(), [one.client.id for one in candidates])
    return render(
        "referrals/accept.html", form=form, referral=referral, status=status,
        **_hints(referral, Move.ACCEPT),
        title=gettext("Accept the referral"),
        action=url_for("referrals.accept", reference=referral.reference),
        hints={one.client.reference: presenters.likeness(one) for one in candidates},
        candidates=candidates,
    )  # fmt: skip


def _meeting_page(referral: Referral, form: MeetingForm, rule: Rule, status: int = 200) -> Response:
    return render(
        "referrals/meeting.html", form=form, referral=referral, status=status,
        **_hints(referral, rule.move),
        title=presenters.move_name(rule.move, is_own=referral.is_own),
        action=url_for("referrals.save_meeting", reference=referral.reference),
    )  # fmt: skip
