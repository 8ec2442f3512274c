"""Staff enter what an organisation without an account told them."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.errors import Conflict
from app.organisations.models import Programme
from app.organisations.queries import active_organisations, organisation
from app.referrals import queries
from app.referrals.blueprint import blueprint
from app.referrals.entering import enter_referral
from app.referrals.entry_forms import EnterForm
from app.referrals.wordings import consent_wording
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/referrals/enter")
def show_enter() -> Response:
    form, _programmes = _form()
    return _page(form)


@blueprint.post("/referrals/enter")
def enter() -> Response:
    form, programmes = _form()
    if not form.validate():
        return _page(form, status=422)
    programme = next(one for one in programmes if one.key == form.programme.data)

    def keep() -> str:
        referral = enter_referral(
            viewer(),
            organisation=organisation(viewer(), form.organisation.data),
            programme=programme,
            told_by=form.told_by.data,
            organisation_email=form.organisation_email.data or "",
            **form.answers(),
        )
        tell(gettext("The referral is entered."))
        return url_for("referrals.show_referral", reference=referral.reference)

    return once(form, keep)


def _form() -> tuple[EnterForm, list[Programme]]:
    mine = [one for one in queries.open_programmes() if one.trust_id == viewer().trust_id]
    if not mine:
        raise Conflict(gettext("No programme takes new people at the moment."))
    form = EnterForm()
    form.offer(active_organisations(viewer()), mine)
    return form, mine


def _page(form: EnterForm, status: int = 200) -> Response:
    return render(
        "referrals/enter.html", form=form, wording=consent_wording(), status=status,
        asks_programme=len(form.programme.choices) > 1,
    )  # fmt: skip
