"""A client's qualifications: staff write them down, change them and take them out."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients import change_text, qualifications, queries, services
from app.clients.blueprint import blueprint
from app.clients.changes import Clash
from app.clients.fact_forms import QualificationForm
from app.clients.models import Client
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/<reference>/qualifications/new")
def show_new_qualification(reference: str) -> Response:
    return _page(queries.client(viewer(), reference), QualificationForm(formdata=None))


@blueprint.post("/<reference>/qualifications")
def add_qualification(reference: str) -> Response:
    client = queries.client(viewer(), reference)
    form = QualificationForm()
    if not form.validate():
        return _page(client, form, status=422)

    def add() -> str:
        qualifications.add_qualification(viewer(), client, **form.answers)
        tell(gettext("The qualification is written down."))
        return url_for("clients.show_client", reference=reference)

    return once(form, add)


@blueprint.get("/<reference>/qualifications/<int:qualification_id>")
def show_qualification(reference: str, qualification_id: int) -> Response:
    client = queries.client(viewer(), reference)
    found = qualifications.qualification(client, qualification_id)
    services.note_read(viewer(), client.id)
    return _page(client, QualificationForm(formdata=None, obj=found), qualification_id)


@blueprint.post("/<reference>/qualifications/<int:qualification_id>")
def change_qualification(reference: str, qualification_id: int) -> Response:
    client = queries.client(viewer(), reference)
    form = QualificationForm()
    if not form.validate():
        qualifications.qualification(client, qualification_id)
        return _page(client, form, qualification_id, status=422)
    try:
        qualifications.change_qualification(
            viewer(), client, qualification_id, answers=form.answers, version=form.version_number
        )
    except Clash as clash:
        form.keep(clash.current, clash.version)
        return _page(client, form, qualification_id, status=409, clash=clash)
    tell(gettext("The qualification is changed."))
    return redirect(url_for("clients.show_client", reference=reference), code=303)


@blueprint.post("/<reference>/qualifications/<int:qualification_id>/remove")
def remove_qualification(reference: str, qualification_id: int) -> Response:
    client = queries.client(viewer(), reference)

    def remove() -> str:
        qualifications.remove_qualification(viewer(), client, qualification_id)
        tell(gettext("The qualification is taken out."))
        return url_for("clients.show_client", reference=reference)

    return once(BaseForm(), remove)


def _page(
    client: Client,
    form: QualificationForm,
    qualification_id: int | None = None,
    status: int = 200,
    clash: Clash | None = None,
) -> Response:
    return render(
        "clients/qualification.html",
        status=status,
        client=client,
        form=form,
        qualification_id=qualification_id,
        clash=clash,
        text=change_text,
    )
