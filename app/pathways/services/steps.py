"""Changes to one step of a plan: by staff, and ticks and comments by the client too."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext

from app import clock
from app.audit.services import record
from app.clients.evidence import set_evidence
from app.clients.fact_models import EvidenceLevel
from app.db import atomic
from app.errors import Conflict, Forbidden, NotFound
from app.pathways import drafting
from app.pathways.models import MetBy, Plan, PlanStep, StepComment, StepOwner, StepStatus
from app.pathways.queries import steps_of
from app.pathways.record import STEP_FACT, own_route_key
from app.pathways.services.plans import bump, locked, redate
from app.policy import Permission, Viewer
from app.reference.routes import Track


@dataclass(frozen=True)
class StepDraft:
    """What staff say of a step that they add; months and pounds are least and most."""

    title: str
    why: str = ""
    track: Track = Track.PROGRAMME
    owner: StepOwner = StepOwner.CLIENT
    who_helps: str = ""
    months: tuple[int, int] = (0, 1)
    pounds: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))


@dataclass(frozen=True)
class StepEdit:
    """What staff set on a step; `version` is the one they had before them.

    Title and why are those of an own step alone.
    """

    status: StepStatus
    owner: StepOwner
    version: int
    who_helps: str = ""
    staff_note: str = ""
    earliest_on: date | None = None
    latest_on: date | None = None
    title: str | None = None
    why: str | None = None


def add_step(actor: Viewer, plan: Plan, draft: StepDraft) -> PlanStep:
    """A step of the plan's own at its end, dated from the plan's start."""
    with atomic():
        plan = locked(plan)
        steps = steps_of(plan)
        keys = (drafting.OWN_KEY.fullmatch(one.key) for one in steps)
        numbers = [int(found[1]) for found in keys if found]
        step = PlanStep.create(
            plan=plan,
            key=f"own-{max(numbers, default=0) + 1}",
            position=max((one.position for one in steps), default=0) + 1,
            is_own=True,
            title=draft.title,
            why=draft.why,
            track=draft.track,
            owner=draft.owner,
            who_helps=draft.who_helps,
            months_least=draft.months[0],
            months_most=draft.months[1],
            fee_low=draft.pounds[0],
            fee_high=draft.pounds[1],
        )
        redate(plan, [*steps, step])
        _note(actor, "plan.add_step", step)
    return step


def drop_step(actor: Viewer, step: PlanStep) -> None:
    """Take a step out: an own one goes, one of the route's stays as not needed."""
    with atomic():
        step = _fresh(step)
        _note(actor, "plan.drop_step", step)
        if step.is_own:
            step.delete_instance()
        else:
            drafting.reset(step)
            step.status = StepStatus.NOT_NEEDED
            _keep(step)
        redate(step.plan, steps_of(step.plan))


def move_step(actor: Viewer, step: PlanStep, *, down: bool) -> None:
    """One place up or down in the list; at its end it stays where it is. Dates do not change."""
    with atomic():
        step = _fresh(step)
        steps = steps_of(step.plan)
        place = next(index for index, one in enumerate(steps) if one.id == step.id)
        other = place + (1 if down else -1)
        if not 0 <= other < len(steps):
            return
        steps[place], steps[other] = steps[other], steps[place]
        for position, one in enumerate(steps, start=1):
            one.position = position
            one.save(only=[PlanStep.position])
        bump(step.plan)
        _note(actor, "plan.move_step", step)


def set_step(actor: Viewer, step: PlanStep, edit: StepEdit) -> None:
    """What staff decide about a step; both dates set it by hand, none lets it be calculated.

    Raises Conflict when somebody changed the step since the form was opened.
    """
    with atomic():
        step = _fresh(step)
        if step.version != edit.version:
            raise Conflict(gettext("Somebody else changed this step. Look at it again."))
        before = step.status
        _set_status(step, edit.status)
        _note_in_record(actor, step, before)
        step.owner, step.who_helps = edit.owner, edit.who_helps
        step.staff_note = edit.staff_note
        if step.is_own:
            step.title = edit.title or step.title
            step.why = step.why if edit.why is None else edit.why
        step.is_dated = edit.earliest_on is not None and edit.latest_on is not None
        if step.is_dated:
            step.earliest_on, step.latest_on = edit.earliest_on, edit.latest_on
        _keep(step)
        redate(step.plan, steps_of(step.plan))
        _note(actor, "plan.set_step", step, status=step.status)


def _fresh(step: PlanStep) -> PlanStep:
    """The step as it stands now, its plan held; NotFound when somebody has taken it out."""
    plan = locked(step.plan)
    found = PlanStep.get_or_none(PlanStep.id == step.id)
    if found is None:
        raise NotFound("step")
    found.plan = plan
    return found


