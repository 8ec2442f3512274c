"""What staff do to a plan on its pages."""

from datetime import date, datetime

import pytest

from app import clock
from app.audit.models import AuditEvent
from app.clients.fact_models import Evidence, EvidenceLevel
from app.clients.models import Client
from app.errors import Conflict, NotFound
from app.pathways.models import Plan, PlanStep, StepStatus
from app.pathways.queries import plan_of, step, steps_of
from app.pathways.services import (
    StepDraft,
    StepEdit,
    add_step,
    drop_step,
    make_plan,
    move_step,
    plans,
    refresh_plan,
    set_step,
    tick_step,
)
from app.policy import SYSTEM, Viewer
from app.reference.routes import Route
from tests.cast import Cast
from tests.visitor import Visitor


@pytest.fixture
def staff(cast: Cast, plan: Plan) -> Visitor:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}/plan")
    return visitor


def now(cast: Cast, key: str) -> PlanStep:
    return step(SYSTEM, cast.client.reference, key)


def test_a_plan_is_made_on_a_chosen_route_and_the_record_agrees(cast: Cast) -> None:
    cast.client.profession = "doctor"
    cast.client.save()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}/plan/new")
    visitor.submit({"route": "doctor_pgq", "goal": "Be a doctor again"}, button="Make the plan")
    assert "The plan is made." in visitor.text
    client = Client.get_by_id(cast.client.id)
    assert (client.route, client.goal) == ("doctor_pgq", "Be a doctor again")
    assert plan_of(client).route == "doctor_pgq"


def test_a_route_of_another_profession_is_not_offered(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}/plan/new")
    visitor.submit({"route": "doctor_plab"}, button="Make the plan", status=422)
    assert plan_of(cast.client) is None


def test_the_form_sent_twice_makes_one_plan(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open(f"/clients/{cast.client.reference}/plan/new")
    visitor.submit(button="Make the plan")
    visitor.page, visitor.address = page, f"/clients/{cast.client.reference}/plan/new"
    visitor.submit(button="Make the plan")
    assert Plan.select().count() == 1


def test_a_step_of_our_own_is_added_with_its_dates_and_costs(cast: Cast, staff: Visitor) -> None:
    staff.follow("Add a step of our own")
    answers = {
        "title": "Learn to drive",
        "months_most": "6",
        "fee_low": "100",
        "fee_high": "900.50",
    }
    staff.submit(answers, button="Add the step")
    assert "Learn to drive" in staff.text
    assert "£100 to £900.50" in staff.text
    assert now(cast, "own-1").latest_on == date(2027, 4, 6)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"title": ""}, "Name the step."),
        ({"title": "x" * 201}, "Use at most 200 characters."),
        ({"title": "x", "months_least": "3", "months_most": "2"}, "must not be less"),
        ({"title": "x", "fee_low": "50"}, "must not be less"),
        ({"title": "x", "fee_low": "", "fee_high": "-3"}, "Enter 0 to 100,000 pounds."),
        ({"title": "x", "months_most": "many"}, "Not a valid integer value."),
        ({"title": "x", "fee_high": "NaN"}, "There is a problem"),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_words(
    cast: Cast, staff: Visitor, answers: dict[str, str], told: str
) -> None:
    staff.follow("Add a step of our own")
    staff.submit(answers, button="Add the step", status=422)
    assert told in staff.text
    assert len(steps_of(plan_of(cast.client))) == 13


def test_a_routes_step_that_is_taken_out_stays_as_not_needed(cast: Cast, staff: Visitor) -> None:
    staff.follow("Take an interim job in health or care")
    staff.submit(button="Take out of the plan")
    assert now(cast, "interim_job").status == StepStatus.NOT_NEEDED
    staff.open(f"/clients/{cast.client.reference}/plan/print")
    assert "Not needed: Take an interim job in health or care." in staff.text


def test_an_own_step_that_is_taken_out_is_gone(cast: Cast, staff: Visitor) -> None:
    staff.follow("Add a step of our own")
    staff.submit({"title": "Learn to drive"}, button="Add the step")
    staff.follow("Learn to drive")
    staff.submit(button="Take out of the plan")
    assert "Learn to drive" not in staff.text


