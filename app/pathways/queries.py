"""Reads of plans: those of clients in the viewer's reach who let them be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from peewee import ModelSelect

from app import clock
from app.accounts.coordinators import held_by
from app.accounts.models import Account
from app.bookings import queries as bookings
from app.bookings.models import Booking
from app.clients import access
from app.clients import queries as clients
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.errors import NotFound
from app.pathways.brought import not_used
from app.pathways.models import Plan, PlanState, PlanStep, StepComment, StepOwner, StepStatus
from app.pathways.record import record_hash
from app.policy import Viewer
from app.reference import UnknownKey, reference
from app.reference.routes import Route
from app.web.pagination import PAGE_SIZE, Page, paged

CHUNK = 500
LEFT = (StepStatus.NOT_STARTED, StepStatus.IN_PROGRESS)


@dataclass(frozen=True)
class NextStep:
    """A step that a client may take up; `earliest_on` is in the month it can first be started."""

    key: str
    title: str
    track: str
    earliest_on: date | None
    owner: str = StepOwner.CLIENT


def plan_client(viewer: Viewer, reference_: str) -> Client:
    """A client whose plan the viewer may see; NotFound otherwise, as if there were none."""
    client = clients.client(viewer, reference_)
    if FieldGroup.PLAN not in access.groups(viewer, client):
        raise NotFound("plan")
    return client


def sharing_guest(viewer: Viewer, booking_id: int) -> Booking:
    """A booking of somebody who comes to the viewer's slot, or came, and shares her next steps.

    NotFound otherwise: cancelled, not come, no longer a client, or no consent to it stands.
    """
    booking = bookings.booking(viewer, booking_id)
    shares = FieldGroup.NEXT_STEPS in access.groups(viewer, booking.client)
    if not (bookings.goes_on(booking) and shares):
        raise NotFound("booking")
    return booking


def plan_of(client: Client) -> Plan | None:
    """The client's current plan, if one has been made."""
    return (
        Plan.select(Plan, Client)
        .join(Client)
        .where(Plan.client == client, Plan.state == PlanState.CURRENT)
        .first()
    )


def current_plan(viewer: Viewer, reference_: str) -> Plan:
    """The current plan of a client whose plan the viewer may see; NotFound when none is made."""
    plan = plan_of(plan_client(viewer, reference_))
    if plan is None:
        raise NotFound("plan")
    return plan


def steps_of(plan: Plan) -> list[PlanStep]:
    """The plan's steps in their order, each knowing its plan."""
    rows = PlanStep.select().where(PlanStep.plan == plan)
    steps = list(rows.order_by(PlanStep.position, PlanStep.id))
    for step in steps:
        step.plan = plan
    return steps


def step(viewer: Viewer, reference_: str, key: str) -> PlanStep:
    """One step of the current plan; NotFound when it has none of this key."""
    plan = current_plan(viewer, reference_)
    found = PlanStep.get_or_none(PlanStep.plan == plan, PlanStep.key == key)
    if found is None:
        raise NotFound("step")
    found.plan = plan
    return found


def comments_of(step: PlanStep) -> list[StepComment]:
    """What was written about a step, oldest first, with the authors."""
    return list(
        StepComment.select(StepComment, Account)
        .left_outer_join(Account)
        .where(StepComment.step == step)
        .order_by(StepComment.written_at, StepComment.id)
    )


def route_of(plan: Plan) -> Route | None:
    """The plan's route; None without one, or when the reference data has dropped it."""
    if not plan.route:
        return None
    try:
        return reference().route(plan.route)
    except UnknownKey:
        return None


def plan_is_stale(plan: Plan) -> bool:
    """Whether the record or the route has changed since, or a plan was brought that waits."""
    if not_used(plan.client):
        return True
    return plan.record_hash != record_hash(plan.client, route_of(plan), on=clock.today())


def next_three(steps: Sequence[PlanStep]) -> list[PlanStep]:
    """What the client can do next: begun first, then what can start, required before helpful.

    Steps that still wait for another come last, so that there are three while there are any.
    """
    over = {one.key for one in steps if one.status in (StepStatus.DONE, StepStatus.NOT_NEEDED)}
    here = {one.key for one in steps}
    left = [one for one in steps if one.status in LEFT]
    return sorted(left, key=lambda one: _urgency(one, over, here))[:3]


def _urgency(step: PlanStep, over: set[str], here: set[str]) -> tuple[object, ...]:
    waits = any(key in here and key not in over for key in step.requires)
    has_begun = step.status == StepStatus.IN_PROGRESS
    first_day = step.starts_on or date.max
    return (not has_begun, waits, step.is_optional, first_day, step.position)


def next_steps(client_ids: Collection[int]) -> dict[int, tuple[NextStep, ...]]:
    """The open steps of each client's current plan by id: begun ones, then what can be done first.

    Optional steps are among them: an observership or a mentor is valued for such a step. One
    query for 500 clients; clients without a plan have no entry. For the domains above, which
    have decided who may see it.
    """
    found: dict[int, tuple[NextStep, ...]] = {}
    for ids in _chunks(list(client_ids)):
        rows = (
            PlanStep.select(
                Plan.client,
                PlanStep.key,
                PlanStep.title,
                PlanStep.track,
                PlanStep.starts_on,
                PlanStep.owner,
            )
            .join(Plan)
            .where(Plan.client.in_(ids), Plan.state == PlanState.CURRENT, PlanStep.status.in_(LEFT))
            .order_by(
                Plan.client,
                PlanStep.status != StepStatus.IN_PROGRESS,
                PlanStep.starts_on,
                PlanStep.is_optional,
                PlanStep.position,
            )
        )
        for client_id, key, title, track, starts_on, owner in rows.tuples().iterator():
            step = NextStep(key, title, track, starts_on, owner)
            found[client_id] = (*found.get(client_id, ()), step)
    return found


def plan_routes(client_ids: Collection[int]) -> dict[int, str]:
    """The route of each client's current plan by id; one query for 500 clients."""
    found: dict[int, str] = {}
    for ids in _chunks(list(client_ids)):
        rows = Plan.select(Plan.client, Plan.route).where(
            Plan.client.in_(ids), Plan.state == PlanState.CURRENT, Plan.route != ""
        )
        found.update(rows.tuples().iterator())
    return found


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def overdue_plans(
    viewer: Viewer, *, whose: str = "", cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[PlanStep]:
    """Steps past their latest month in plans the viewer may see, longest overdue first.

    Each row has its plan and client loaded; a step on hold is not overdue.
    """
    query = _overdue(viewer)
    # A coordinator's own are found from her few clients on, not among everybody's steps.
    if (of_theirs := held_by(Client, whose, viewer.account_id)) is not None:
        query = query.where(Plan.client.in_(Client.select(Client.id).where(of_theirs)))
    page = paged(query, (PlanStep.latest_on, PlanStep.id), cursor=cursor, size=size)
    seen = access.groups_of(viewer, {row.plan.client_id for row in page.rows})
    shown = [row for row in page.rows if FieldGroup.PLAN in seen[row.plan.client_id]]
    return Page(shown, page.next_cursor)


def _overdue(viewer: Viewer) -> ModelSelect[PlanStep]:
    return (
        PlanStep.select(PlanStep, Plan, Client)
        .join(Plan)
        .join(Client)
        .where(
            PlanStep.status.in_(LEFT),
            PlanStep.latest_on < clock.today().replace(day=1),
            Plan.state == PlanState.CURRENT,
            clients.in_reach(viewer),
        )
    )
