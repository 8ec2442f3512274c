"""How well each fact of a client is known, and noting that it was seen."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import evidence, presenters, queries
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.fact_forms import EvidenceForm
from app.clients.fact_models import EvidenceLevel
from app.clients.fact_text import fact_name
from app.clients.views.profile import opened
from app.policy import Permission
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/<reference>/evidence")
def show_evidence(reference: str) -> Response:
    client = opened(reference, needs=FieldGroup.ENGLISH)
    return render(
        "clients/evidence.html",
        client=client,
        facts=evidence.facts(client),
        fact_name=fact_name,
        text=presenters,
        may_set=viewer().may(Permission.CLIENT_EVIDENCE),
    )


@blueprint.get("/<reference>/evidence/<fact>")
def show_fact(reference: str, fact: str) -> Response:
    found = evidence.fact(opened(reference), fact)
    form = EvidenceForm(
        formdata=None,
        data={
            "level": found.level or EvidenceLevel.CLAIMED,
            "seen_on": found.seen_on,
            "expires_on": found.expires_on,
            "document": found.document,
            "note": found.note,
            "version": evidence.version_of(queries.client(viewer(), reference), fact),
        },
    )
    return _fact_page(reference, found, form)


@blueprint.post("/<reference>/evidence/<fact>")
def set_evidence(reference: str, fact: str) -> Response:
    client = queries.client(viewer(), reference)
    form = EvidenceForm()
    if not form.validate():
        return _fact_page(reference, evidence.fact(opened(reference), fact), form, status=422)
    try:
        evidence.set_evidence(
            viewer(),
            client,
            fact=fact,
            level=EvidenceLevel(form.level.data),
            seen_on=form.seen_on.data,
            expires_on=form.expires_on.data,
            document=form.document.data or "",
            note=form.note.data or "",
            version=form.version.data or "",
        )
    except evidence.Clash:
        form.version.data = evidence.version_of(queries.client(viewer(), reference), fact)
        form.version.raw_data = None
        found = evidence.fact(opened(reference), fact)
        return _fact_page(reference, found, form, status=409)
    tell(gettext("The evidence is noted."))
    return redirect(url_for("clients.show_evidence", reference=reference), code=303)


def _fact_page(
    reference: str, fact: evidence.Fact, form: EvidenceForm, status: int = 200
) -> Response:
    return render(
        "clients/fact.html",
        status=status,
        reference=reference,
        fact=fact,
        title=fact_name(fact),
        meanings=presenters.LEVEL_MEANINGS,
        form=form,
        is_clash=status == 409,
        text=presenters,
    )
