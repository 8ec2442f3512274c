"""What the domains above ask of plans."""

from datetime import date, datetime

from flask import Flask

from app import clock, db
from app.pathways.models import Plan, PlanStep
from app.pathways.queries import next_steps, overdue_plans, step
from app.pathways.services import make_plan, tick_step
from app.policy import SYSTEM
from tests.cast import Cast


def test_open_steps_of_many_clients_come_in_one_query(cast: Cast, plan: Plan) -> None:
    make_plan(SYSTEM, cast.other_client)
    asked: list[object] = []
    db.database.query_hooks.append(asked.append)
    found = next_steps([cast.client.id, cast.other_client.id, 999_999])
    db.database.query_hooks.remove(asked.append)
    assert len(asked) == 1
    assert set(found) == {cast.client.id, cast.other_client.id}
    first = found[cast.client.id][0]
    assert (first.key, first.track, first.earliest_on) == (
        "documents", "programme", date(2026, 10, 6),
    )  # fmt: skip
    assert "welcome" not in {one.key for one in found[cast.client.id]}
    assert "observership" in {one.key for one in found[cast.client.id]}


def test_nobody_has_no_steps(app: Flask) -> None:
    assert next_steps([]) == {}


def test_a_step_is_overdue_once_its_latest_month_is_over(cast: Cast, plan: Plan) -> None:
    staff = cast.viewer(cast.staff)
    with clock.at(datetime(2027, 2, 28, 12, 0)):  # noqa: DTZ001
        keys = [one.key for one in overdue_plans(staff).rows]
        assert "documents" not in keys
    with clock.at(datetime(2027, 3, 1, 12, 0)):  # noqa: DTZ001
        assert "documents" in [one.key for one in overdue_plans(staff).rows]
        assert not overdue_plans(cast.viewer(cast.other_staff)).rows
        assert not overdue_plans(cast.viewer(cast.partner)).rows
        tick_step(SYSTEM, step(SYSTEM, cast.client.reference, "documents"))
        assert "documents" not in [one.key for one in overdue_plans(staff).rows]


def test_what_has_begun_comes_first(cast: Cast) -> None:
    make_plan(SYSTEM, cast.client)
    later = next_steps([cast.client.id])[cast.client.id][-1]
    PlanStep.update(status="in_progress").where(PlanStep.key == later.key).execute()
    assert next_steps([cast.client.id])[cast.client.id][0].key == later.key
