"""Importing a file of adverts: sent, looked at, then taken in."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.opportunities.adverts import from_json
from app.opportunities.blueprints import opportunities as blueprint
from app.opportunities.forms import AdvertsForm
from app.opportunities.models import Upload, UploadPurpose
from app.opportunities.unusable import UnusableFile
from app.opportunities.uploads import keep_upload, upload
from app.opportunities.vacancies import ImportReport
from app.opportunities.vacancies import import_adverts as take_in
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("/import")
def start_import() -> Response:
    return render("opportunities/import.html", form=AdvertsForm())


@blueprint.post("/import")
def read_adverts() -> Response:
    form = AdvertsForm()
    if form.validate_on_submit():
        try:
            read = keep_upload(viewer(), form.file.data, purpose=UploadPurpose.ADVERTS)
        except UnusableFile as error:
            form.file.errors = [error.said(gettext)]
        else:
            return redirect(url_for("opportunities.show_import", number=read.id), code=303)
    return render("opportunities/import.html", form=form, status=422)


@blueprint.get("/import/<int:number>")
def show_import(number: int) -> Response:
    read = upload(viewer(), number, purpose=UploadPurpose.ADVERTS)
    report = _run(read, dry_run=True)
    return render("opportunities/import_preview.html", upload=read, report=report, form=BaseForm())


@blueprint.post("/import/<int:number>")
def import_adverts(number: int) -> Response:
    form = BaseForm()

    def take() -> str:
        read = upload(viewer(), number, purpose=UploadPurpose.ADVERTS)
        report = _run(read)
        read.delete_instance()
        tell(
            gettext(
                "%(new)d new, %(changed)d changed, %(unchanged)d unchanged.",
                new=report.new,
                changed=report.changed,
                unchanged=report.unchanged,
            )
        )
        return url_for("opportunities.list_opportunities")

    return once(form, take)


def _run(read: Upload, *, dry_run: bool = False) -> ImportReport:
    found = (from_json(values) for values in read.found["adverts"])
    return take_in(viewer(), found, dry_run=dry_run)
