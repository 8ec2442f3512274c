"""What is old of a client, asked by a link; nobody signs in for it."""

from flask import url_for
from flask_babel import force_locale
from werkzeug.wrappers import Response

from app.accounts.answer_links import opened
from app.clients import confirm_links, fact_text
from app.clients.blueprint import blueprint
from app.clients.confirm_links import Asked
from app.clients.fact_forms import StillRightForm, still_right_form
from app.web import locales
from app.web.once import once
from app.web.rendering import render


@blueprint.get("/still-right/<token>")
def show_still_right(token: str) -> Response:
    found = opened(token, confirm_links.asked)
    if isinstance(found, Response):
        return found
    with force_locale(_reads(found)):
        return _page(token, found, still_right_form(found.open))


@blueprint.post("/still-right/<token>")
def answer_still_right(token: str) -> Response:
    """Answer some or all of it; what is left can be answered by the same link."""
    found = opened(token, confirm_links.asked)
    if isinstance(found, Response):
        return found
    with force_locale(_reads(found)):
        form = still_right_form(found.open)
        if not form.validate():
            return _page(token, found, form, status=422)

        def action() -> str:
            confirm_links.answer(found, right=form.right, different=form.different)
            return url_for("clients.show_still_right", token=token)

        return once(form, action)


def _reads(found: Asked) -> str:
    """The language the client prefers, unless this page is asked for in another."""
    return locales.asked_for() or locales.offered_for(found.client.preferred_language)


def _page(token: str, found: Asked, form: StillRightForm, status: int = 200) -> Response:
    return render(
        "clients/still_right.html", status=status, form=form, token=token, asked=found,
        lines={one.rule.topic: fact_text.topic_lines(found.client, one) for one in found.open},
        trust=found.client.programme.trust, text=fact_text,
    )  # fmt: skip
