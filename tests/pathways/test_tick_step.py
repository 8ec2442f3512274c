"""Ticking steps, and writing about them."""

from datetime import date

import pytest

from app.clients.fact_models import Evidence, EvidenceLevel
from app.errors import Forbidden
from app.pathways.models import Plan, StepStatus
from app.pathways.queries import step
from app.pathways.services import make_plan, tick_step, untick_step
from app.policy import SYSTEM
from tests.cast import Cast
from tests.pathways.conftest import TODAY, passes_ielts


def test_a_clients_tick_is_a_claim_and_moves_the_dates(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/plan")
    visitor.follow("Gather and translate the documents")
    visitor.submit({"evidence": "Letter from home", "level": "verified"}, button="Tick this step")
    assert "Well done." in visitor.text
    found = step(SYSTEM, cast.client.reference, "documents")
    assert (found.status, found.done_on) == (StepStatus.DONE, TODAY)
    assert (found.evidence_level, found.evidence) == (EvidenceLevel.CLAIMED, "Letter from home")
    assert step(SYSTEM, cast.client.reference, "nmc_evaluation").earliest_on == date(2026, 11, 6)
    assert not Evidence.select().exists()


def test_a_client_takes_her_own_tick_back_but_not_a_confirmed_one(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/documents")
    visitor.submit(button="Tick this step")
    visitor.follow("Gather and translate the documents")
    visitor.submit(button="Take the tick back")
    found = step(SYSTEM, cast.client.reference, "documents")
    assert found.status == StepStatus.NOT_STARTED
    tick_step(SYSTEM, found, level=EvidenceLevel.SEEN)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/documents")
    assert "Take the tick back" not in visitor.text
    with pytest.raises(Forbidden):
        untick_step(cast.viewer(cast.client_account), found)
    tick_step(cast.viewer(cast.client_account), found)
    still = step(SYSTEM, cast.client.reference, "documents")
    assert still.evidence_level == EvidenceLevel.SEEN


def test_what_staff_have_seen_goes_into_the_record_and_into_later_plans(
    cast: Cast, plan: Plan
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/cbt")
    visitor.submit({"evidence": "Pearson letter", "level": "verified"}, button="Tick this step")
    row = Evidence.get(Evidence.fact == "step:cbt")
    assert (row.level, row.seen_on, row.note) == ("verified", TODAY, "Pearson letter")
    make_plan(SYSTEM, cast.client)
    found = step(SYSTEM, cast.client.reference, "cbt")
    assert found.status == StepStatus.DONE
    untick_step(SYSTEM, found)
    assert Evidence.get(Evidence.fact == "step:cbt").level == EvidenceLevel.CLAIMED


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (("7", "10", "2026"), "This day is still ahead."),
        (("30", "2", "2026"), "Enter a real date"),
        (("", "", ""), "Enter the day on which it was done."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    cast: Cast, plan: Plan, day: tuple[str, str, str], told: str
) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/documents")
    parts = dict(zip(("done_on-day", "done_on-month", "done_on-year"), day, strict=True))
    visitor.submit(parts, button="Tick this step", status=422)
    assert told in visitor.text


def test_the_outcome_of_an_assessment_decides_what_follows(cast: Cast) -> None:
    cast.client.profession = "physiotherapist"
    cast.client.save()
    make_plan(SYSTEM, cast.client)
    reference = cast.client.reference
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{reference}/plan/steps/hcpc_assessment")
    visitor.submit(button="Tick this step", status=422)
    assert "Choose how it ended." in visitor.text
    visitor.submit({"outcome": "test_of_competence"}, button="Tick this step")
    test = step(SYSTEM, reference, "test_of_competence")
    assert not test.is_optional
    waits = step(SYSTEM, reference, "hcpc_registration")
    assert waits.earliest_on > test.earliest_on or waits.starts_on >= test.earliest_on

    untick_step(SYSTEM, step(SYSTEM, reference, "hcpc_assessment"))
    tick_step(SYSTEM, step(SYSTEM, reference, "hcpc_assessment"), outcome="accepted")
    assert step(SYSTEM, reference, "test_of_competence").status == StepStatus.NOT_NEEDED


def test_a_tick_from_the_record_is_not_the_clients_to_take_back(cast: Cast) -> None:
    passes_ielts(cast.client)
    make_plan(SYSTEM, cast.client)
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/english_test")
    assert "English test, seen by us, valid until 2 March 2028" in visitor.text
    assert "Take the tick back" not in visitor.text


def test_the_client_and_staff_write_to_each_other_about_a_step(cast: Cast, plan: Plan) -> None:
    address = f"/clients/{cast.client.reference}/plan/steps/documents"
    client, staff = cast.visits(cast.client_account), cast.visits(cast.staff)
    client.open(address)
    client.submit({"text": "My school has burnt down.\nWhat now?"}, button="Send the comment")
    staff.open(address)
    assert "My school has burnt down." in staff.text
    staff.submit({"text": "Ask the NMC for other evidence."}, button="Send the comment")
    client.open(address)
    assert "Ask the NMC for other evidence." in client.text
    assert "Sana Staff" in client.text
    client.submit({"text": ""}, button="Send the comment", status=422)
    assert "Write something first." in client.text
    staff.open(f"/clients/{cast.client.reference}/plan/print")
    assert "burnt" not in staff.text
