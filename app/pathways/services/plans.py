"""Making a plan, and bringing one up to the client's record again."""

from collections.abc import Sequence

from flask_babel import gettext
from peewee import IntegrityError, fn

from app import clock
from app.audit.services import record
from app.clients.changes import change_client
from app.clients.models import Client
from app.db import atomic, lock_row
from app.errors import Conflict
from app.pathways import drafting
from app.pathways.brought import brought_steps
from app.pathways.models import MetBy, Plan, PlanState, PlanStep, StepComment, StepStatus
from app.pathways.queries import plan_of, route_of, steps_of
from app.pathways.record import met_steps, own_route_key, record_hash, routes_of
from app.policy import Viewer
from app.reference import reference
from app.reference.routes import Route

NO_ROUTE = ""
KEPT_FROM_BEFORE = (
    "status", "owner", "staff_note", "outcome", "is_dated", "earliest_on", "latest_on",
    "started_on", "done_on", "met_by", "evidence", "evidence_level", "evidence_expires_on",
    "confirmed_by", "confirmed_at",
)  # fmt: skip


class NoRoute(Conflict):
    """The reference data has no route for the client's profession."""


def make_plan(
    actor: Viewer, client: Client, *, route: str | None = None, goal: str | None = None
) -> Plan:
    """A new current plan from a route, with what the record shows ticked and the rest dated.

    Without a route the client's own or her profession's usual one is taken; `NO_ROUTE` makes a
    plan of own steps alone; a `goal` replaces the client's. What was done, noted or added in the
    plan before is carried over; what an organisation agreed with her before us follows.
    Raises NoRoute, UnknownKey, and Conflict when somebody else makes one at the same moment.
    """
    chosen = _route(client, route)
    try:
        with atomic():
            lock_row(client)
            # Held, so that no tick is put on the old plan after it was carried over.
            before = locked(old) if (old := plan_of(client)) is not None else None
            client = _agree(actor, client, chosen, goal)
            plan = _new_plan(actor, client, chosen)
            steps = drafting.steps_of_route(plan, chosen) if chosen else []
            if before is not None:
                steps = _carry_over(plan, steps, steps_of(before), route_of(before))
            steps += brought_steps(plan, client, steps)
            if chosen:
                drafting.apply_record(steps, met_steps(client, chosen, on=plan.start_on))
            drafting.date_steps(plan, steps, chosen)
            for step in steps:
                step.save(force_insert=True)
            plan.save()
            if before is not None:
                _carry_comments(before, plan)
            record(actor, "plan.make", plan, client_id=client.id, route=plan.route)
    except IntegrityError as error:
        raise Conflict(gettext("Somebody else has just made a plan for this client.")) from error
    return plan


def refresh_plan(actor: Viewer, plan: Plan) -> Plan:
    """Take the route's facts and the client's record again, and date what is left from today.

    Edits (who helps among them), comments, order, own steps and dates set by hand stay; what
    was brought and is in no plan yet joins it.
    """
    with atomic():
        plan = locked(plan)
        client, route = plan.client, route_of(plan)
        plan.start_on = clock.today()
        steps = list(steps_of(plan))
        if route is not None:
            steps += _new_in_route(plan, steps, route)
            _take_route(steps, route)
            met = met_steps(client, route, on=plan.start_on)
            known = {key: one for key, one in met.items() if one.by is not MetBy.MEETING}
            drafting.apply_record(steps, known)
        plan.record_hash = record_hash(client, route, on=plan.start_on)
        redate(plan, [*steps, *_kept_brought(actor, plan, steps)])
        record(actor, "plan.refresh", plan, client_id=client.id)
    return plan


def add_brought(actor: Viewer, plan: Plan) -> None:
    """Put what was brought and is in no plan yet at the end of a plan that is held."""
    steps = steps_of(plan)
    redate(plan, [*steps, *_kept_brought(actor, plan, steps)])


def _kept_brought(actor: Viewer, plan: Plan, before: Sequence[PlanStep]) -> list[PlanStep]:
    """The brought steps, in the database now and told of in the audit trail."""
    added = brought_steps(plan, plan.client, before)
    for step in added:
        step.save(force_insert=True)
        record(actor, "plan.add_step", step, client_id=plan.client_id, step=step.key)
    return added


