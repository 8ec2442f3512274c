"""Ending a record in one step, beginning it again, and the list of what is to be removed."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.clients import keeping, queries, services, wordings
from app.clients.blueprint import blueprint
from app.clients.consent_models import ConsentPurpose, Counterparty
from app.clients.fact_forms import ConsentForm
from app.clients.models import Client
from app.clients.views.consent import how_agreed
from app.policy import Role
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/ending")
def list_ending() -> Response:
    page = keeping.ending(viewer(), cursor=request.args.get("after"))
    return render(
        "clients/ending.html", page=page, remove_by=keeping.remove_by, today=clock.today()
    )


@blueprint.get("/<reference>/consent/keeping")
def show_keeping(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    return _page(client, _again_form(client))


@blueprint.post("/<reference>/consent/keeping/stop")
def stop_keeping(reference: str) -> Response:
    client = queries.client(viewer(), reference)

    def stop() -> str:
        keeping.stop_keeping(viewer(), client)
        tell(gettext("It is done. Everything that was open has been stopped."))
        return url_for("clients.show_keeping", reference=reference)

    return once(BaseForm(), stop)


@blueprint.post("/<reference>/consent/keeping/again")
def keep_again(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    form = _again_form(client, sent=True)
    if not form.validate():
        return _page(client, form, status=422)
    keeping.keep_again(viewer(), client, **how_agreed(form))
    tell(gettext("The record is kept again."))
    return redirect(url_for("clients.show_client", reference=reference), code=303)


def _again_form(client: Client, *, sent: bool = False) -> ConsentForm:
    """How she agreed again; who presses herself is not asked how."""
    kept = {} if sent else {"formdata": None, "data": {"language": client.preferred_language}}
    form = ConsentForm(is_own=viewer().role is Role.CLIENT, **kept)
    del form.until_on
    return form


def _page(client: Client, form: ConsentForm, status: int = 200) -> Response:
    services.note_read(viewer(), client.id)
    return render(
        "clients/keeping.html",
        status=status,
        client=client,
        is_own=viewer().role is Role.CLIENT,
        trust=client.programme.trust,
        remove_by=keeping.remove_by(client),
        referrers=queries.referrers(client.id),
        sentences=wordings.sentences(Counterparty.STAFF, ConsentPurpose.HOLD_RECORD),
        form=form,
        stop_form=BaseForm(formdata=None),
    )
