"""Makes a plan's steps from a route, applies the record to them, and dates them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from app.pathways.models import MetBy, Plan, PlanStep, StepOwner, StepStatus
from app.pathways.record import Met
from app.pathways.schedule import Lapse, Schedule, Task, schedule
from app.reference import uncertain
from app.reference.routes import AfterOutcome, Months, Pounds, Route, RouteStep, Track

OWN_KEY = re.compile(r"own-(\d+)")
OVER = (StepStatus.DONE,)
OPEN = (StepStatus.NOT_STARTED, StepStatus.IN_PROGRESS, StepStatus.ON_HOLD)
OWNERS = {Track.PROGRAMME: StepOwner.STAFF}


def steps_of_route(plan: Plan, route: Route) -> list[PlanStep]:
    """Unsaved steps of a plan, in the order in which they can be taken."""
    return [
        PlanStep(
            plan=plan,
            key=step.key,
            position=position,
            owner=OWNERS.get(step.track, StepOwner.CLIENT),
            **facts_of(step),
        )
        for position, step in enumerate(route.order(), start=1)
    ]


def facts_of(step: RouteStep) -> dict[str, object]:
    """What a plan's step takes over from its route, and takes again when it is brought up."""
    return {
        "title": step.title,
        "why": step.why,
        "note": step.note or "",
        "condition": step.condition or "",
        "track": step.track,
        "requires": list(step.requires),
        "is_optional": step.optional,
        "who_helps": who_helps(step),
        "months_least": step.months.least,
        "months_most": step.months.most,
        "fee_low": step.fee_gbp.least,
        "fee_high": step.fee_gbp.most,
        "fee_note": step.fee_note or "",
        "fee_help": step.refugee_fee or "",
        "expires_months": step.expires_months,
        "is_uncertain": uncertain(step),
        "source": "; ".join(step.sources),
    }


def who_helps(step: RouteStep) -> str:
    return "; ".join(step.provided_by)


def apply_record(steps: Iterable[PlanStep], met: Mapping[str, Met]) -> None:
    """Tick what the record shows, and take back ticks that it no longer bears out.

    What a person ticked stays, but for better evidence of the same from the record.
    """
    for step in steps:
        found = met.get(step.key)
        if found is not None:
            _meet(step, found)
        elif step.met_by in (MetBy.ENGLISH, MetBy.STAGE, MetBy.EVIDENCE):
            reset(step)


def _meet(step: PlanStep, met: Met) -> None:
    if met.is_skipped:
        if step.status in OPEN:
            step.status, step.met_by = StepStatus.NOT_NEEDED, met.by
        return
    if step.status == StepStatus.NOT_NEEDED and step.met_by is None:
        return  # staff took the step out
    # The day of the meeting or of the stage is the one on which it was first noted.
    is_known = step.status == StepStatus.DONE and step.met_by == met.by
    undated = met.by in (MetBy.MEETING, MetBy.STAGE)
    step.done_on = step.done_on if is_known and undated else met.on
    step.status, step.met_by, step.evidence_level = StepStatus.DONE, met.by, met.level
    step.evidence, step.evidence_expires_on = met.note, met.expires_on


def reset(step: PlanStep) -> None:
    """Back to not started, without evidence."""
    step.status, step.met_by, step.done_on = StepStatus.NOT_STARTED, None, None
    step.evidence, step.evidence_level, step.evidence_expires_on = "", None, None
    step.confirmed_by, step.confirmed_at, step.outcome = None, None, ""


def date_steps(plan: Plan, steps: Sequence[PlanStep], route: Route | None) -> Schedule:
    """Calculate every open step's months from the plan's start, and the plan's own total."""
    _apply_outcomes(steps, route)
    dated = schedule([_task(plan, step, _requires(step, steps, route)) for step in steps])
    for step in steps:
        _set_dates(plan, step, dated)
    plan.months_least, plan.months_most = dated.months
    return dated


def _apply_outcomes(steps: Sequence[PlanStep], route: Route | None) -> None:
    """A step that only some outcome asks for is required after it, not needed after others."""
    for step in steps:
        when = _condition(step, route)
        if when is None:
            continue
        outcome = _outcome(steps, when.step)
        step.is_optional = outcome != when.outcome
        if outcome and outcome != when.outcome and step.status in OPEN:
            step.status, step.met_by = StepStatus.NOT_NEEDED, MetBy.OUTCOME
        elif (
            step.status == StepStatus.NOT_NEEDED
            and step.met_by == MetBy.OUTCOME
            and (outcome in ("", when.outcome))
        ):
            step.status, step.met_by = StepStatus.NOT_STARTED, None


def _condition(step: PlanStep, route: Route | None) -> AfterOutcome | None:
    known = route.by_key.get(step.key) if route else None
    return known.conditional_on if known else None


def _outcome(steps: Iterable[PlanStep], key: str) -> str:
    return next((step.outcome for step in steps if step.key == key), "")


def _requires(step: PlanStep, steps: Sequence[PlanStep], route: Route | None) -> tuple[str, ...]:
    known = route.by_key.get(step.key) if route else None
    more = known.also_requires_if if known else ()
    asked = [one.step for one in more if _outcome(steps, one.when.step) == one.when.outcome]
    return (*step.requires, *asked)


def _task(plan: Plan, step: PlanStep, requires: tuple[str, ...]) -> Task:
    is_over = step.status in OVER
    gone = _months_between(step.started_on, plan.start_on) if step.started_on else 0
    ends = None
    if step.is_dated and step.earliest_on and step.latest_on:
        ends = Months(
            max(0, _months_between(plan.start_on, step.earliest_on)),
            max(0, _months_between(plan.start_on, step.latest_on)),
        )
    return Task(
        key=step.key,
        requires=requires,
        months=Months(max(0, step.months_least - gone), max(0, step.months_most - gone)),
        pounds=Pounds(step.fee_low, step.fee_high),
        is_optional=step.is_optional,
        is_over=is_over,
        is_skipped=step.status == StepStatus.NOT_NEEDED,
        ends=ends,
        lasts=_lasts(plan, step) if is_over else step.expires_months,
    )


def _lasts(plan: Plan, step: PlanStep) -> int | None:
    """Months left of a result already reached, whole ones, from the plan's start."""
    until = step.evidence_expires_on
    if until is None and step.expires_months and step.done_on:
        until = step.done_on + relativedelta(months=step.expires_months)
    return None if until is None else _months_between(plan.start_on, until)


def _months_between(first: date, second: date) -> int:
    """Calendar months from one day's month to the other's; negative backwards."""
    return (second.year - first.year) * 12 + second.month - first.month


def _set_dates(plan: Plan, step: PlanStep, dated: Schedule) -> None:
    lapse = dated.lapses.get(step.key)
    step.lapses_on = _lapse_day(plan, step, lapse) if lapse else None
    step.lapses_before = lapse.needed_by if lapse else ""
    step.is_lapse_certain = lapse.is_certain if lapse else False
    if step.status not in OPEN:
        step.starts_on = step.earliest_on = step.latest_on = None
        return
    window = dated.windows[step.key]
    step.starts_on = plan.start_on + relativedelta(months=window.starts.least)
    step.earliest_on = plan.start_on + relativedelta(months=window.ends.least)
    step.latest_on = plan.start_on + relativedelta(months=window.ends.most)


def _lapse_day(plan: Plan, step: PlanStep, lapse: Lapse) -> date:
    if step.status == StepStatus.DONE and step.evidence_expires_on:
        return step.evidence_expires_on
    return plan.start_on + relativedelta(months=lapse.after)