def _set_status(step: PlanStep, status: StepStatus) -> None:
    if status == step.status:
        return
    if step.status == StepStatus.DONE or status == StepStatus.NOT_NEEDED:
        drafting.reset(step)
    if status == StepStatus.DONE:
        _mark_done(step, clock.today(), EvidenceLevel.SEEN)
    if status == StepStatus.IN_PROGRESS:
        step.started_on = step.started_on or clock.today()
    step.status = status
    if status != StepStatus.DONE and status != StepStatus.NOT_NEEDED:
        step.met_by = None


def _note_in_record(actor: Viewer, step: PlanStep, before: str) -> None:
    """What staff set to done they have seen; what they take back nobody has seen any more.

    Otherwise the next look at the record would undo what they said.
    """
    if step.status == before or StepStatus.DONE not in (step.status, before):
        return
    if step.status == StepStatus.DONE:
        _confirm(actor, step)
    level = EvidenceLevel.SEEN if step.status == StepStatus.DONE else EvidenceLevel.CLAIMED
    _set_evidence(actor, step, level)


def _confirm(actor: Viewer, step: PlanStep) -> None:
    step.confirmed_at = clock.now()
    step.confirmed_by = actor.account_id  # type: ignore[assignment]


def _mark_done(step: PlanStep, done_on: date, level: EvidenceLevel) -> None:
    step.status, step.met_by = StepStatus.DONE, MetBy.PERSON
    step.done_on, step.evidence_level = done_on, level


def tick_step(
    actor: Viewer,
    step: PlanStep,
    *,
    done_on: date | None = None,
    evidence: str = "",
    level: EvidenceLevel = EvidenceLevel.CLAIMED,
    outcome: str = "",
) -> None:
    """A step is done. What the client says is claimed; staff say what they have seen.

    What staff have seen or verified goes into the client's record, so that every later plan
    knows of it. Raises Forbidden for a step that is not part of the path.
    """
    by_staff = actor.may(Permission.PLAN_EDIT)
    with atomic():
        step = _fresh(step)
        if step.status == StepStatus.NOT_NEEDED and not by_staff:
            raise Forbidden("step")
        if step.status == StepStatus.DONE and not by_staff:
            return  # her claim must not stand in place of what others have seen
        _mark_done(step, done_on or clock.today(), level if by_staff else EvidenceLevel.CLAIMED)
        step.evidence, step.outcome = evidence, outcome
        if by_staff and level != EvidenceLevel.CLAIMED:
            _confirm(actor, step)
            _set_evidence(actor, step, level)
        _keep(step)
        redate(step.plan, steps_of(step.plan))
        _note(actor, "plan.tick_step", step, level=step.evidence_level)


def untick_step(actor: Viewer, step: PlanStep) -> None:
    """Take a tick back; the client only her own that nobody has confirmed, else Forbidden."""
    by_staff = actor.may(Permission.PLAN_EDIT)
    with atomic():
        step = _fresh(step)
        if step.status != StepStatus.DONE:
            return
        if not by_staff and not is_own_tick(step):
            raise Forbidden("tick")
        if by_staff:
            _set_evidence(actor, step, EvidenceLevel.CLAIMED)
        drafting.reset(step)
        _keep(step)
        redate(step.plan, steps_of(step.plan))
        _note(actor, "plan.untick_step", step)


def is_own_tick(step: PlanStep) -> bool:
    """Whether a tick is one that the client may take back herself."""
    return step.met_by == MetBy.PERSON and step.evidence_level == EvidenceLevel.CLAIMED


def comment_step(actor: Viewer, step: PlanStep, text: str) -> StepComment:
    """A line from the client or staff to the other; the plan itself does not change."""
    with atomic():
        comment = StepComment.create(
            step=step, author=actor.account_id, text=text, written_at=clock.now()
        )
        _note(actor, "plan.comment_step", step)
    return comment


def _keep(step: PlanStep) -> None:
    step.version += 1
    step.save()


def _set_evidence(actor: Viewer, step: PlanStep, level: EvidenceLevel) -> None:
    """Tell the client's record what was seen of a step of her own route."""
    client = step.plan.client
    if step.is_own or step.plan.route != own_route_key(client):
        return
    fact = f"{STEP_FACT}{step.key}"
    set_evidence(actor, client, fact=fact, level=level, seen_on=step.done_on, note=step.evidence)


def _note(actor: Viewer, action: str, step: PlanStep, **detail: str) -> None:
    record(actor, action, step, client_id=step.plan.client_id, step=step.key, **detail)