def test_a_step_moves_up_and_down_and_stops_at_the_end(cast: Cast, staff: Visitor) -> None:
    def keys() -> list[str]:
        return [one.key for one in steps_of(plan_of(cast.client))]

    before = keys()
    staff.follow("English course for IELTS or OET")
    staff.submit(button="Move up")
    assert keys()[1:3] == [before[2], before[1]]
    staff.submit(button="Move down")
    assert keys() == before
    staff.open(f"/clients/{cast.client.reference}/plan/steps/{before[0]}")
    staff.submit(button="Move up")
    assert keys() == before


def test_dates_set_by_hand_hold_back_what_follows_until_they_are_taken_away(
    cast: Cast, staff: Visitor
) -> None:
    def set_dates(**dates: str) -> None:
        staff.open(f"/clients/{cast.client.reference}/plan/steps/nmc_evaluation/edit")
        staff.submit(dates, button="Save the step")

    calculated = now(cast, "cbt").latest_on
    set_dates(
        **{"earliest_on-day": "1", "earliest_on-month": "9", "earliest_on-year": "2027"},
        **{"latest_on-day": "1", "latest_on-month": "10", "latest_on-year": "2027"},
    )
    assert now(cast, "cbt").earliest_on == date(2027, 10, 6)
    parts = ("day", "month", "year")
    set_dates(**{f"{end}_on-{part}": "" for end in ("earliest", "latest") for part in parts})
    assert now(cast, "cbt").latest_on == calculated


def test_one_date_alone_is_refused(cast: Cast, staff: Visitor) -> None:
    staff.open(f"/clients/{cast.client.reference}/plan/steps/cbt/edit")
    answers = {"earliest_on-day": "1", "earliest_on-month": "9", "earliest_on-year": "2027"}
    staff.submit(answers, button="Save the step", status=422)
    assert "Enter both dates, or none." in staff.text


def test_a_note_for_the_client_is_shown_and_printed(cast: Cast, staff: Visitor) -> None:
    staff.open(f"/clients/{cast.client.reference}/plan/steps/cbt/edit")
    staff.submit(
        {"staff_note": "Ask Mary for the book <b>", "status": "in_progress", "owner": "mentor"},
        button="Save the step",
    )
    for end in ("/steps/cbt", "/print"):
        staff.open(f"/clients/{cast.client.reference}/plan{end}")
        assert "Ask Mary for the book <b>" in staff.text
        assert "In progress" in staff.text


def test_of_two_editors_the_second_is_told(cast: Cast, plan: Plan) -> None:
    first = now(cast, "cbt")
    second = now(cast, "cbt")
    edit = StepEdit(StepStatus.ON_HOLD, first.owner, first.version)
    set_step(SYSTEM, first, edit)
    with cast.app.test_request_context(), pytest.raises(Conflict):
        set_step(SYSTEM, second, edit)


def test_every_change_is_a_new_version_and_an_audit_event(cast: Cast, staff: Visitor) -> None:
    before = plan_of(cast.client).version
    staff.follow("English course for IELTS or OET")
    staff.submit(button="Move up")
    assert plan_of(cast.client).version == before + 1
    event = AuditEvent.select().where(AuditEvent.action == "plan.move_step").get()
    assert event.client_id == cast.client.id


