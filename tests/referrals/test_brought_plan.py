"""A plan that an organisation made with somebody travels with her referral into her own plan."""

from flask import Flask

from app.clients.models import Client
from app.pathways.models import BroughtPlan, Plan, PlanStep
from app.pathways.queries import steps_of
from app.pathways.services import keep_brought_plan, make_plan
from app.policy import SYSTEM
from app.referrals.models import Referral
from tests.cast import Cast
from tests.referrals.conftest import Make
from tests.referrals.test_refer_oneself import accept

GOALS = "Nurse again\nFeel at home"
STEPS = "- Join the English class\n\n* Write a CV\nVisit the library"
TITLES = ["Join the English class", "Write a CV", "Visit the library"]


def own_steps(plan: Plan) -> list[PlanStep]:
    return [step for step in steps_of(plan) if step.is_own]


def test_it_is_asked_only_of_who_wants_to_and_shown_on_the_referral_and_when_accepting(
    app: Flask, cast: Cast, draft: Make
) -> None:
    reference = draft().reference
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{reference}/questions/more")
    partner.submit({"plan_goals": GOALS, "plan_steps": STEPS}, button="Save and continue")
    partner.submit(button="Send the referral")
    partner.open(f"/referrals/{reference}")
    assert "Nurse again; Feel at home" in partner.text
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{reference}/accept")
    assert "Join the English class" in staff.text


def test_its_steps_become_part_of_the_plan_that_staff_make(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent(plan_goals=GOALS, plan_steps=STEPS)
    accept(cast.visits(cast.staff), referral.reference)
    with app.test_request_context():
        client = Client.get()
        assert Plan.select().count() == 0
        steps = own_steps(make_plan(SYSTEM, client))
        assert [step.title for step in steps] == TITLES
        assert {step.why for step in steps} == {"Nurse again Feel at home"}
        assert {step.who_helps for step in steps} == {cast.organisation.name}
        assert BroughtPlan.get().used_at is not None


def test_a_second_plan_carries_the_steps_over_once(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        bring(cast)
        make_plan(SYSTEM, cast.client)
        again = make_plan(SYSTEM, Client.get_by_id(cast.client.id))
        assert [step.title for step in own_steps(again)] == TITLES


def test_who_has_a_plan_gets_the_steps_at_once(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        plan = make_plan(SYSTEM, cast.client)
        bring(cast)
        assert [step.title for step in own_steps(plan)] == TITLES


def test_a_referral_without_one_brings_nothing(app: Flask, cast: Cast, sent: Make) -> None:
    accept(cast.visits(cast.staff), sent().reference)
    with app.app_context():
        assert BroughtPlan.select().count() == 0
        assert Referral.get().plan_steps is None


def bring(cast: Cast) -> None:
    keep_brought_plan(
        SYSTEM, cast.client, organisation=cast.organisation, goals=GOALS, steps=STEPS
    )  # fmt: skip
