"""Reads of workforce plans: staff reach those of their own trust."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from peewee import ModelSelect, fn

from app import clock
from app.errors import NotFound
from app.opportunities.models import PlanLine, PlanStatus, WorkforcePlan
from app.policy import Role, Viewer
from app.web.pagination import Page, paged

STALE_AFTER = timedelta(days=100)  # a quarter and a week's grace
LINES_A_PAGE = 50
TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Sum:
    """Lines of one profession added up; figures in WTE."""

    profession: str
    lines: int
    hard_to_fill: int
    establishment_wte: Decimal
    in_post_wte: Decimal
    vacancy_wte: Decimal


def reachable(viewer: Viewer) -> ModelSelect[WorkforcePlan]:
    """Plans the viewer may see: staff those of their trust, commands all, others none."""
    match viewer.role:
        case Role.SYSTEM:
            return WorkforcePlan.select()
        case Role.STAFF:
            return WorkforcePlan.select().where(WorkforcePlan.trust == viewer.trust_id)
    return WorkforcePlan.select().where(False)


def plan(viewer: Viewer, number: int) -> WorkforcePlan:
    """One plan within reach; NotFound otherwise, as if there were none."""
    found = reachable(viewer).where(WorkforcePlan.id == number).first()
    if found is None:
        raise NotFound("workforce plan")
    return found


def plans(viewer: Viewer, *, cursor: str | None = None) -> Page[WorkforcePlan]:
    """Plans in reach, the last imported first."""
    order = (WorkforcePlan.imported_at, WorkforcePlan.id)
    return paged(reachable(viewer), order, cursor=cursor, descending=True)


def current_plans(viewer: Viewer) -> list[WorkforcePlan]:
    """The plans that nothing has replaced, the latest figures first."""
    query = reachable(viewer).where(WorkforcePlan.status == PlanStatus.CURRENT)
    return list(query.order_by(WorkforcePlan.figures_on.desc(), WorkforcePlan.id.desc()))


def is_stale(plan: WorkforcePlan) -> bool:
    """Whether a current plan's figures are more than a hundred days old."""
    is_current = bool(plan.status == PlanStatus.CURRENT)
    return is_current and plan.figures_on < clock.today() - STALE_AFTER


def stale_workforce_plans(viewer: Viewer) -> list[WorkforcePlan]:
    """Current plans in reach that should be asked for anew, the oldest first."""
    return sorted(filter(is_stale, current_plans(viewer)), key=lambda plan: plan.figures_on)


def lines(
    plan: WorkforcePlan,
    *,
    profession: str = "",
    only_vacant: bool = False,
    only_hard_to_fill: bool = False,
    cursor: str | None = None,
) -> Page[PlanLine]:
    """A plan's lines in the file's order."""
    query = PlanLine.select().where(PlanLine.plan == plan)
    if profession:
        query = query.where(PlanLine.profession == profession)
    if only_vacant:
        query = query.where(PlanLine.vacancy_wte > 0)
    if only_hard_to_fill:
        query = query.where(PlanLine.hard_to_fill == True)  # noqa: E712
    return paged(query, (PlanLine.sheet, PlanLine.row), cursor=cursor, size=LINES_A_PAGE)


def sums(plan: WorkforcePlan) -> list[Sum]:
    """A plan's figures by profession, the most vacancies first."""
    hard = fn.SUM(PlanLine.hard_to_fill.cast("integer"))
    figures = (PlanLine.establishment_wte, PlanLine.in_post_wte, PlanLine.vacancy_wte)
    rows: Any = (
        PlanLine.select(PlanLine.profession, fn.COUNT(PlanLine.id), hard, *map(fn.SUM, figures))
        .where(PlanLine.plan == plan)
        .group_by(PlanLine.profession)
    )
    added = [
        Sum(name, count, hard or 0, *map(_places, wte)) for name, count, hard, *wte in rows.tuples()
    ]
    return sorted(added, key=lambda one: (-one.vacancy_wte, one.profession))


def _places(value: float | Decimal) -> Decimal:
    """A sum with two places; SQLite adds decimals as floats."""
    return Decimal(str(value)).quantize(TWO_PLACES)
