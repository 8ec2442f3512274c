"""Bringing a plan up to the client's record: one score changes a tick and a date."""

from datetime import date, datetime

from app import clock
from app.clients.english import remove_english_result
from app.clients.fact_models import EnglishResult
from app.clients.models import Client
from app.pathways.models import Plan, PlanStep, StepStatus
from app.pathways.queries import plan_is_stale, plan_of, step, steps_of
from app.pathways.services import (
    StepDraft,
    StepEdit,
    add_step,
    comment_step,
    make_plan,
    refresh_plan,
    set_step,
)
from app.policy import SYSTEM
from tests.cast import Cast
from tests.pathways.conftest import passes_ielts


def now(client: Client, key: str) -> PlanStep:
    return step(SYSTEM, client.reference, key)


def test_one_english_score_changes_a_tick_and_a_date(cast: Cast, nurse: Client) -> None:
    passes_ielts(nurse, writing="6.0")
    make_plan(SYSTEM, nurse)
    before = now(nurse, "nmc_registration").latest_on
    EnglishResult.update(writing=7).execute()

    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{nurse.reference}/plan")
    assert "has changed since, or a plan has come" in visitor.text
    visitor.submit(button="Update from the record")
    assert "The plan is up to date with the record." in visitor.text
    assert now(nurse, "english_test").status == StepStatus.DONE
    assert now(nurse, "english_course").status == StepStatus.NOT_NEEDED
    assert now(nurse, "nmc_registration").latest_on < before
    assert not plan_is_stale(plan_of(nurse))


def test_a_score_that_is_taken_back_takes_its_tick_along(nurse: Client) -> None:
    passes_ielts(nurse)
    plan = make_plan(SYSTEM, nurse)
    remove_english_result(SYSTEM, nurse, EnglishResult.get().id)
    assert plan_is_stale(plan)
    refresh_plan(SYSTEM, plan)
    assert now(nurse, "english_test").status == StepStatus.NOT_STARTED
    assert now(nurse, "english_course").status == StepStatus.NOT_STARTED


def test_a_new_day_alone_makes_no_plan_stale(nurse: Client, plan: Plan) -> None:
    with clock.at(datetime(2027, 5, 1, 12, 0)):  # noqa: DTZ001
        assert not plan_is_stale(plan)


def test_edits_comments_and_own_steps_stay(nurse: Client, plan: Plan) -> None:
    cbt = now(nurse, "cbt")
    set_step(SYSTEM, cbt, StepEdit(StepStatus.ON_HOLD, cbt.owner, cbt.version, staff_note="Wait"))
    comment_step(SYSTEM, cbt, "Why wait?")
    own = add_step(SYSTEM, cbt.plan, StepDraft("Learn to drive", months=(2, 3)))
    with clock.at(datetime(2026, 12, 1, 12, 0)):  # noqa: DTZ001
        refresh_plan(SYSTEM, plan_of(nurse))
    assert (now(nurse, "cbt").status, now(nurse, "cbt").staff_note) == (StepStatus.ON_HOLD, "Wait")
    assert now(nurse, own.key).earliest_on == date(2027, 2, 1)
    assert now(nurse, "documents").starts_on == date(2026, 12, 1)


def test_a_step_that_staff_took_out_stays_out(nurse: Client, plan: Plan) -> None:
    course = now(nurse, "english_course")
    set_step(SYSTEM, course, StepEdit(StepStatus.NOT_NEEDED, course.owner, course.version))
    refresh_plan(SYSTEM, plan_of(nurse))
    assert now(nurse, "english_course").status == StepStatus.NOT_NEEDED


def test_a_step_that_has_begun_gets_shorter_as_time_passes(nurse: Client, plan: Plan) -> None:
    course = now(nurse, "english_course")
    set_step(SYSTEM, course, StepEdit(StepStatus.IN_PROGRESS, course.owner, course.version))
    with clock.at(datetime(2026, 12, 6, 12, 0)):  # noqa: DTZ001
        refresh_plan(SYSTEM, plan_of(nurse))
    assert now(nurse, "english_course").earliest_on == date(2027, 1, 6)


def test_a_step_that_the_route_has_got_since_joins_the_plan(nurse: Client, plan: Plan) -> None:
    own = add_step(SYSTEM, plan, StepDraft("Learn to drive"))
    PlanStep.delete().where(PlanStep.plan == plan, PlanStep.key == "osce").execute()
    refresh_plan(SYSTEM, plan_of(nurse))
    osce = now(nurse, "osce")
    assert osce.latest_on is not None
    assert osce.position == max(step.position for step in steps_of(plan))
    assert now(nurse, own.key).title == "Learn to drive"
    positions = [step.position for step in steps_of(plan)]
    assert len(set(positions)) == len(positions)
