"""Ticks, a new plan and a plan that is brought, all at one moment, with real threads."""

from flask import Flask

from app.clients.evidence import set_evidence
from app.clients.fact_models import EvidenceLevel
from app.clients.models import Client
from app.errors import Conflict
from app.pathways.models import PlanStep, StepStatus
from app.pathways.queries import plan_is_stale, plan_of, steps_of
from app.pathways.services import keep_brought_plan, make_plan, tick_step
from app.policy import SYSTEM
from tests.at_once import Action, at_once
from tests.cast import Cast


def test_nobody_waits_for_ever_and_no_tick_is_lost(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        staff, organisation = cast.viewer(cast.staff), cast.organisation
        plan = make_plan(SYSTEM, cast.client)
        steps = [step for step in steps_of(plan) if step.status == StepStatus.NOT_STARTED][:4]

    def ticking(step: PlanStep) -> Action:
        return lambda: tick_step(staff, step, level=EvidenceLevel.SEEN)

    def her() -> Client:
        return Client.get_by_id(cast.client.id)

    def bring() -> None:
        keep_brought_plan(SYSTEM, her(), organisation=organisation, goals="", steps="Write a CV")

    def note() -> None:
        set_evidence(SYSTEM, her(), fact="trained_in", level=EvidenceLevel.SEEN)

    others: list[Action] = [lambda: make_plan(SYSTEM, her()), bring, note, note]
    results = at_once(app, [*map(ticking, steps), *others])
    assert all(one is None or isinstance(one, Conflict) for one in (*results[:4], *results[5:]))
    with app.test_request_context():
        current = plan_of(her())
        now = {step.key: step for step in steps_of(current)}
        for step, result in zip(steps, results, strict=False):
            if result is None:
                assert now[step.key].status == StepStatus.DONE
        titles = {step.title for step in now.values()}
        assert "Write a CV" in titles or plan_is_stale(current)
