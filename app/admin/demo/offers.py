"""The demo's opportunities: made-up adverts, what the partnership offers, a workforce plan."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import yaml

from app import clock
from app.admin.demo.people import DATA
from app.opportunities.adverts import read_adverts
from app.opportunities.models import OpportunityKind
from app.opportunities.plan_contents import found_in
from app.opportunities.plan_services import import_plan
from app.opportunities.services import create_opportunity
from app.opportunities.vacancies import import_adverts
from app.organisations.models import Trust
from app.policy import Viewer

ADVERTS_OF = date(2026, 11, 2)  # the day the file of adverts was written for
PLAN_AGE = timedelta(days=112)  # so that the demo shows a plan to be asked for anew


def make_offers(staff: Viewer, trust: Trust) -> None:
    """Adverts replayed to today, courses and the like from today on, a plan of last quarter."""
    import_adverts(staff, read_adverts(DATA / "adverts.jsonl"), replay_from=ADVERTS_OF)
    text = (DATA / "offers.yaml").read_text(encoding="utf-8")
    for row in yaml.safe_load(text)["offers"]:
        _offer(staff, row)
    _plan(staff, trust)


def _offer(staff: Viewer, row: dict[str, Any]) -> None:
    today = clock.today()
    dates: dict[str, Any] = {
        column: today + timedelta(days=row.pop(name))
        for name, column in (("starts_in", "starts_on"), ("closes_in", "closes_on"))
        if name in row
    }
    kind = OpportunityKind(row.pop("kind"))
    create_opportunity(staff, kind=kind, professions=row.pop("professions", [""]), **row, **dates)


def _plan(staff: Viewer, trust: Trust) -> None:
    content = (DATA / "workforce-plan.csv").read_bytes()
    figures_on = clock.today() - PLAN_AGE
    import_plan(
        staff,
        found_in(content),
        trust=trust,
        name="Workforce plan of last quarter",
        figures_on=figures_on,
        file_name="workforce-plan.csv",
        file_sha256=hashlib.sha256(content).hexdigest(),
    )
