"""Who coordinates a referral, and what is done to several that were ticked in the list."""

from collections.abc import Mapping

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts.batch_pages import act_on_chosen, show_result, undo_chosen
from app.accounts.batch_text import ACKNOWLEDGE
from app.accounts.coordinators import account_id
from app.policy import Viewer
from app.referrals import assigning, queries
from app.referrals.blueprint import blueprint
from app.web.batches import Batch
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import tell


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
    def act(actor: Viewer, picked: Mapping[str, str]) -> Batch:
        if request.form.get("do") == ACKNOWLEDGE:
            return assigning.acknowledge_referrals(actor, picked)
        to = account_id(request.form.get("coordinator"))
        return assigning.assign_referrals(actor, picked, to=to)

    return act_on_chosen("referrals", whole=assigning.whole_referral_list, act=act)


@blueprint.get("/referrals/selected")
def show_selected() -> Response:
    return show_result("referrals")


@blueprint.post("/referrals/selected/undo")
def undo_selected() -> Response:
    return undo_chosen("referrals", assigning.undo_referrals)
