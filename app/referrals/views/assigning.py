"""Who coordinates a referral, and what is done to several that were ticked in the list."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.batch_text import ACKNOWLEDGE, result_of, undone_sentence
from app.accounts.coordinators import account_id
from app.referrals import assigning, queries
from app.referrals.blueprint import blueprint
from app.web.batches import chosen, sealed, unsealed
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import PAGE_SIZE
from app.web.rendering import render, tell


@blueprint.post("/referrals/<reference>/coordinator")
def assign(reference: str) -> Response:
    referral = queries.referral(viewer(), reference)
    to, seen = (account_id(request.form.get(name)) for name in ("coordinator", "seen"))

    def act() -> str:
        if to != seen:
            assigning.assign_referral(viewer(), referral, to=to, seen=seen)
        tell(gettext("It is noted who coordinates this referral."))
        return url_for("referrals.show_referral", reference=reference)

    return once(BaseForm(), act)


@blueprint.post("/referrals/selected")
def act_on_selected() -> Response:
    picked = chosen(request.form.getlist("row"), most=PAGE_SIZE)

    def act() -> str:
        if not picked:
            tell(gettext("Nothing was ticked, so nothing was changed."))
            return url_for("referrals.list_referrals")
        if request.form.get("do") == ACKNOWLEDGE:
            batch = assigning.acknowledge_referrals(viewer(), picked)
        else:
            to = account_id(request.form.get("coordinator"))
            batch = assigning.assign_referrals(viewer(), picked, to=to)
        return url_for("referrals.show_selected", done=sealed(viewer(), batch))

    return once(BaseForm(), act)


@blueprint.get("/referrals/selected")
def show_selected() -> Response:
    return render(
        "accounts/batch.html",
        **result_of(viewer(), request.args.get("done", "")),
        form=BaseForm(),
        undo_address=url_for("referrals.undo_selected"),
        list_address=url_for("referrals.list_referrals"),
        list_name=gettext("All referrals"),
    )


@blueprint.post("/referrals/selected/undo")
def undo_selected() -> Response:
    batch = unsealed(viewer(), request.form.get("done", ""))

    def act() -> str:
        tell(undone_sentence(*assigning.undo_referrals(viewer(), batch)))
        return url_for("referrals.list_referrals")

    return once(BaseForm(), act)
