"""The progress log of a client, and writing into it."""

from flask import url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import presenters, queries, services
from app.clients.access import FieldGroup
from app.clients.blueprint import blueprint
from app.clients.fact_forms import NoteForm
from app.clients.fact_text import field_name
from app.clients.models import NoteAudience
from app.clients.timeline import timeline
from app.clients.views.profile import opened
from app.policy import Permission
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/<reference>/timeline")
def show_timeline(reference: str) -> Response:
    return _page(reference, NoteForm(formdata=None))


@blueprint.post("/<reference>/notes")
def add_note(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    form = NoteForm()
    if not form.validate():
        return _page(reference, form, status=422)

    def write() -> str:
        services.add_note(
            viewer(), client, text=form.text.data, audience=NoteAudience(form.audience.data)
        )
        tell(gettext("The note is in the log."))
        return url_for("clients.show_timeline", reference=reference)

    return once(form, write)


def _page(reference: str, form: NoteForm, status: int = 200) -> Response:
    client = opened(reference, needs=FieldGroup.NOTES)
    return render(
        "clients/timeline.html",
        "clients/_timeline.html",
        status=status,
        client=client,
        entries=timeline(viewer(), client),
        form=form if viewer().may(Permission.CLIENT_NOTE) else None,
        text=presenters,
        field_name=field_name,
    )
