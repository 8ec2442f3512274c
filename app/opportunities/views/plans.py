"""Workforce plans: the list, one plan, and taking one in."""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.opportunities import plan_queries, presenters
from app.opportunities.blueprints import workforce_plans as blueprint
from app.opportunities.filters import known_profession
from app.opportunities.forms import PlanFileForm, PlanForm
from app.opportunities.models import Upload, UploadPurpose, WorkforcePlan
from app.opportunities.plan_services import import_plan
from app.opportunities.unusable import UnusableFile
from app.opportunities.uploads import keep_upload, upload
from app.organisations.models import Trust
from app.web.csv_files import csv_response
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell


@blueprint.get("")
def list_plans() -> Response:
    page = plan_queries.plans(viewer(), cursor=request.args.get("after"))
    return render(
        "opportunities/plans.html", page=page, stale=plan_queries.stale_workforce_plans(viewer())
    )


@blueprint.get("/<int:number>")
def show_plan(number: int) -> Response:
    plan = plan_queries.plan(viewer(), number)
    chosen: dict[str, Any] = {
        "profession": known_profession(request.args.get("profession", "")),
        "only_vacant": request.args.get("only_vacant") == "y",
        "only_hard_to_fill": request.args.get("only_hard_to_fill") == "y",
    }
    return render(
        "opportunities/plan.html",
        "opportunities/_plan_lines.html",
        plan=plan,
        is_stale=plan_queries.is_stale(plan),
        sums=plan_queries.sums(plan),
        page=plan_queries.lines(plan, cursor=request.args.get("after"), **chosen),
        chosen=chosen,
        show=presenters,
    )


@blueprint.get("/<int:number>/rejected.csv")
def download_rejected(number: int) -> Response:
    plan = plan_queries.plan(viewer(), number)
    rows = rejected_rows({"rejected": plan.rejected, "rejected_headings": plan.rejected_headings})
    return csv_response(rows, file_name=f"rejected-rows-{plan.id}.csv")


@blueprint.get("/new")
def start_plan() -> Response:
    return render("opportunities/plan_new.html", form=PlanFileForm())


@blueprint.post("/new")
def read_plan() -> Response:
    form = PlanFileForm()
    if form.validate_on_submit():
        try:
            read = keep_upload(viewer(), form.file.data, purpose=UploadPurpose.PLAN)
        except UnusableFile as error:
            form.file.errors = [error.said(gettext)]
        else:
            return redirect(url_for("workforce_plans.show_reading", number=read.id), code=303)
    return render("opportunities/plan_new.html", form=form, status=422)


@blueprint.get("/new/<int:number>")
def show_reading(number: int) -> Response:
    read = _upload(number)
    return _preview(read, _form(read))


@blueprint.get("/new/<int:number>/rejected.csv")
def download_unread(number: int) -> Response:
    return csv_response(rejected_rows(_upload(number).found), file_name="rejected-rows.csv")


@blueprint.post("/new/<int:number>")
def import_reading(number: int) -> Response:
    form = PlanForm(replaces_choices=_replaceable())
    figures_on = form.figures_on.data
    if not form.validate_on_submit() or figures_on is None:
        return _preview(_upload(number), form, status=422)

    def take() -> str:
        read = _upload(number)
        plan = import_plan(
            viewer(),
            read.found,
            trust=Trust.get_by_id(viewer().trust_id),
            name=form.name.data,
            figures_on=figures_on,
            file_name=read.file_name,
            file_sha256=read.file_sha256,
            replaces=_replaced(form),
        )
        read.delete_instance()
        tell(gettext("The plan “%(name)s” is stored.", name=plan.name))
        return url_for("workforce_plans.show_plan", number=plan.id)

    return once(form, take)


def rejected_rows(found: Mapping[str, Any]) -> list[list[str]]:
    """Rejected rows as they stood, with sheet, row and reason; headings before each sheet's."""
    rows: list[list[str]] = []
    for sheet, rejected in groupby(found["rejected"], key=itemgetter("sheet")):
        held = list(rejected)
        headings = found["rejected_headings"].get(sheet, [])
        width = max(len(headings), *(len(row["cells"]) for row in held))
        rows.append([*_padded(headings, width), "Reason", "Sheet", "Row"])
        rows += [
            [*_padded(row["cells"], width), row["reason"], sheet, str(row["row"])] for row in held
        ]
    return rows


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _upload(number: int) -> Upload:
    return upload(viewer(), number, purpose=UploadPurpose.PLAN)


def _form(read: Upload) -> PlanForm:
    name = read.file_name.rpartition(".")[0] or read.file_name
    return PlanForm(replaces_choices=_replaceable(), name=name[:150])


def _replaceable() -> dict[str, str]:
    return {str(plan.id): plan.name for plan in plan_queries.current_plans(viewer())}


def _replaced(form: PlanForm) -> WorkforcePlan | None:
    chosen = form.replaces.data or ""
    return (
        plan_queries.plan(viewer(), int(chosen))
        if chosen.isdecimal() and len(chosen) < 18
        else None
    )


def _preview(read: Upload, form: PlanForm, **options: Any) -> Response:
    lines = read.found["lines"]
    return render(
        "opportunities/plan_preview.html",
        upload=read,
        lines=lines[:200],
        count=len(lines),
        rejected=read.found["rejected"],
        ignored=read.found["ignored"],
        form=form,
        show=presenters,
        **options,
    )
