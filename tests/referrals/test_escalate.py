"""Referrals that wait too long come up by themselves, and staff are told once for each wait."""

import pytest
import time_machine
from flask import Flask

from app.accounts.models import AccountRole
from app.accounts.services import create_account
from app.audit.models import AuditEvent
from app.notifications.models import Message
from app.policy import SYSTEM
from app.referrals.escalation import ESCALATED, escalate_waiting_referrals
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.referrals.conftest import Make

FRIDAY = "2026-11-20 10:00"
TUESDAY = "2026-11-24 18:00"
WEDNESDAY = "2026-11-25 06:00"
ASKED = Decision(text_for_referrer="Which year?")


@pytest.fixture
def waiting(cast: Cast, sent: Make) -> Referral:
    """Sent on a Friday: the two working days end on Tuesday."""
    assert cast.staff
    assert cast.other_staff
    with time_machine.travel(FRIDAY, tick=False):
        return sent()


def escalate() -> list[str]:
    """Run the job; whom it has written to so far."""
    escalate_waiting_referrals()
    rows = Message.select().where(Message.template == "referral_waits").order_by(Message.id)
    return [row.to_address for row in rows]


def test_nothing_is_told_before_the_two_working_days_are_over(
    context: None, waiting: Referral
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        assert escalate() == []


def test_the_trusts_staff_are_told_once_however_often_the_job_runs(
    context: None, cast: Cast, waiting: Referral
) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        assert escalate() == escalate() == [cast.staff.email]
    events = AuditEvent.select().where(AuditEvent.action == ESCALATED)
    assert [(row.subject_id, row.actor_role) for row in events] == [(waiting.id, "system")]
    mail = Message.get(Message.template == "referral_waits")
    assert mail.subject == "A referral waits too long"
    assert waiting.reference in mail.body
    assert waiting.name not in mail.body


def test_having_read_it_does_not_stop_the_clock(
    context: None, cast: Cast, waiting: Referral
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        make_move(cast.viewer(cast.staff), waiting, Move.ACKNOWLEDGE)
    with time_machine.travel(WEDNESDAY, tick=False):
        assert escalate() == [cast.staff.email]


@pytest.mark.parametrize("is_read", [True, False])
def test_what_its_coordinator_has_not_read_is_told_to_all_others_too(
    context: None, cast: Cast, waiting: Referral, is_read: bool
) -> None:
    away = create_account(
        SYSTEM, email="away@lw.example", name="Away", role=AccountRole.STAFF, trust=cast.trust
    )
    Referral.update(coordinator=away).execute()
    if is_read:
        with time_machine.travel(TUESDAY, tick=False):
            make_move(cast.viewer(away), Referral.get(), Move.ACKNOWLEDGE)
    with time_machine.travel(WEDNESDAY, tick=False):
        told = escalate()
    assert set(told) == {away.email} | (set() if is_read else {cast.staff.email})


def test_a_new_wait_is_told_anew(context: None, cast: Cast, waiting: Referral) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        escalate()
    with time_machine.travel("2026-11-25 09:00", tick=False):
        make_move(cast.viewer(cast.staff), waiting, Move.ASK_INFORMATION, ASKED)
        answer = Decision(note="2009")
        make_move(cast.viewer(cast.partner), waiting, Move.GIVE_INFORMATION, answer)
        assert len(escalate()) == 1
    with time_machine.travel("2026-11-30 06:00", tick=False):
        assert len(escalate()) == 2


def test_what_waits_too_long_comes_first_on_the_staffs_home_and_has_a_list(
    cast: Cast, sent: Make, waiting: Referral
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        sent(name="In time")
    with time_machine.travel(WEDNESDAY, tick=False):
        visitor = cast.visits(cast.staff)
        visitor.open("/home")
        assert visitor.text.index("Selam Haile") < visitor.text.index("In time")
        visitor.open("/referrals?show=stalled")
        assert "Selam Haile" in visitor.text
        assert "In time" not in visitor.text


def test_a_question_without_an_answer_comes_back_to_the_staffs_queue(
    app: Flask, cast: Cast, waiting: Referral
) -> None:
    with time_machine.travel(FRIDAY, tick=False), app.test_request_context():
        make_move(cast.viewer(cast.staff), waiting, Move.ASK_INFORMATION, ASKED)
    for day, is_there in (("2026-11-27 10:00", False), ("2026-11-30 10:00", True)):
        with time_machine.travel(day, tick=False):
            visitor = cast.visits(cast.staff)
            visitor.open("/referrals")
            assert ("Selam Haile" in visitor.text) is is_there


def test_the_referrer_sees_that_it_was_read_and_that_the_decision_is_to_come(
    app: Flask, cast: Cast, waiting: Referral
) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        with app.test_request_context():
            make_move(cast.viewer(cast.staff), waiting, Move.ACKNOWLEDGE)
        partner = cast.visits(cast.partner)
        partner.open(f"/referrals/{waiting.reference}")
        for told in ("We have read it and will decide by Tuesday", "A decision comes next"):
            assert told in partner.text


def test_the_command_says_what_it_did(app: Flask, waiting: Referral) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        answers = [app.test_cli_runner().invoke(args=["escalate"]) for _ in range(2)]
    assert [answer.exit_code for answer in answers] == [0, 0]
    assert answers[0].output == "1 told to staff as waiting too long, 0 parked woken up\n"
    assert answers[1].output == "0 told to staff as waiting too long, 0 parked woken up\n"
