"""What a mentor reads of the plan of a booked guest: goal and next steps, by consent."""

from datetime import timedelta

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.bookings.models import Booking
from app.bookings.services import book_slot, cancel_booking, cancel_slot, record_attendance
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import READ_ACTION, give_consent, withdraw_consent
from app.pathways.models import Plan, PlanStep
from app.pathways.queries import next_three, steps_of
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.test_canary import without_choices
from tests.factories.bookings import a_mentor, a_slot, begun
from tests.pathways.conftest import TODAY

SHARED = {"counterparty": Counterparty.MENTOR, "purpose": ConsentPurpose.SHARE_PLAN}
# What a plan and its client's record hold besides; none of it is a mentor's.
OTHERS = {
    "note": "canarynote", "condition": "canarycondition", "staff_note": "canarystaffnote",
    "who_helps": "canarywho", "fee_note": "canaryfeenote", "fee_help": "canaryfeehelp",
    "evidence": "canaryevidence", "why": "canarywhy",
}  # fmt: skip
RECORD = {
    "name": "Hana Canarysurname", "birth_year": 1907, "phone": "0191 498 7654",
    "email": "canary@mail.example", "postcode": "ZE1 0AA", "health_adjustments": "canaryhealth",
    "right_to_work": "ukraine",
}  # fmt: skip
SECRETS = (*OTHERS.values(), *map(str, RECORD.values()), "Ukraine", "£", "6543", "canarylater")


@pytest.fixture
def booking(app: Flask, cast: Cast, plan: Plan) -> Booking:
    """Hana, who shares her plan, is booked tomorrow; every field of it holds a marker."""
    with app.test_request_context():
        Client.update(**RECORD).where(Client.id == cast.client.id).execute()
        PlanStep.update(**OTHERS, fee_low=6543, fee_high=6543, title="canarylater").where(
            PlanStep.plan == plan
        ).execute()
        for number, step in enumerate(next_three(steps_of(plan)), start=1):
            PlanStep.update(title=f"canarynext{number}").where(PlanStep.id == step.id).execute()
        Plan.update(goal="canarygoal").where(Plan.id == plan.id).execute()
        give_consent(SYSTEM, cast.client, given=ConsentGiven.ONLINE, **SHARED)
        return book_slot(SYSTEM, a_slot(a_mentor(cast.mentor)), client=cast.client)


def address(booking: Booking) -> str:
    return f"/bookings/{booking.id}/next-steps"


def test_a_mentor_reads_the_goal_and_three_steps_and_nothing_else(
    cast: Cast, booking: Booking
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/slots/{booking.slot_id}")
    visitor.follow("Goal and next steps")
    assert visitor.address == address(booking)
    assert visitor.heading == "Nurse Hana"
    for words in ("canarygoal", "canarynext1", "canarynext3", "Can start now"):
        assert words in visitor.text, words
    for reply in (visitor.response.text, str(visitor.fragment(address(booking)))):
        for secret in SECRETS:
            assert secret not in without_choices(reply), secret


def test_the_bookings_page_has_it_as_a_panel(cast: Cast, booking: Booking) -> None:
    visitor = cast.visits(cast.mentor)
    panel = visitor.open(f"/bookings/{booking.id}").find(class_="app-panel")
    assert panel["hx-get"] == address(booking)
    part = visitor.fragment(address(booking))
    assert "canarynext1" in part.text
    assert part.find("html") is None


def test_reading_it_is_kept_in_the_audit_trail(cast: Cast, booking: Booking) -> None:
    cast.visits(cast.mentor).open(address(booking))
    read = (AuditEvent.action == READ_ACTION) & (AuditEvent.actor_id == cast.mentor.id)
    assert [row.client_id for row in AuditEvent.select().where(read)] == [cast.client.id]


def test_it_is_gone_on_the_next_request_after_the_yes_is_taken_back(
    app: Flask, cast: Cast, booking: Booking
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(address(booking))
    with app.test_request_context():
        withdraw_consent(SYSTEM, cast.client, **SHARED)
    visitor.open(address(booking), status=404)
    for page in (f"/bookings/{booking.id}", f"/slots/{booking.slot_id}"):
        visitor.open(page)
        assert "Goal and next steps" not in visitor.text


@pytest.mark.parametrize("cancels", ["client", "host"])
def test_it_is_gone_with_the_booking(
    app: Flask, cast: Cast, booking: Booking, cancels: str
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(address(booking))
    with app.test_request_context():
        if cancels == "client":
            cancel_booking(cast.viewer(cast.client_account), booking)
        else:
            cancel_slot(cast.viewer(cast.mentor), booking.slot)
    visitor.open(address(booking), status=404)


@pytest.mark.parametrize(("came", "status"), [(True, 200), (False, 404)])
def test_a_mentor_goes_on_reading_of_who_came(
    app: Flask, cast: Cast, booking: Booking, came: bool, status: int
) -> None:
    with app.test_request_context():
        begun(booking.slot)
        record_attendance(
            cast.viewer(cast.mentor), Booking.get_by_id(booking.id), came=came, feedback=""
        )
    visitor = cast.visits(cast.mentor)
    visitor.open(address(booking), status=status)
    visitor.open(f"/bookings/{booking.id}")
    assert ("Goal and next steps" in visitor.text) is came


@pytest.mark.parametrize(
    "who", ["other_mentor", "partner", "staff", "client_account", "admin", "other_partner"]
)
def test_nobody_else_has_such_a_page(cast: Cast, booking: Booking, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(address(booking), status=404)
    missing = visitor.http.get("/bookings/999999/next-steps")
    assert missing.data == visitor.http.get(address(booking)).data


def test_the_consent_of_one_guest_opens_no_other(app: Flask, cast: Cast, booking: Booking) -> None:
    with app.test_request_context():
        next_week = a_slot(a_mentor(cast.mentor), first_on=TODAY + timedelta(days=7))
        other = book_slot(SYSTEM, next_week, client=cast.other_client)
    visitor = cast.visits(cast.mentor)
    visitor.open(address(other), status=404)
    visitor.open(address(booking))


def test_without_a_plan_the_goal_stands_alone(app: Flask, cast: Cast, booking: Booking) -> None:
    with app.test_request_context():
        Plan.delete().execute()
        Client.update(goal="canaryrecord").where(Client.id == cast.client.id).execute()
    visitor = cast.visits(cast.mentor)
    visitor.open(address(booking))
    assert "canaryrecord" in visitor.text
    assert "No plan has been made yet." in visitor.text


def test_it_ends_when_her_record_is_kept_no_more(app: Flask, cast: Cast, booking: Booking) -> None:
    with app.test_request_context():
        begun(booking.slot)
        staff = cast.viewer(cast.mentor)
        record_attendance(staff, Booking.get_by_id(booking.id), came=True, feedback="")
        Client.update(closed_at=booking.created_at).where(Client.id == cast.client.id).execute()
    visitor = cast.visits(cast.mentor)
    visitor.open(address(booking), status=404)
    visitor.open(f"/bookings/{booking.id}", status=404)
