"""Making a plan from the client's route and record."""

from datetime import date
from decimal import Decimal

import pytest

from app.audit.models import AuditEvent
from app.clients.fact_models import Evidence, EvidenceLevel
from app.clients.models import Client, RegistrationStage
from app.pathways.models import MetBy, Plan, PlanState, PlanStep, StepStatus
from app.pathways.queries import next_steps, next_three, plan_of, steps_of
from app.pathways.services import NoRoute, StepDraft, add_step, make_plan, tick_step
from app.policy import SYSTEM
from app.reference import UnknownKey, reference
from tests.pathways.conftest import TODAY, passes_ielts


def by_key(plan: Plan) -> dict[str, PlanStep]:
    return {step.key: step for step in steps_of(plan)}


def test_a_plan_holds_every_step_of_the_usual_route_in_order(nurse: Client) -> None:
    plan = make_plan(SYSTEM, nurse)
    assert plan.route == "nurse_adult"
    keys = [step.key for step in steps_of(plan)]
    assert keys == [step.key for step in reference().route("nurse_adult").order()]
    assert AuditEvent.select().where(AuditEvent.action == "plan.make").count() == 1


def test_the_first_meeting_is_behind_whoever_has_a_plan(plan: Plan) -> None:
    first = steps_of(plan)[0]
    assert (first.key, first.status, first.done_on) == ("welcome", StepStatus.DONE, TODAY)


def test_steps_are_dated_along_the_route_from_today(plan: Plan) -> None:
    steps = by_key(plan)
    assert steps["documents"].starts_on == TODAY
    assert steps["documents"].earliest_on == date(2026, 11, 6)
    assert steps["documents"].latest_on == date(2027, 2, 6)
    assert steps["english_test"].earliest_on == date(2027, 2, 6)
    assert (plan.months_least, plan.months_most) == (6, 21)


def test_an_english_pass_ticks_the_test_with_its_evidence(nurse: Client) -> None:
    passes_ielts(nurse)
    steps = by_key(make_plan(SYSTEM, nurse))
    test = steps["english_test"]
    assert (test.status, test.met_by) == (StepStatus.DONE, MetBy.ENGLISH)
    assert (test.done_on, test.evidence_level) == (date(2026, 3, 2), EvidenceLevel.SEEN)
    assert test.evidence_expires_on == date(2028, 3, 2)
    assert steps["english_course"].status == StepStatus.NOT_NEEDED


def test_english_below_the_target_ticks_nothing(nurse: Client) -> None:
    passes_ielts(nurse, writing="6.0")
    steps = by_key(make_plan(SYSTEM, nurse))
    assert steps["english_test"].status == StepStatus.NOT_STARTED
    assert steps["english_course"].status == StepStatus.NOT_STARTED


def test_a_pass_that_lapses_before_registration_is_flagged(nurse: Client) -> None:
    passes_ielts(nurse, date(2024, 12, 2))
    test = by_key(make_plan(SYSTEM, nurse))["english_test"]
    assert test.status == StepStatus.DONE
    assert (test.lapses_on, test.lapses_before) == (date(2026, 12, 2), "nmc_registration")
    assert test.is_lapse_certain


def test_evidence_of_a_step_ticks_it(nurse: Client) -> None:
    Evidence.create(
        client=nurse, fact="step:cbt", level=EvidenceLevel.VERIFIED, seen_on=date(2026, 9, 1)
    )
    cbt = by_key(make_plan(SYSTEM, nurse))["cbt"]
    assert (cbt.status, cbt.evidence_level) == (StepStatus.DONE, EvidenceLevel.VERIFIED)
    assert cbt.done_on == date(2026, 9, 1)


def test_a_registered_nurse_has_only_the_job_left(nurse: Client) -> None:
    nurse.registration_stage = RegistrationStage.REGISTERED
    nurse.save()
    plan = make_plan(SYSTEM, nurse)
    left = [
        step.key
        for step in steps_of(plan)
        if step.status == StepStatus.NOT_STARTED and not step.is_optional
    ]
    assert left == ["nhs_job"]
    assert (plan.months_least, plan.months_most) == (1, 4)


def test_who_has_applied_has_her_documents(nurse: Client) -> None:
    nurse.registration_stage = RegistrationStage.APPLIED
    nurse.save()
    assert by_key(make_plan(SYSTEM, nurse))["documents"].met_by == MetBy.STAGE


@pytest.mark.parametrize("route", reference().routes, ids=lambda route: route.key)
def test_every_route_makes_a_plan_with_the_routes_own_fees(nurse: Client, route) -> None:
    plan = make_plan(SYSTEM, nurse, route=route.key)
    required = [step for step in steps_of(plan) if not step.is_optional]
    fees = reference().route(route.key).required_fees_gbp()
    assert sum((step.fee_low for step in required), Decimal(0)) == fees.least
    assert sum((step.fee_high for step in required), Decimal(0)) == fees.most


def test_a_profession_without_a_route_says_so_and_may_have_own_steps(nurse: Client) -> None:
    nurse.profession = "other"
    nurse.save()
    with pytest.raises(NoRoute):
        make_plan(SYSTEM, nurse)
    plan = make_plan(SYSTEM, nurse, route="")
    add_step(SYSTEM, plan, StepDraft("Ask the council of podiatrists", months=(1, 2)))
    [step] = steps_of(plan)
    assert (step.key, step.latest_on) == ("own-1", date(2026, 12, 6))


def test_an_unknown_route_is_refused(nurse: Client) -> None:
    with pytest.raises(UnknownKey):
        make_plan(SYSTEM, nurse, route="astronaut")
    assert plan_of(nurse) is None


def test_a_second_plan_supersedes_the_first_and_keeps_what_was_done(
    nurse: Client, plan: Plan
) -> None:
    tick_step(SYSTEM, by_key(plan)["documents"], done_on=TODAY, level=EvidenceLevel.SEEN)
    add_step(SYSTEM, plan, StepDraft("Join the study group"))
    second = make_plan(SYSTEM, nurse, route="midwife")
    assert Plan.get_by_id(plan.id).state == PlanState.SUPERSEDED
    assert second.version > plan.version
    steps = by_key(second)
    assert steps["documents"].status == StepStatus.DONE
    assert steps["own-1"].title == "Join the study group"


def test_the_next_three_can_be_started_now_and_required_ones_come_first(plan: Plan) -> None:
    assert [step.key for step in next_three(steps_of(plan))] == [
        "documents", "english_course", "mentor",
    ]  # fmt: skip


def test_the_next_steps_of_many_clients_are_by_client(nurse: Client, plan: Plan) -> None:
    found = next_steps([nurse.id, nurse.id + 1])
    assert list(found) == [nurse.id]
    first = found[nurse.id][0]
    assert (first.key, first.track) == ("documents", "programme")
    assert first.earliest_on == date(2026, 10, 6)