def locked(plan: Plan) -> Plan:
    """The plan as it stands now, held until the transaction ends: one change after the other.

    Her record is held before it, as what is ticked is noted there: in one order nobody waits for
    somebody who waits. Raises Conflict when a newer plan has taken its place.
    """
    lock_row(plan.client)
    lock_row(plan)
    found = Plan.select(Plan, Client).join(Client).where(Plan.id == plan.id).get()
    if found.state != PlanState.CURRENT:
        raise Conflict(gettext("A newer plan has been made. Go back and look at it."))
    return found


def redate(plan: Plan, steps: Sequence[PlanStep]) -> None:
    """Date a plan's steps again and keep them, as one more version of the plan."""
    drafting.date_steps(plan, steps, route_of(plan))
    for step in steps:
        step.save()
    bump(plan)


def bump(plan: Plan) -> None:
    """One more version of the plan, changed now."""
    plan.version += 1
    plan.changed_at = clock.now()
    plan.save()


def _route(client: Client, wanted: str | None) -> Route | None:
    if wanted == NO_ROUTE:
        return None
    if wanted is not None:
        return reference().route(wanted)
    key = own_route_key(client)
    if key is None:
        raise NoRoute(gettext("We know no regulator's route for this profession."))
    return reference().route(key)


def _agree(actor: Viewer, client: Client, route: Route | None, goal: str | None) -> Client:
    """Write the route and the goal that were agreed on into the client's record."""
    answers = {} if goal is None else {"goal": goal}
    if route and route in routes_of(client) and route.key != own_route_key(client):
        answers["route"] = route.key
    change_client(actor, client, version=client.version, answers=answers)
    return Client.get_by_id(client.id)


def _new_plan(actor: Viewer, client: Client, route: Route | None) -> Plan:
    now, today = clock.now(), clock.today()
    newest = Plan.select(fn.MAX(Plan.version)).where(Plan.client == client).scalar()
    Plan.update(state=PlanState.SUPERSEDED).where(
        Plan.client == client, Plan.state == PlanState.CURRENT
    ).execute()
    return Plan.create(
        client=client,
        route=route.key if route else NO_ROUTE,
        goal=client.goal,
        version=(newest or 0) + 1,
        start_on=today,
        record_hash=record_hash(client, route, on=today),
        made_at=now,
        made_by=actor.account_id,
        changed_at=now,
    )


def _carry_over(
    plan: Plan, steps: list[PlanStep], before: Sequence[PlanStep], route: Route | None
) -> list[PlanStep]:
    """The new steps with what people did to their namesakes, and the own steps at the end.

    `route` is that of the plan before: who helps is kept where it says otherwise than its route.
    """
    by_key = {step.key: step for step in before}
    usual = {one.key: drafting.who_helps(one) for one in (route.steps if route else ())}
    for step in steps:
        if (old := by_key.get(step.key)) is not None:
            for name in KEPT_FROM_BEFORE:
                setattr(step, name, getattr(old, name))
            if old.who_helps != usual.get(old.key):
                step.who_helps = old.who_helps
    own = [step for step in before if step.is_own and step.status != StepStatus.NOT_NEEDED]
    for place, old in enumerate(own, start=len(steps) + 1):
        data = {**old.__data__, "id": None, "plan": plan, "position": place}
        steps.append(PlanStep(**data))
    return steps


def _carry_comments(before: Plan, plan: Plan) -> None:
    new = {step.key: step.id for step in steps_of(plan)}
    for old in steps_of(before):
        if old.key in new:
            StepComment.update(step=new[old.key]).where(StepComment.step == old.id).execute()


def _new_in_route(plan: Plan, steps: Sequence[PlanStep], route: Route) -> list[PlanStep]:
    """Steps that the route has got since, in the database now, at the end of the list."""
    keys, last = {step.key for step in steps}, max((step.position for step in steps), default=0)
    found = [step for step in drafting.steps_of_route(plan, route) if step.key not in keys]
    for place, step in enumerate(found, start=last + 1):
        step.position = place
        step.save(force_insert=True)
    return found


def _take_route(steps: Sequence[PlanStep], route: Route) -> None:
    for step in steps:
        if step.key in route.by_key:
            for name, value in drafting.facts_of(route.by_key[step.key]).items():
                if name != "who_helps":
                    setattr(step, name, value)
