"""Coming back with the code: where it stands, answering a question, taking it back."""

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts import throttle
from app.errors import Conflict, NotFound
from app.policy import Role
from app.referrals.decision_forms import WithdrawForm
from app.referrals.models import ReferralMove
from app.referrals.queries import history, planned_meetings
from app.referrals.self_referrals import codes, presenters, services
from app.referrals.self_referrals.claiming import may_claim
from app.referrals.self_referrals.forms import AnswerForm, CodeForm
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.queries import answers_of, by_code, is_used_up
from app.referrals.self_referrals.questions import next_gap
from app.referrals.self_referrals.views.address import (
    code,
    forget,
    form,
    mine,
    page,
    remember,
    to_return,
)
from app.referrals.summaries import meeting_lines
from app.referrals.transitions import OPEN, RULE, Move, State
from app.web.forms import BaseForm
from app.web.once import once
from app.web.rendering import render, tell

ELSEWHERE = "https://www.bbc.co.uk/weather"  # what nobody asks about
WRONG = "code of a self-referral"


@page("/return")
def show_return() -> Response:
    return render("self_referrals/return.html", form=CodeForm())


@form("/return")
def come_back() -> Response:
    """Open a self-referral by its code; wrong ones are counted, and too many must wait."""
    asked = CodeForm()
    if not asked.validate():
        return render("self_referrals/return.html", form=asked, status=422)
    typed, address = codes.as_typed(asked.code.data) or "", request.remote_addr or ""
    if throttle.is_blocked(typed, f"{WRONG} {address}"):
        asked.code.errors = [gettext("Too many tries. Wait 15 minutes, then try again.")]
        return render("self_referrals/return.html", form=asked, status=429)
    if by_code(typed) is None:
        throttle.note_failure(typed, f"{WRONG} {address}")
        asked.code.errors = [
            gettext("With this code you have opened your own page. Sign in to see it.")
            if is_used_up(typed)
            else gettext("We do not know this code. Check it and try again.")
        ]
        return render("self_referrals/return.html", form=asked, status=422)
    remember(typed)
    return redirect(url_for("self_referrals.show_mine"), code=303)


@page("/mine")
def show_mine() -> Response:
    """Where it stands and what comes next; for a draft, how to go on."""
    found = mine()
    return to_return() if found is None else _mine_page(found, AnswerForm())


@page("/code")
def show_code() -> Response:
    """The code alone, large, to be printed or written down."""
    found = mine()
    if found is None:
        return to_return()
    return render("self_referrals/code.html", code=code(), referral=found.referral)


@form("/answer")
def answer() -> Response:
    found = mine()
    if found is None:
        return to_return()
    asked = AnswerForm()
    if not asked.validate():
        return _mine_page(found, asked, status=422)

    def act() -> str:
        services.answer(_still_mine(), asked.note.data, version=asked.version_number)
        tell(gettext("Thank you. We have your answer."))
        return url_for("self_referrals.show_mine")

    try:
        return once(asked, act)
    except Conflict:
        return _mine_page(_still_mine(), AnswerForm(formdata=None), 409, asked.note.data)


@page("/withdraw")
def show_withdraw() -> Response:
    found = mine()
    if found is None:
        return to_return()
    asked = WithdrawForm(formdata=None)
    asked.fit_for(Role.CLIENT)
    asked.begin(found.referral, Move.WITHDRAW)
    asked.reason.data = "person_declined"
    return _withdraw_page(found, asked)


@form("/withdraw")
def withdraw() -> Response:
    """Withdraw what was sent, or delete a draft, of which nothing is asked."""
    found = mine()
    asked = WithdrawForm()
    asked.fit_for(Role.CLIENT)
    is_sent = found is not None and found.referral.state != State.DRAFT
    if found is not None and is_sent and not asked.validate():
        return _withdraw_page(found, asked, status=422)

    def act() -> str:
        said = asked.decision() if is_sent else None
        services.withdraw(_still_mine(), said, version=asked.version_number)
        tell(gettext("You have taken your answers back. We do nothing more with them."))
        return url_for("self_referrals.show_mine")

    try:
        return once(asked, act)
    except Conflict:
        typed = asked.note.data or ""
        return _mine_page(_still_mine(), AnswerForm(formdata=None), 409, typed)


def _withdraw_page(found: SelfReferral, asked: WithdrawForm, status: int = 200) -> Response:
    return render(
        "self_referrals/withdraw.html", form=asked, referral=found.referral, status=status
    )


@form("/leave")
def leave() -> Response:
    """Forget the code in this browser; whoever has it can come back with it.

    Who must be gone at once is shown the weather: by a header, as no form may lead elsewhere.
    """
    forget()
    if "away" in request.form:
        return FlaskResponse(headers={"Refresh": f"0; url={ELSEWHERE}"})
    return redirect(url_for("self_referrals.show_start"), code=303)


def _still_mine() -> SelfReferral:
    found = mine()
    if found is None:
        raise NotFound("self_referral")
    return found


def _told(moves: list[ReferralMove]) -> dict[str, list[ReferralMove]]:
    """What she was told: `says` now, and `said` before; a question that she answered is over."""
    told = [move for move in moves if move.text_for_client]
    spoken = (move for move in moves if move.text_for_client or move.move == Move.GIVE_INFORMATION)
    says = [move for move in [next(spoken, None)] if move in told]
    return {"says": says, "said": [move for move in told if move not in says]}


def _mine_page(
    found: SelfReferral, asked: AnswerForm, status: int = 200, unsent: str | None = None
) -> Response:
    """Where it stands; `unsent` is what was typed on a page that somebody else had overtaken."""
    referral = found.referral
    asked.version.data = str(referral.version)
    state = State(referral.state)
    moves = [] if state is State.DRAFT else history(referral)
    meeting = planned_meetings([referral]).get(referral.id)
    return render(
        "self_referrals/mine.html", status=status, form=asked, button_form=BaseForm(),
        referral=referral, code=code(), state=presenters.STATES[state],
        sentence=presenters.own_sentence(referral, meeting), trust=referral.programme.trust,
        **_told(moves),
        gap=next_gap(answers_of(found)) if state is State.DRAFT else None,
        is_draft=state is State.DRAFT, is_open=state in OPEN, is_sent=state is State.SUBMITTED,
        is_asked=state is State.NEEDS_INFORMATION,
        may_withdraw=state is State.DRAFT or state in RULE[Move.WITHDRAW].origins,
        summary=presenters.own_summary(found), may_claim=may_claim(found),
        meeting=meeting, meeting_lines=meeting_lines(meeting) if meeting else [],
        is_overtaken=unsent is not None, unsent=unsent,
    )  # fmt: skip
