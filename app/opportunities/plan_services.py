"""Changes to workforce plans: one is taken in whole, and may replace an earlier one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app import clock
from app.audit.services import record
from app.db import atomic
from app.opportunities.models import PlanLine, PlanStatus, WorkforcePlan
from app.organisations.models import Trust
from app.policy import Viewer

SLICE = 500
FIGURES = ("establishment_wte", "in_post_wte", "vacancy_wte")


def import_plan(
    actor: Viewer,
    found: Mapping[str, Any],
    *,
    trust: Trust,
    name: str,
    figures_on: date,
    file_name: str,
    file_sha256: str,
    replaces: WorkforcePlan | None = None,
) -> WorkforcePlan:
    """Store what `plan_contents.found_in` found; the same file again changes nothing.

    `figures_on` is the day the figures are of. A plan of the same name is replaced too.
    """
    with atomic():
        same = WorkforcePlan.get_or_none(
            WorkforcePlan.trust == trust, WorkforcePlan.file_sha256 == file_sha256
        )
        if same is not None:
            return same
        _replace(trust, name, replaces=replaces)
        plan = WorkforcePlan.create(
            trust=trust,
            name=name,
            figures_on=figures_on,
            file_name=file_name,
            file_sha256=file_sha256,
            imported_by=actor.account_id,
            imported_at=clock.now(),
            rejected=found["rejected"],
            rejected_headings=found["rejected_headings"],
            ignored=found["ignored"],
        )
        _add_lines(plan, found["lines"])
        record(
            actor,
            "workforce_plan.import",
            plan,
            lines=len(found["lines"]),
            rejected=len(found["rejected"]),
        )
    return plan


def _replace(trust: Trust, name: str, *, replaces: WorkforcePlan | None) -> None:
    chosen = WorkforcePlan.name == name
    if replaces is not None:
        chosen |= WorkforcePlan.id == replaces.id
    WorkforcePlan.update(status=PlanStatus.REPLACED).where(
        WorkforcePlan.trust == trust, WorkforcePlan.status == PlanStatus.CURRENT, chosen
    ).execute()


def _add_lines(plan: WorkforcePlan, lines: list[dict[str, Any]]) -> None:
    rows = [
        {**line, "plan": plan, **{name: Decimal(line[name]) for name in FIGURES}} for line in lines
    ]
    for start in range(0, len(rows), SLICE):
        PlanLine.insert_many(rows[start : start + SLICE]).execute()
