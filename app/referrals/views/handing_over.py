"""Pages on which somebody who leaves hands referrals over, and accompanying a person ends."""

from flask import url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.accounts.queries import colleagues
from app.errors import Forbidden, NotFound
from app.organisations.models import Organisation
from app.organisations.queries import organisation
from app.policy import Role
from app.referrals import handing_over, queries
from app.referrals.blueprint import blueprint
from app.referrals.following import ended_for
from app.referrals.handing_over_forms import ColleagueForm, HandOverForm
from app.referrals.models import Referral
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/organisations/<reference>/referrals/hand-over")
def show_hand_over(reference: str) -> Response:
    home = _home(reference)
    return _page(home, _form(home))


@blueprint.post("/organisations/<reference>/referrals/hand-over")
def hand_over(reference: str) -> Response:
    home = _home(reference)
    form = _form(home)
    if not form.validate():
        return _page(home, form, status=422)

    def act() -> str:
        count = handing_over.hand_over(viewer(), home, whose=form.whose_id(), to=int(form.to.data))
        _tell(count)
        return url_for("referrals.show_organisation_referrals", reference=reference)

    return once(form, act)


@blueprint.get("/referrals/<reference>/referrer")
def show_referrer(reference: str) -> Response:
    referral, form = _followed(reference), ColleagueForm()
    form.offer(_others(referral))
    return _one_page(referral, form)


@blueprint.post("/referrals/<reference>/referrer")
def change_referrer(reference: str) -> Response:
    referral, form = _followed(reference), ColleagueForm()
    home = _home_of(referral)
    form.offer(_others(referral))
    if not form.validate():
        return _one_page(referral, form, status=422)

    def act() -> str:
        _tell(handing_over.hand_over_these(viewer(), home, [referral], to=int(form.to.data)))
        return url_for("referrals.show_referral", reference=reference)

    return once(form, act)


@blueprint.get("/referrals/<reference>/stop-following")
def show_stop_following(reference: str) -> Response:
    return render(
        "referrals/stop_following.html", referral=_followed(reference), form=BaseForm(),
        is_staff=viewer().role is Role.STAFF,
    )  # fmt: skip


@blueprint.post("/referrals/<reference>/stop-following")
def stop_following(reference: str) -> Response:
    def act() -> str:
        handing_over.stop_following(viewer(), queries.referral(viewer(), reference))
        tell(gettext("It is noted that the organisation no longer accompanies this person."))
        return url_for("referrals.show_referral", reference=reference)

    return once(BaseForm(), act)


@blueprint.post("/referrals/<reference>/follow-again")
def follow_again(reference: str) -> Response:
    def act() -> str:
        handing_over.follow_again(viewer(), queries.referral(viewer(), reference))
        tell(gettext("The organisation accompanies this person again."))
        return url_for("referrals.show_referral", reference=reference)

    return once(BaseForm(), act)


def _home(reference: str) -> Organisation:
    """The organisation whose referrals the viewer may hand over: a partner's own, or any."""
    found, asking = organisation(viewer(), reference), viewer()
    if asking.role is Role.PARTNER and asking.organisation_id != found.id:
        raise NotFound("organisation")
    return found


def _form(home: Organisation) -> HandOverForm:
    form = HandOverForm()
    form.offer_whose(handing_over.who_refers(viewer(), home))
    form.offer(colleagues(home.id))
    return form


def _page(home: Organisation, form: HandOverForm, status: int = 200) -> Response:
    return render("referrals/hand_over.html", form=form, organisation=home, status=status)


def _followed(reference: str) -> Referral:
    """A referral that an organisation made and still follows."""
    referral = queries.referral(viewer(), reference)
    _home_of(referral)
    if ended_for(viewer(), [referral]):
        raise Forbidden("referral:follow")
    return referral


def _home_of(referral: Referral) -> Organisation:
    if referral.organisation is None:
        raise NotFound("organisation")
    return referral.organisation


def _others(referral: Referral) -> list[Account]:
    people = colleagues(referral.organisation_id)
    return [one for one in people if one.id != referral.referred_by_id]


def _one_page(referral: Referral, form: ColleagueForm, status: int = 200) -> Response:
    return render("referrals/referrer.html", form=form, referral=referral, status=status)


def _tell(count: int) -> None:
    tell(
        ngettext("%(num)d referral is handed over.", "%(num)d referrals are handed over.", count)
        if count
        else gettext("There was nothing to hand over.")
    )
