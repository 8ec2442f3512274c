"""Referring oneself: the first page, the questions, checking the answers, sending them."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from app.errors import Conflict, NotFound
from app.referrals.queries import programmes_to_choose
from app.referrals.self_referrals import codes, services
from app.referrals.self_referrals.forms import (
    FORMS,
    OwnForm,
    OwnStartForm,
)
from app.referrals.self_referrals.models import SelfReferral
from app.referrals.self_referrals.presenters import TITLES, own_summary
from app.referrals.self_referrals.queries import (
    answers_of,
    client_who_shared,
)
from app.referrals.self_referrals.questions import Question, all_answers, following, next_gap
from app.referrals.self_referrals.views.address import (
    code,
    form,
    mine,
    page,
    remember,
    to_return,
)
from app.referrals.summaries import Line
from app.referrals.transitions import State
from app.referrals.wordings import consent_wording
from app.web.once import once
from app.web.rendering import render
from app.web.seen import Clash, SeenForm, marks

STEPS = len(Question) + 1


@page()
def show_start() -> Response:
    """What it is; the code that a friend gave travels on in the address."""
    return render("self_referrals/start.html", friend=_friend(), has_code=mine() is not None)


@page("/begin")
def show_begin() -> Response:
    begun = OwnStartForm()
    begun.offer(programmes_to_choose())
    return _question_page(begun, None)


@form("/begin")
def begin() -> Response:
    programmes = programmes_to_choose()
    begun = OwnStartForm()
    begun.offer(programmes)
    begun.prepare(None)
    key = begun.form_key.data or ""
    if not begun.validate() or not codes.FORM_KEY.fullmatch(key):
        return _question_page(begun, None, status=422)
    own_code = codes.code_for(key)
    started: list[SelfReferral] = []

    def start() -> str:
        found = services.begin(
            own_code, programme=begun.chosen(programmes), language=str(get_locale() or "en"),
            address=request.remote_addr or "", shared_by=_friend_who_told(), **begun.answers(),
        )  # fmt: skip
        started.append(found)
        return _after(found, Question.PROFESSION)

    response = once(begun, start)
    remember(own_code)
    if not started:
        _correct(begun)
    return response


def _correct(begun: OwnStartForm) -> None:
    """The first page sent again after going back to it: what it says now is what is meant."""
    found = mine()
    if found is not None and found.referral.state == State.DRAFT:
        services.save_answers(found, **begun.answers())


@page("/questions/<section>")
def show_question(section: str) -> Response:
    question = _question(section)
    found = mine()
    if found is None:
        return to_return()
    if found.referral.state != State.DRAFT:
        return redirect(url_for("self_referrals.show_mine"))
    asked = FORMS[question](formdata=None)
    asked.show(answers_of(found))
    return _question_page(asked, found)


@form("/questions/<section>")
def save_question(section: str) -> Response:
    question = _question(section)
    found = mine()
    if found is None:
        return to_return()
    _only_a_draft(found)
    asked = FORMS[question]()
    asked.prepare(found.referral.programme)
    if not asked.validate():
        return _question_page(asked, found, status=422)
    try:
        now = services.save_page(
            found, asked.answers(), seen=asked.seen.data or "", language=str(get_locale() or "en")
        )
    except Clash as clash:
        asked.show_clash(clash)
        return _question_page(asked, found, status=409, clash=_saved_now(question))
    return redirect(_after(now, question), code=303)


def _saved_now(question: Question) -> list[Line]:
    """A page's answers as another device has saved them."""
    found = mine()
    kept = own_summary(found) if found is not None else []
    return [line for asked, _title, lines in kept if asked is question for line in lines]


@page("/check")
def show_check() -> Response:
    found = mine()
    if found is None:
        return to_return()
    if found.referral.state != State.DRAFT:
        return redirect(url_for("self_referrals.show_mine"))
    gap = next_gap(answers_of(found))
    if gap is not None:
        return redirect(_page_of(gap))
    asked = SeenForm()
    asked.seen.data = marks(all_answers(answers_of(found)))
    return render("self_referrals/check.html", form=asked, summary=own_summary(found), steps=STEPS)


@form("/send")
def send() -> Response:
    asked = SeenForm()

    def act() -> str:
        found = mine()
        if found is None:
            raise NotFound("self_referral")
        services.send(found, seen=asked.seen.data or "")
        return url_for("self_referrals.show_mine")

    return once(asked, act)


def _question_page(
    asked: OwnForm, found: SelfReferral | None, status: int = 200, **more: Any
) -> Response:
    asked.prepare(found.referral.programme if found else None)
    question = asked.question
    pages = list(Question)
    return render(
        f"self_referrals/questions/{question}.html", form=asked, status=status,
        title=TITLES[question], step=pages.index(question) + 1, steps=STEPS,
        code=code() if found else "", wording=consent_wording(), back=_back(question, found),
        **more,
    )  # fmt: skip


def _back(question: Question, found: SelfReferral | None) -> str:
    if found is None:
        return url_for("self_referrals.show_start")
    place = list(Question).index(question)
    return _page_of(list(Question)[place - 1]) if place else url_for("self_referrals.show_mine")


def _question(name: str) -> Question:
    if name not in set(Question):
        raise NotFound("question")
    return Question(name)


def _page_of(question: Question) -> str:
    return url_for("self_referrals.show_question", section=question.value)


def _after(found: SelfReferral, question: Question) -> str:
    """The next page; from a page that was changed, back to the check when nothing is missing."""
    if "change" in request.args and next_gap(answers_of(found)) is None:
        return url_for("self_referrals.show_check")
    after = following(question)
    return _page_of(after) if after else url_for("self_referrals.show_check")


def _friend() -> str:
    """The code of the friend who told of us, as the address has it."""
    return request.args.get("from", "")[:40]


def _friend_who_told() -> int | None:
    """Whose code that is; one that we do not know is nobody's, and no mistake of hers."""
    friend = client_who_shared(_friend())
    return friend.id if friend else None


def _only_a_draft(found: SelfReferral) -> None:
    if found.referral.state != State.DRAFT:
        raise Conflict(gettext("You have sent your answers, so they cannot be changed here."))
