"""What was done to a client's plans, as entries of her timeline."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.audit.queries import events_of_client
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.queries import record_ids
from app.clients.timeline import Entry, Kind, Position, by, later_than
from app.pathways.models import Plan, PlanStep
from app.policy import Permission, Viewer

TOLD = {
    "plan.bring": _("A plan came with the referral."),
    "plan.make": _("A plan was made."),
    "plan.refresh": _("The plan was brought up to date."),
}
COMMENT = "plan.comment_step"
TOLD_OF_A_STEP = {
    "plan.add_step": _("New step: %(step)s"),
    "plan.drop_step": _("No longer needed: %(step)s"),
    "plan.set_step": _("Changed: %(step)s"),
    "plan.move_step": _("Moved in the plan: %(step)s"),
    "plan.tick_step": _("Done: %(step)s"),
    "plan.untick_step": _("Not done after all: %(step)s"),
    COMMENT: _("A comment was written on: %(step)s"),
}


def entries(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """Plans made and steps changed, for who may see the plan; four queries.

    Comments are between the client and staff, and so is that there is one.
    """
    if FieldGroup.PLAN not in groups:
        return []
    where = later_than(AuditEvent.at, AuditEvent.id, position)
    actions = {*TOLD, *TOLD_OF_A_STEP}
    if not viewer.may(Permission.PLAN_TICK):
        actions.remove(COMMENT)
    events = events_of_client(record_ids(client.id), actions, *where, limit=limit)
    people = _people(events)
    titles = _titles(client, events)
    address = url_for("pathways.show_plan", reference=client.reference)
    return [
        Entry(
            one.at, one.id, Kind.PLAN, by(viewer, people.get(one.actor_id or 0)),
            what=_sentence(one.action, titles.get(_step(one), "")), address=address,
        )
        for one in events
    ]  # fmt: skip


def _people(events: Sequence[AuditEvent]) -> dict[int, Account]:
    ids = {one.actor_id for one in events if one.actor_id}
    rows = Account.select().where(Account.id.in_(ids)) if ids else ()
    return {row.id: row for row in rows}


def _step(event: AuditEvent) -> tuple[int | None, str]:
    """A step by number and key: SQLite gives the number of a deleted row to another's."""
    return event.subject_id, event.detail.get("step", "")


def _titles(client: Client, events: Sequence[AuditEvent]) -> dict[tuple[int | None, str], str]:
    ids = {one.subject_id for one in events if one.subject_kind == "plan_step"}
    if not ids:
        return {}
    rows = (
        PlanStep.select(PlanStep.id, PlanStep.key, PlanStep.title)
        .join(Plan)
        .where(PlanStep.id.in_(ids), Plan.client == client)
    )
    return {(row.id, row.key): gettext(row.title) for row in rows}


def _sentence(action: str, step: str) -> str:
    if action in TOLD:
        return str(TOLD[action])
    if not step:
        return gettext("A step of the plan was changed. It has been taken out since.")
    return str(TOLD_OF_A_STEP[action]) % {"step": step}
