"""A client's own words, which she can always change."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import changes, own_words, queries
from app.clients.blueprint import blueprint
from app.clients.fact_forms import WordsForm
from app.clients.models import Client
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/<reference>/words")
def show_words(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    said = own_words.own_texts(client)
    return _page(client, WordsForm(formdata=None, data=said))


@blueprint.post("/<reference>/words")
def save_words(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    form = WordsForm()
    if not form.validate():
        return _page(client, form, status=422)
    changes.say_anew(viewer(), client, form.given())
    tell(gettext("Your words are saved."))
    return redirect(url_for("clients.show_client", reference=reference), code=303)


def _page(client: Client, form: WordsForm, status: int = 200) -> Response:
    return render(
        "clients/words.html",
        status=status,
        client=client,
        form=form,
        present={name: getattr(client, name) for name in own_words.GROUPS},
    )
