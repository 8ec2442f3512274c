"""Withdrawing a referral: by the person, by who referred her, or by staff for either."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import Conflict, Forbidden
from app.policy import Role
from app.referrals import presenters, queries
from app.referrals.blueprint import blueprint
from app.referrals.decision_forms import WithdrawForm
from app.referrals.following import ended_for
from app.referrals.models import Referral
from app.referrals.services import make_move, moved_meanwhile
from app.referrals.transitions import RULE, Move, State
from app.referrals.views.meeting import back_from
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

RULED = RULE[Move.WITHDRAW]


@blueprint.get("/referrals/<reference>/withdraw")
def show_withdraw(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    if ended_for(viewer(), [referral]):
        raise Forbidden(Move.WITHDRAW)
    if State(referral.state) not in RULED.origins_for(viewer().role):
        raise moved_meanwhile()
    form = WithdrawForm(formdata=None)
    form.fit_for(viewer().role)
    form.begin(referral, Move.WITHDRAW)
    return _page(referral, form)


@blueprint.post("/referrals/<reference>/withdraw")
def withdraw(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    form = WithdrawForm()
    form.fit_for(viewer().role)
    if not form.validate():
        return _page(referral, form, status=422)

    def act() -> str:
        make_move(viewer(), referral, Move.WITHDRAW, form.decision(), version=form.version_number)
        tell(str(presenters.MOVE_TOLD[Move.WITHDRAW]))
        return back_from(referral)

    try:
        return once(form, act)
    except Conflict as conflict:
        now = queries.referral(viewer(), reference)
        form.version.data = str(now.version)
        form.form_errors = [str(conflict), gettext("What you wrote is still below.")]
        return _page(now, form, status=409)


def _page(referral: Referral, form: WithdrawForm, status: int = 200) -> Response:
    is_own = viewer().role is Role.CLIENT
    others = str(presenters.MOVE_NAMES[Move.WITHDRAW])
    return render(
        "referrals/withdraw.html",
        form=form,
        referral=referral,
        status=status,
        is_own=is_own,
        title=gettext("I do not want this help") if is_own else others,
        action=url_for("referrals.withdraw", reference=referral.reference),
        back=back_from(referral),
    )
