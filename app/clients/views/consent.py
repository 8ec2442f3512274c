"""Who sees what of a client, to say yes or no to; and who has looked."""

from flask import redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from app.clients import presenters, queries, services, sharing
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.models import Client, ConsentGiven
from app.clients.views.profile import opened
from app.policy import Role
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/<reference>/consent")
def show_consent(reference: str) -> Response:
    client = opened(reference, needs=FieldGroup.CONSENTS)
    return render(
        "clients/consent.html",
        client=client,
        shares=sharing.by_counterparty(client.id),
        looks=sharing.looks(client.id),
        text=presenters,
    )


@blueprint.post("/<reference>/consent/give")
def give_consent(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    share, given = _share(client), _how()
    if share.consent is None:
        services.give_consent(
            viewer(),
            client,
            counterparty=share.counterparty,
            organisation=share.organisation,
            purpose=share.purpose,
            given=given,
            language=client.preferred_language
            if given is ConsentGiven.SPOKEN_WITH_INTERPRETER
            else str(get_locale() or "en"),
        )
    tell(gettext("This is shared from now on."))
    return redirect(url_for("clients.show_consent", reference=reference), code=303)


@blueprint.post("/<reference>/consent/withdraw")
def withdraw_consent(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    share = _share(client)
    services.withdraw_consent(
        viewer(),
        client,
        counterparty=share.counterparty,
        organisation=share.organisation,
        purpose=share.purpose,
    )
    tell(gettext("This is not shared any more."))
    return redirect(url_for("clients.show_consent", reference=reference), code=303)


def _share(client: Client) -> sharing.Share:
    names = ("counterparty", "organisation", "purpose")
    wanted = {name: request.form.get(name, "") for name in names}
    return sharing.share(client.id, **wanted)


def _how() -> ConsentGiven:
    """A client agrees online; staff say how she agreed, in writing if they do not say."""
    if viewer().role is Role.CLIENT:
        return ConsentGiven.ONLINE
    said = request.form.get("given", "")
    return ConsentGiven(said) if said in set(ConsentGiven) else ConsentGiven.WRITTEN
