"""The timeline of a client, and writing a note into it."""

from flask import Blueprint, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.clients import change_text, queries
from app.clients.access import FieldGroup, groups
from app.clients.models import NoteAudience
from app.clients.presenters import AUDIENCE_NAMES
from app.clients.services import add_note as keep_note
from app.clients.services import note_read
from app.clients.timeline import Kind
from app.errors import NotFound
from app.policy import Permission
from app.timeline.forms import NoteForm
from app.timeline.merging import timeline
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

blueprint = Blueprint("timeline", __name__, url_prefix="/clients")
KIND_NAMES = {
    Kind.NOTE: _("Notes"),
    Kind.REFERRAL: _("Referral"),
    Kind.MEETING: _("First meeting"),
    Kind.PLAN: _("Plan"),
    Kind.ENGLISH: _("English"),
    Kind.BOOKING: _("Bookings"),
    Kind.OFFER: _("Offers"),
    Kind.SUPPORT: _("Support"),
    Kind.MESSAGE: _("Messages"),
    Kind.RECORD: _("Changes of the record"),
}
# What a kind takes that not everybody sees.
NEEDS = {
    Kind.PLAN: FieldGroup.PLAN,
    Kind.ENGLISH: FieldGroup.ENGLISH,
    Kind.RECORD: FieldGroup.AUDIT,
}


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
        audience = NoteAudience(form.audience.data)
        keep_note(viewer(), client, text=form.text.data or "", audience=audience)
        tell(gettext("The note is in the log."))
        return url_for("timeline.show_timeline", reference=reference)

    return once(form, write)


def _page(reference: str, form: NoteForm, status: int = 200) -> Response:
    client = queries.client(viewer(), reference)
    seen = groups(viewer(), client)
    if FieldGroup.NOTES not in seen:
        raise NotFound("timeline")
    note_read(viewer(), client.id)
    kind = request.args.get("kind", "")
    return render(
        "timeline/show.html",
        "timeline/_timeline.html",
        status=status,
        client=client,
        page=timeline(viewer(), client, seen, kind=kind, cursor=request.args.get("after")),
        kind=kind,
        kinds={
            one.value: str(name)
            for one, name in KIND_NAMES.items()
            if NEEDS.get(one) in {None, *seen}
        },
        kind_names=KIND_NAMES,
        form=form if viewer().may(Permission.CLIENT_NOTE) else None,
        text=change_text,
        audience_names=AUDIENCE_NAMES,
        field_name=change_text.field_name,
    )
