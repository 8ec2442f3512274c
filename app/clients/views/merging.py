"""Merging two records of one person, and taking it back."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import duplicate_text, queries
from app.clients.blueprint import blueprint
from app.clients.duplicates import Candidate, described, possible_duplicates
from app.clients.merging import preview, undoing
from app.clients.merging.fields import differences
from app.clients.merging.forms import MergeForm, OtherForm, merge_form
from app.clients.merging.models import ClientMerge
from app.clients.merging.services import merge_clients
from app.clients.models import Client
from app.clients.services import note_reads
from app.errors import Moved, NotFound
from app.references import as_typed
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/<reference>/merge")
def show_merge(reference: str) -> Response:
    kept = queries.client(viewer(), reference)
    typed = request.args.get("other")
    if typed is None:
        return _choose_page(kept, OtherForm(formdata=None))
    form = OtherForm(formdata=request.args, meta={"csrf": False})
    if not form.validate():
        return _choose_page(kept, form, status=422)
    gone = _other(kept, typed)
    if gone is None:
        form.other.errors = [gettext("There is no other client with this reference.")]
        return _choose_page(kept, form, status=422)
    values = {"other": gone.reference, "version": kept.version, "other_version": gone.version}
    return _preview_page(
        kept, gone, merge_form(differences(kept, gone))(formdata=None, data=values)
    )


@blueprint.post("/<reference>/merge")
def merge_client(reference: str) -> Response:
    kept = queries.client(viewer(), reference)
    typed = request.form.get("other", "")
    try:
        gone = queries.client(viewer(), typed)
    except Moved as moved:
        if moved.new != kept.reference:
            raise
        return redirect(_address(kept), code=303)  # pressed twice
    form = merge_form(differences(kept, gone))()
    if form.versions == (kept.version, gone.version) and not form.validate():
        return _preview_page(kept, gone, form, status=422)

    def merge() -> str:
        merge_clients(viewer(), kept, gone, versions=form.versions, taken=form.taken)
        tell(
            gettext(
                "The two records are one. For 30 days you can undo it: “Merge, or undo a merge”."
            )
        )
        return _address(kept)

    return once(form, merge)


@blueprint.get("/<reference>/merge/undo")
def show_undo_merge(reference: str) -> Response:
    kept = queries.client(viewer(), reference)
    merge = undoing.last_merge(kept)
    note_reads(viewer(), [kept.id])
    return render(
        "clients/undo_merge.html",
        client=kept,
        merge=merge,
        since=undoing.what_has_happened(merge),
        can_undo=undoing.can_undo(merge),
        form=BaseForm(formdata=None),
    )


@blueprint.post("/<reference>/merge/undo")
def undo_merge(reference: str) -> Response:
    kept = queries.client(viewer(), reference)

    def undo() -> str:
        merge = undoing.undo_merge(viewer(), kept)
        tell(gettext("The merge is undone: there are two records again."))
        return _address(merge.loser)

    return once(BaseForm(), undo)


def _address(client: Client) -> str:
    return url_for("clients.show_client", reference=client.reference)


def _other(kept: Client, typed: str) -> Client | None:
    """The other record by what was typed; None for none in reach, and for the same one."""
    try:
        found = queries.client(viewer(), as_typed(typed) or typed)
    except Moved as moved:
        return _other(kept, moved.new)
    except NotFound:
        return None
    return None if found.id == kept.id else found


def _choose_page(kept: Client, form: OtherForm, status: int = 200) -> Response:
    candidates = possible_duplicates(viewer(), described(kept), besides=kept)
    note_reads(viewer(), [kept.id, *(one.client.id for one in candidates)])
    return render(
        "clients/merge_choose.html",
        status=status,
        client=kept,
        candidates=candidates,
        grade_names=duplicate_text.GRADE_NAMES,
        text=duplicate_text,
        form=form,
        merge=_undoable(kept),
    )


def _undoable(kept: Client) -> ClientMerge | None:
    try:
        return undoing.last_merge(kept)
    except NotFound:
        return None


def _why(kept: Client, gone: Client) -> Candidate | None:
    found = possible_duplicates(viewer(), described(kept), besides=kept)
    return next((one for one in found if one.client.id == gone.id), None)


def _preview_page(kept: Client, gone: Client, form: MergeForm, status: int = 200) -> Response:
    note_reads(viewer(), [kept.id, gone.id])
    return render(
        "clients/merge.html",
        status=status,
        client=kept,
        gone=gone,
        form=form,
        why=_why(kept, gone),
        moving=preview.what_moves(gone),
        account_rule=preview.account_rule(gone),
        grade_names=duplicate_text.GRADE_NAMES,
        text=duplicate_text,
    )
