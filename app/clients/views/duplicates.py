"""The list of records that may be of one person, and saying that they are not."""

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import duplicate_text, pairs, reference_names
from app.clients.blueprint import blueprint
from app.clients.services import note_reads
from app.web.guard import viewer
from app.web.rendering import render, tell


@blueprint.get("/duplicates")
def list_duplicates() -> Response:
    grade = request.args.get("grade", "")
    is_dismissed = request.args.get("show") == "dismissed"
    page = pairs.pairs(
        viewer(), grade=grade, is_dismissed=is_dismissed, cursor=request.args.get("after")
    )
    note_reads(viewer(), {key for row in page.rows for key in (row.first_id, row.second_id)})
    return render(
        "clients/duplicates.html",
        "clients/_pair_list.html",
        page=page,
        grade=grade,
        show="dismissed" if is_dismissed else "",
        grade_names={str(key): str(name) for key, name in duplicate_text.GRADE_NAMES.items()},
        show_names={"dismissed": gettext("Not the same person")},
        text=duplicate_text,
        names=reference_names,
    )


@blueprint.post("/duplicates/<int:pair_id>/dismiss")
def dismiss_duplicate(pair_id: int) -> Response:
    pairs.dismiss_pair(viewer(), pair_id)
    tell(gettext("Noted: they are not the same person. The pair does not come back."))
    return redirect(url_for("clients.list_duplicates"), code=303)
