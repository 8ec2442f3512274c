"""A plan that an organisation made with somebody travels with her referral into her own plan."""

from flask import Flask

from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client
from app.clients.services import create_client
from app.pathways.models import BroughtPlan, Plan, PlanStep
from app.pathways.queries import plan_is_stale, plan_of, steps_of
from app.pathways.services import keep_brought_plan, make_plan, refresh_plan
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
    partner.open(f"/referrals/{reference}/check")
    partner.follow("a plan you have made with the person")
    partner.submit({"plan_goals": GOALS, "plan_steps": STEPS}, button="Save and continue")
    assert "a plan you have made" not in partner.text  # it is there, and can be changed
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


def goes_into(cast: Cast, **brought: str) -> list[PlanStep]:
    """The own steps of a plan made after this was brought."""
    told = {"goals": "", "steps": ""} | brought
    keep_brought_plan(SYSTEM, cast.client, organisation=cast.organisation, **told)
    return own_steps(make_plan(SYSTEM, Client.get_by_id(cast.client.id)))


def test_goals_without_a_step_are_not_lost(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        [step] = goes_into(cast, goals=GOALS)
        assert step.title == "Talk about the goals agreed with Cedar House Community Centre"
        assert step.why == "Nurse again Feel at home"


def test_no_word_is_lost_of_a_long_plan(app: Flask, cast: Cast) -> None:
    lines = [f"Step {number}" for number in range(1, 31)]
    lines[2] = "خطوة طويلة جدا " * 30
    with app.test_request_context():
        steps = goes_into(cast, steps="\n".join(lines), goals="g" * 600)
        assert len(steps) == 20
        assert steps[2].title.endswith("…")
        assert len(steps[2].title) == 200
        assert lines[2].strip() in steps[2].note
        assert "Step 21" in steps[-1].note
        assert "Step 30" in steps[-1].note
        assert "g" * 600 in steps[0].note


def test_a_second_referral_adds_what_is_new(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        plan = make_plan(SYSTEM, cast.client)
        bring(cast)
        version = Plan.get_by_id(plan.id).version
        keep_brought_plan(
            SYSTEM, cast.client, organisation=cast.other_organisation, goals="",
            steps="write a cv\nFind childcare",
        )  # fmt: skip
        steps = own_steps(plan)
        assert [step.title for step in steps] == [*TITLES, "Find childcare"]
        assert [step.key for step in steps] == ["own-1", "own-2", "own-3", "own-4"]
        assert steps[-1].who_helps == cast.other_organisation.name
        assert Plan.get_by_id(plan.id).version == version + 1


def test_what_came_while_the_plan_was_made_joins_it_when_it_is_brought_up(
    app: Flask, cast: Cast
) -> None:
    """An acceptance and a new plan may pass each other."""
    with app.test_request_context():
        plan = make_plan(SYSTEM, cast.client)
        bring(cast)
        PlanStep.delete().where(PlanStep.is_own).execute()
        BroughtPlan.update(used_at=None).execute()
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{cast.client.reference}/plan")
    assert "a plan has come with a referral" in staff.text
    staff.submit(button="Update from the record")
    assert "a plan has come with a referral" not in staff.text
    assert [step.title for step in own_steps(plan)] == TITLES


def test_staff_read_what_was_agreed_when_they_make_the_plan(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        bring(cast)
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{cast.client.reference}/plan/new")
    assert "Agreed before with Cedar House Community Centre" in staff.text
    assert "Join the English class" in staff.text
    assert staff.page.find("input", id="goal")["value"] == "Nurse again Feel at home"
    staff.submit(button="Make the plan")
    staff.open(f"/clients/{cast.client.reference}/plan/new")
    assert "Agreed before" not in staff.text


def test_of_two_records_made_one_what_was_brought_is_in_the_plan_that_stays(
    app: Flask, cast: Cast
) -> None:
    with app.test_request_context():
        bring(cast)
        make_plan(SYSTEM, cast.client)
        kept = create_client(SYSTEM, programme=cast.programme, name="Hana T", profession="nurse")
        plan = make_plan(SYSTEM, kept)
        pair = (Client.get_by_id(kept.id), Client.get_by_id(cast.client.id))
        staff = cast.viewer(cast.staff)
        merge_clients(staff, *pair, versions=(pair[0].version, pair[1].version))
        assert plan_is_stale(plan_of(kept))
        refresh_plan(SYSTEM, plan_of(kept))
        assert [step.title for step in own_steps(plan)] == TITLES
        undo_merge(staff, Client.get_by_id(kept.id))
        assert [row.client_id for row in BroughtPlan.select()] == [cast.client.id]


def test_a_step_that_was_brought_is_edited_and_printed(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        bring(cast)
        make_plan(SYSTEM, cast.client)
    staff = cast.visits(cast.staff)
    base = f"/clients/{cast.client.reference}/plan"
    staff.open(f"{base}/steps/own-2/edit")
    staff.submit({"title": "اكتب سيرة ذاتية", "why": "For interviews"}, button="Save the step")
    staff.open(f"{base}/print")
    assert "اكتب سيرة ذاتية" in staff.text
    assert "Write a CV" not in staff.text
    assert "Join the English class" in staff.text
    assert "Cedar House Community Centre" in staff.text
    staff.open(f"{base}/steps/own-2/edit")
    staff.submit({"title": ""}, button="Save the step", status=422)
    assert "Name the step." in staff.text
    staff.open(f"{base}/steps/cbt/edit")
    assert staff.page.find("input", id="title") is None
