"""Keeping the plan that an organisation made with somebody before she came to us."""

from app import clock
from app.audit.services import record
from app.clients.models import Client
from app.db import atomic, lock_row
from app.organisations.models import Organisation
from app.pathways.models import BroughtPlan
from app.pathways.queries import plan_of
from app.pathways.services.plans import add_brought, locked
from app.policy import Viewer


def keep_brought_plan(
    actor: Viewer, client: Client, *, organisation: Organisation, goals: str, steps: str
) -> None:
    """Keep what was agreed, a step a line; it joins her plan, at once if she has one."""
    with atomic():
        lock_row(client)
        row = BroughtPlan.create(
            client=client, organisation=organisation, goals=goals, steps=steps,
            brought_at=clock.now(),
        )  # fmt: skip
        record(actor, "plan.bring", row, client_id=client.id)
        plan = plan_of(client)
        if plan is not None:
            add_brought(actor, locked(plan))