def test_a_second_plan_at_the_same_moment_is_a_conflict(
    cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(actor: Viewer, client: Client, route: Route | None) -> Plan:
        """As one who superseded nothing, because the other plan was not there yet."""
        return Plan.create(
            client=client, version=2, start_on=plan.start_on,
            made_at=plan.made_at, changed_at=plan.changed_at,
        )  # fmt: skip

    monkeypatch.setattr(plans, "_new_plan", too_late)
    with cast.app.test_request_context(), pytest.raises(Conflict):
        make_plan(SYSTEM, cast.client)
    assert plan_of(cast.client).id == plan.id


def test_two_changes_at_the_same_moment_are_both_kept(cast: Cast, plan: Plan) -> None:
    """Both had read the plan before either wrote."""
    first, second = now(cast, "cbt"), now(cast, "documents")
    tick_step(SYSTEM, first)
    tick_step(SYSTEM, second)
    assert now(cast, "cbt").status == now(cast, "documents").status == StepStatus.DONE
    assert plan_of(cast.client).version == plan.version + 2


def test_a_step_of_a_plan_that_has_been_replaced_is_not_changed(cast: Cast, plan: Plan) -> None:
    old = now(cast, "cbt")
    make_plan(SYSTEM, cast.client)
    with cast.app.test_request_context(), pytest.raises(Conflict):
        tick_step(SYSTEM, old)


def test_a_step_that_has_been_taken_out_is_not_found(cast: Cast, plan: Plan) -> None:
    with cast.app.test_request_context():
        own = add_step(SYSTEM, plan, StepDraft("Learn to drive"))
        drop_step(SYSTEM, own)
        with pytest.raises(NotFound):
            tick_step(SYSTEM, own)


def test_a_step_at_the_top_moved_up_changes_nothing_of_the_plan(cast: Cast, plan: Plan) -> None:
    first = steps_of(plan)[0]
    with clock.at(datetime(2026, 11, 1, 9, 0)):  # noqa: DTZ001
        move_step(SYSTEM, first, down=False)
    after = plan_of(cast.client)
    assert (after.version, after.changed_at) == (plan.version, plan.changed_at)


def test_what_staff_set_to_done_is_known_to_the_next_plan(cast: Cast, plan: Plan) -> None:
    cbt = now(cast, "cbt")
    set_step(cast.viewer(cast.staff), cbt, StepEdit(StepStatus.DONE, cbt.owner, cbt.version))
    assert now(cast, "cbt").confirmed_by_id == cast.staff.id
    Evidence.get(Evidence.fact == "step:cbt", Evidence.level == "seen")


def test_what_staff_take_back_is_not_ticked_again_from_the_record(cast: Cast, plan: Plan) -> None:
    tick_step(cast.viewer(cast.staff), now(cast, "cbt"), level=EvidenceLevel.SEEN)
    cbt = now(cast, "cbt")
    set_step(SYSTEM, cbt, StepEdit(StepStatus.IN_PROGRESS, cbt.owner, cbt.version))
    refresh_plan(SYSTEM, plan_of(cast.client))
    assert now(cast, "cbt").status == StepStatus.IN_PROGRESS


def test_who_helps_as_staff_wrote_it_stays(cast: Cast, plan: Plan) -> None:
    cbt = now(cast, "cbt")
    usual = now(cast, "documents").who_helps
    edit = StepEdit(StepStatus.NOT_STARTED, cbt.owner, cbt.version, who_helps="Mary, on Tuesdays")
    set_step(SYSTEM, cbt, edit)
    refresh_plan(SYSTEM, plan_of(cast.client))
    assert now(cast, "cbt").who_helps == "Mary, on Tuesdays"
    make_plan(SYSTEM, cast.client)
    assert now(cast, "cbt").who_helps == "Mary, on Tuesdays"
    assert now(cast, "documents").who_helps == usual


@pytest.mark.parametrize("year", ["2037", "9999"])
def test_a_date_set_by_hand_lies_within_ten_years(staff: Visitor, cast: Cast, year: str) -> None:
    """The steps after it end later still, and the calendar ends with the year 9999."""
    staff.open(f"/clients/{cast.client.reference}/plan/steps/documents/edit")
    when = {"day": "31", "month": "12", "year": year}
    answers = {f"{end}_on-{part}": n for end in ("earliest", "latest") for part, n in when.items()}
    staff.submit(answers, button="Save the step", status=422)
    assert "within ten years" in staff.text
    assert now(cast, "documents").is_dated is False


def test_a_tick_beside_a_new_plan_is_on_it_or_told_of(plan: Plan, cast: Cast) -> None:
    """A plan that is being replaced takes no more ticks; one that was ticked is carried over."""
    documents = now(cast, "documents")
    tick_step(SYSTEM, documents)
    made = make_plan(SYSTEM, Client.get_by_id(cast.client.id))
    assert next(one for one in steps_of(made) if one.key == "documents").status == StepStatus.DONE
    with pytest.raises(Conflict):
        tick_step(SYSTEM, documents)
