"""The steps of a plan: each on a page of its own, and what staff and the client do with it."""

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clients.services import note_read
from app.pathways import forms, presenters, queries, services
from app.pathways.blueprint import blueprint
from app.pathways.models import Plan, PlanStep
from app.pathways.sheet import step_line
from app.pathways.views.plans import PLAN, plan_address
from app.policy import Permission
from app.web.forms import BaseForm
from app.web.guard import viewer
from app.web.once import once
from app.web.rendering import render, tell

STEP = f"{PLAN}/steps/<key>"


@blueprint.get(f"{PLAN}/steps/new")
def new_step(reference: str) -> Response:
    plan = queries.current_plan(viewer(), reference)
    return _ask_step(plan, forms.NewStepForm())


@blueprint.post(f"{PLAN}/steps/new")
def add_step(reference: str) -> Response:
    plan = queries.current_plan(viewer(), reference)
    form = forms.NewStepForm()
    if not form.validate():
        return _ask_step(plan, form, status=422)

    def action() -> str:
        services.add_step(viewer(), plan, form.draft())
        tell(gettext("The step is added."))
        return plan_address(plan.client)

    return once(form, action)


@blueprint.get(STEP)
def show_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)
    note_read(viewer(), step.plan.client_id)
    return _show_step(step, _tick_form(step), forms.CommentForm())


@blueprint.get(f"{STEP}/edit")
def edit_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)
    note_read(viewer(), step.plan.client_id)
    return _ask_edit(step, forms.EditStepForm.of(step))


@blueprint.post(f"{STEP}/edit")
def save_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)
    form = forms.EditStepForm()
    form.suit(step)
    if not form.validate():
        return _ask_edit(step, form, status=422)

    def action() -> str:
        services.set_step(viewer(), step, form.edit())
        tell(gettext("The step is changed."))
        return plan_address(step.plan.client)

    return once(form, action)


@blueprint.post(f"{STEP}/tick")
def tick_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)
    form = _tick_form(step)
    if not form.validate():
        return _show_step(step, form, forms.CommentForm(formdata=None), status=422)
    told = {name: form.data[name] for name in ("done_on", "level", "outcome") if name in form.data}

    def action() -> str:
        services.tick_step(viewer(), step, evidence=form.evidence.data or "", **told)
        is_own = viewer().client_id == step.plan.client_id
        well_done = gettext("Well done. The step is ticked.")
        tell(well_done if is_own else gettext("The step is ticked."))
        return plan_address(step.plan.client)

    return once(form, action)


@blueprint.post(f"{STEP}/untick")
def untick_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)

    def action() -> str:
        services.untick_step(viewer(), step)
        tell(gettext("The tick is taken back."))
        return plan_address(step.plan.client)

    return once(BaseForm(), action)


@blueprint.post(f"{STEP}/comment")
def comment_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)
    form = forms.CommentForm()
    if not form.validate():
        return _show_step(step, _tick_form(step, is_sent=False), form, status=422)

    def action() -> str:
        services.comment_step(viewer(), step, form.text.data)
        tell(gettext("Your comment is kept."))
        return url_for("pathways.show_step", reference=reference, key=key)

    return once(form, action)


@blueprint.post(f"{STEP}/move")
def move_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)

    def action() -> str:
        services.move_step(viewer(), step, down=request.form.get("way") == "down")
        return url_for("pathways.show_step", reference=reference, key=key)

    return once(BaseForm(), action)


@blueprint.post(f"{STEP}/drop")
def drop_step(reference: str, key: str) -> Response:
    step = queries.step(viewer(), reference, key)

    def action() -> str:
        services.drop_step(viewer(), step)
        tell(gettext("The step is taken out of the plan."))
        return plan_address(step.plan.client)

    return once(BaseForm(), action)


def _ask_step(plan: Plan, form: forms.NewStepForm, *, status: int = 200) -> Response:
    return render("pathways/new_step.html", plan=plan, form=form, status=status)


def _ask_edit(step: PlanStep, form: forms.EditStepForm, *, status: int = 200) -> Response:
    return render(
        "pathways/edit_step.html",
        step=step,
        form=form,
        title=presenters.said(step.title),
        status=status,
    )


def _tick_form(step: PlanStep, *, is_sent: bool = True) -> forms.TickForm:
    route = queries.route_of(step.plan)
    known = route.by_key.get(step.key) if route else None
    outcomes = {one.key: presenters.said(one.title) for one in known.outcomes} if known else {}
    form = forms.TickForm() if is_sent else forms.TickForm(formdata=None)
    form.suit(outcomes, by_staff=viewer().may(Permission.PLAN_EDIT))
    return form


def _show_step(
    step: PlanStep, form: forms.TickForm, comment: forms.CommentForm, *, status: int = 200
) -> Response:
    may_tick, may_edit = (
        viewer().may(Permission.PLAN_TICK),
        viewer().may(Permission.PLAN_EDIT),
    )
    return render(
        "pathways/step.html",
        step=step,
        line=step_line(viewer(), step),
        owner=presenters.OWNER_NAMES[step.owner],
        form=form,
        comment=comment,
        comments=queries.comments_of(step) if may_tick else [],
        is_own=viewer().client_id == step.plan.client_id,
        may_tick=may_tick,
        may_edit=may_edit,
        may_untick=may_edit or services.is_own_tick(step),
        status=status,
    )
