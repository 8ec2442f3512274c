"""The page of a link that a referrer without an account was sent; nobody signs in for it."""

from flask import url_for
from werkzeug.wrappers import Response

from app.accounts.answer_links import opened
from app.errors import Conflict
from app.referrals import referrer_links
from app.referrals.blueprint import blueprint
from app.referrals.cards import first_name
from app.referrals.decision_forms import DecisionForm
from app.referrals.models import ReferrerLink
from app.referrals.referrer_links import Link
from app.referrals.summaries import when_and_where
from app.referrals.transitions import RULE, Move
from app.web.once import once
from app.web.rendering import render


@blueprint.get("/answer/<token>")
def show_link(token: str) -> Response:
    found = opened(token, referrer_links.link)
    return found if isinstance(found, Response) else _page(token, found, _form())


@blueprint.post("/answer/<token>")
def answer_link(token: str) -> Response:
    """Answer once; the same form sent again, or from a second window, is shown what was sent."""
    found = opened(token, referrer_links.link)
    if isinstance(found, Response):
        return found
    form = _form()
    if not form.validate():
        return _page(token, found, form, status=422)

    def answer() -> str:
        referrer_links.answer_by_link(found, form.note.data)
        return url_for("referrals.show_link", token=token)

    try:
        return once(form, answer)
    except Conflict:
        return _page(token, referrer_links.link(token), form, status=409)


def _form() -> DecisionForm:
    form = DecisionForm()
    form.fit(RULE[Move.GIVE_INFORMATION])
    return form


def _page(token: str, found: ReferrerLink, form: DecisionForm, status: int = 200) -> Response:
    referral, meeting = found.move.referral, referrer_links.meeting_told(found)
    return render(
        "referrals/link.html", form=form, status=status, row=found.move, referral=referral,
        use=referrer_links.use_of(found), uses=Link, token=token, answer=found.answer,
        meeting_lines=when_and_where(meeting) if meeting else [],
        words=referrer_links.words_to_pass_on(found), first_name=first_name(referral),
        unsent=form.note.data if status == 409 else "",
    )  # fmt: skip
