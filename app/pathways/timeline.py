"""What was done to a client's plans, as entries of her timeline."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext

from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.audit.queries import events_of_client
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import Entry, Kind, Position, by, later_than
from app.pathways.models import PlanStep
from app.policy import Viewer

WITH_A_STEP = (
    "plan.add_step", "plan.drop_step", "plan.set_step", "plan.tick_step", "plan.untick_step",
    "plan.comment_step",
)  # fmt: skip
ACTIONS = ("plan.make", "plan.refresh", *WITH_A_STEP)


def entries(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """Plans made and steps changed, for who may see the plan; three queries."""
    if FieldGroup.PLAN not in groups:
        return []
    where = later_than(AuditEvent.at, AuditEvent.id, position)
    events = events_of_client(client.id, ACTIONS, *where, limit=limit)
    people = _people(events)
    titles = _titles(events)
    address = url_for("pathways.show_plan", reference=client.reference)
    return [
        Entry(
            one.at, one.id, Kind.PLAN, by(viewer, people.get(one.actor_id or 0)),
            what=_sentence(one.action, titles.get(one.subject_id or 0, "")), address=address,
        )
        for one in events
    ]  # fmt: skip


def _people(events: Sequence[AuditEvent]) -> dict[int, Account]:
    ids = {one.actor_id for one in events if one.actor_id}
    rows = Account.select().where(Account.id.in_(ids)) if ids else ()
    return {row.id: row for row in rows}


def _titles(events: Sequence[AuditEvent]) -> dict[int, str]:
    ids = {one.subject_id for one in events if one.subject_kind == "plan_step"}
    rows = PlanStep.select(PlanStep.id, PlanStep.title).where(PlanStep.id.in_(ids)) if ids else ()
    return {row.id: gettext(row.title) for row in rows}


def _sentence(action: str, step: str) -> str:
    if action in WITH_A_STEP and not step:
        return gettext("A step of the plan was changed. It has been taken out since.")
    match action:
        case "plan.make":
            return gettext("A plan was made.")
        case "plan.refresh":
            return gettext("The plan was brought up to date.")
        case "plan.add_step":
            return gettext("New step: %(step)s", step=step)
        case "plan.drop_step":
            return gettext("No longer needed: %(step)s", step=step)
        case "plan.tick_step":
            return gettext("Done: %(step)s", step=step)
        case "plan.untick_step":
            return gettext("Not done after all: %(step)s", step=step)
        case "plan.comment_step":
            return gettext("A comment was written on: %(step)s", step=step)
    return gettext("Changed: %(step)s", step=step)
