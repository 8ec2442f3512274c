"""Administration's first page, with what is still to be set up; and the trusts."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.admin.blueprint import blueprint
from app.admin.forms import TrustForm
from app.admin.missing import missing
from app.notifications import queries as notifications
from app.organisations import trusts
from app.organisations.models import Trust
from app.web.clashes import Both, both
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell
from app.web.seen import Clash


@blueprint.get("")
def show_admin() -> Response:
    found = trusts.trusts(viewer())
    return render(
        "admin/admin.html",
        counts=notifications.counts(viewer()),
        trusts=found,
        missing=missing(found),
    )


@blueprint.get("/trusts/<trust_key>")
def show_trust(trust_key: str) -> Response:
    trust = trusts.trust(viewer(), trust_key)
    form = TrustForm(obj=trust)
    form.note_seen(form.given(), trust)
    return _trust_page(trust, form)


@blueprint.post("/trusts/<trust_key>")
def save_trust(trust_key: str) -> Response:
    trust = trusts.trust(viewer(), trust_key)
    form = TrustForm()
    if not form.validate():
        return _trust_page(trust, form, status=422)

    def act() -> str:
        trusts.change_trust(viewer(), trust, seen=form.seen.data or "", **form.given())
        tell(gettext("What you wrote is saved. Every page shows it from now on."))
        return url_for("admin.show_admin")

    try:
        return once(form, act)
    except Clash as clash:
        form.show_clash(clash)
        return _trust_page(trust, form, status=409, clash=both(form, clash.current))


def _trust_page(
    trust: Trust, form: TrustForm, status: int = 200, clash: Both | None = None
) -> Response:
    return render("admin/trust.html", form=form, trust=trust, status=status, clash=clash)
