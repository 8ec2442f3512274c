"""The timeline of a client, and the notes in it: writing one and putting it right."""

from flask import Blueprint, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.clients import change_text, notes, queries
from app.clients.access import FieldGroup, groups
from app.clients.models import Client, Note, NoteAudience
from app.clients.presenters import AUDIENCE_NAMES
from app.clients.services import note_read
from app.clients.timeline import Kind
from app.errors import NotFound
from app.policy import Permission
from app.timeline.forms import CorrectionForm, NoteForm
from app.timeline.merging import timeline
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.pagination import PAGE_SIZE
from app.web.rendering import render, tell

blueprint = Blueprint("timeline", __name__, url_prefix="/clients")
NOTE = "/<reference>/notes/<int:number>"
MOST_PRINTED = 500
KIND_NAMES = {
    Kind.NOTE: _("Notes"),
    Kind.REFERRAL: _("Referral"),
    Kind.MEETING: _("First meeting"),
    Kind.PLAN: _("Plan"),
    Kind.ENGLISH: _("English"),
    Kind.BOOKING: _("Bookings"),
    Kind.OFFER: _("Offers"),
    Kind.SUPPORT: _("Support"),
    Kind.GROUP: _("Groups"),
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
        notes.add_note(viewer(), client, text=form.text.data or "", audience=audience)
        tell(gettext("The note is in the log."))
        return url_for("timeline.show_timeline", reference=reference)

    return once(form, write)


@blueprint.get(NOTE)
def show_note(reference: str, number: int) -> Response:
    client, note = _own(reference, number)
    return _note_page(client, note, CorrectionForm(data={"text": note.text}))


@blueprint.post(NOTE)
def correct_note(reference: str, number: int) -> Response:
    client, note = _own(reference, number)
    form = CorrectionForm()
    if not form.validate():
        return _note_page(client, note, form, status=422)

    def write() -> str:
        notes.correct_note(viewer(), note, text=form.text.data or "")
        tell(gettext("The note is corrected."))
        return url_for("timeline.show_timeline", reference=reference)

    return once(form, write)


@blueprint.get(f"{NOTE}/withdraw")
def ask_withdraw_note(reference: str, number: int) -> Response:
    client, note = _own(reference, number)
    return render("timeline/withdraw.html", client=client, note=note, form=BaseForm())


@blueprint.post(f"{NOTE}/withdraw")
def withdraw_note(reference: str, number: int) -> Response:
    def withdraw() -> str:
        _client, note = _own(reference, number)
        notes.withdraw_note(viewer(), note)
        tell(gettext("The note is withdrawn."))
        return url_for("timeline.show_timeline", reference=reference)

    return once(BaseForm(), withdraw)


def _own(reference: str, number: int) -> tuple[Client, Note]:
    """A note that the viewer wrote, and its client; NotFound otherwise."""
    client = queries.client(viewer(), reference)
    found = notes.own_note(viewer(), client, number)
    note_read(viewer(), client.id)
    return client, found


def _note_page(client: Client, note: Note, form: CorrectionForm, status: int = 200) -> Response:
    return render(
        "timeline/note.html",
        status=status,
        client=client,
        note=note,
        form=form,
        audience_names=AUDIENCE_NAMES,
    )


def _page(reference: str, form: NoteForm, status: int = 200) -> Response:
    client = queries.client(viewer(), reference)
    seen = groups(viewer(), client)
    if FieldGroup.NOTES not in seen:
        raise NotFound("timeline")
    note_read(viewer(), client.id)
    kind, whole = request.args.get("kind", ""), "whole" in request.args
    page = timeline(
        viewer(), client, seen, kind=kind, cursor=request.args.get("after"),
        size=MOST_PRINTED if whole else PAGE_SIZE,
    )  # fmt: skip
    return render(
        "timeline/show.html",
        "timeline/_timeline.html",
        status=status,
        client=client,
        page=page,
        whole=whole,
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
