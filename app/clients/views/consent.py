"""Who sees what of a client, to say yes or no to; in which words; and who has looked."""

from typing import Any

from flask import redirect, request, url_for
from flask_babel import LazyString, get_locale, gettext
from werkzeug.wrappers import Response

from app.clients import consent_text, queries, reference_names, services, sharing, wordings
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.consent_models import ConsentGiven
from app.clients.fact_forms import ConsentForm
from app.clients.models import Client
from app.clients.views.profile import opened
from app.policy import Role
from app.web import locales, panels
from app.web.guard import viewer
from app.web.rendering import render, tell

NAMES = ("counterparty", "organisation", "purpose")


@blueprint.get("/<reference>/consent")
def show_consent(reference: str) -> Response:
    client = opened(reference, needs=FieldGroup.CONSENTS)
    return render(
        "clients/consent.html",
        client=client,
        sights=sharing.sights(client.id),
        keeping=sharing.keeping(client.id),
        ended=sharing.ended(client.id),
        looks=sharing.looks(client.id),
        panels=panels.for_viewer(panels.CONSENT, viewer()),
        wordings=wordings,
        text=consent_text,
    )


@blueprint.get("/<reference>/consent/share")
def ask_consent(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    share = _share(client, request.args)
    named = {name: request.args.get(name, "") for name in NAMES}
    form = ConsentForm(
        formdata=None, is_own=_is_own(), data=named | {"language": client.preferred_language}
    )
    return _asked(client, share, form)


@blueprint.post("/<reference>/consent/give")
def give_consent(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    share = _share(client, request.form)
    form = ConsentForm(is_own=_is_own())
    if not form.validate():
        return _asked(client, share, form, status=422)
    if share.consent is None:
        services.give_consent(
            viewer(),
            client,
            counterparty=share.counterparty,
            organisation=share.organisation,
            purpose=share.purpose,
            until_on=form.until_on.data,
            **how_agreed(form),
        )
    tell(gettext("This is shared from now on."))
    return redirect(url_for("clients.show_consent", reference=reference), code=303)


@blueprint.post("/<reference>/consent/withdraw")
def withdraw_consent(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    share = _share(client, request.form)
    services.withdraw_consent(
        viewer(),
        client,
        counterparty=share.counterparty,
        organisation=share.organisation,
        purpose=share.purpose,
    )
    tell(gettext("This is not shared any more."))
    return redirect(url_for("clients.show_consent", reference=reference), code=303)


@blueprint.get("/<reference>/consent/<int:consent_id>")
def show_agreed(reference: str, consent_id: int) -> Response:
    client = opened(reference, needs=FieldGroup.CONSENTS)
    consent = sharing.agreed(client.id, consent_id)
    return render(
        "clients/agreed.html",
        client=client,
        consent=consent,
        words=wordings.agreed_words(consent).splitlines(),
        is_earlier=wordings.is_earlier(consent),
        language=reference_names.language_name(consent.language),
        text=consent_text,
    )


def _share(client: Client, said: Any) -> sharing.Share:
    return sharing.share(client.id, **{name: said.get(name, "") for name in NAMES})


def _is_own() -> bool:
    return viewer().role is Role.CLIENT


def how_agreed(form: ConsentForm) -> dict[str, Any]:
    """A client agrees online, in the language of the page; staff say how she agreed."""
    if _is_own():
        return {"given": ConsentGiven.ONLINE, "language": get_locale().language}
    given = ConsentGiven(form.given.data)
    interpreted = given is ConsentGiven.SPOKEN_WITH_INTERPRETER
    return {
        "given": given,
        "language": form.language.data,
        "interpreter": form.interpreter.data if interpreted else "",
    }


def _sentences(share: sharing.Share) -> tuple[LazyString, ...]:
    return wordings.sentences(share.counterparty, share.purpose)


def _in_their_language(client: Client, share: sharing.Share) -> dict[str, Any] | None:
    """The words as they can be read out to her; None where they are those of the page."""
    locale = locales.offered_for(client.preferred_language)
    if locale == str(get_locale()) or not locale.startswith(client.preferred_language):
        return None
    words = wordings.read_out(
        share.counterparty, share.purpose, version=wordings.CURRENT.version, language=locale
    )
    if words.splitlines() == [str(one) for one in _sentences(share)]:
        return None  # not translated yet
    return {
        "lines": words.splitlines(),
        "language": client.preferred_language,
        "direction": locales.direction(locale),
    }


def _asked(client: Client, share: sharing.Share, form: ConsentForm, status: int = 200) -> Response:
    return render(
        "clients/share.html",
        status=status,
        client=client,
        share=share,
        form=form,
        is_own=_is_own(),
        sentences=_sentences(share),
        theirs=None if _is_own() else _in_their_language(client, share),
        text=consent_text,
    )
