"""A request that nobody has seen or answered in time comes up by itself, once."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.clients.consent_models import ConsentGiven
from app.notifications.models import Message
from app.organisations.models import Service
from app.support.escalation import ESCALATED, escalate_late_requests
from app.support.models import Need, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import DeclineReason, Move
from tests.cast import Cast
from tests.factories.support import a_request

LONG = 14  # days: more than five working days, whatever holidays lie between


def let_days_pass(days: int) -> None:
    then = clock.now() - timedelta(days=days)
    SupportRequest.update(asked_at=then, state_since=then).execute()


def told() -> set[str]:
    rows = Message.select().where(Message.template == "support_waits")
    return {row.to_address for row in rows}


def test_the_receiver_and_the_staff_are_told_once(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        assert cast.staff
        assert cast.other_staff
        assert escalate_late_requests() == 0
        let_days_pass(LONG)
        assert [escalate_late_requests() for _ in range(3)] == [1, 0, 0]
        assert told() == {cast.other_partner.email, cast.staff.email}
        mail = Message.get(Message.template == "support_waits")
        assert asked.reference in mail.body
        assert "Hana" not in mail.body + mail.subject
        assert AuditEvent.select().where(AuditEvent.action == ESCALATED).count() == 1


def test_what_was_seen_and_not_answered_is_told_to_the_coordinator_once(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        receiver, staff = cast.viewer(cast.other_partner), cast.viewer(cast.staff)
        let_days_pass(LONG)
        assert escalate_late_requests() == 1
        Message.delete().execute()
        move_request(receiver, SupportRequest.get(), Move.ACKNOWLEDGE)
        assert escalate_late_requests() == 0
        with clock.at(clock.now() + timedelta(days=LONG)):
            assert [escalate_late_requests() for _ in range(3)] == [1, 0, 0]
        assert told() == {cast.staff.email}
        mail = Message.get(Message.template == "support_waits")
        assert f"{asked.reference} was seen" in mail.body
        assert "Hana" not in mail.body + mail.subject
        question = Said(text_for_asker="Which size?")
        move_request(receiver, SupportRequest.get(), Move.ASK_INFORMATION, question)
        assert escalate_late_requests() == 0
        move_request(staff, SupportRequest.get(), Move.GIVE_INFORMATION, Said(note="Size 12."))
        assert escalate_late_requests() == 0


def test_a_question_that_nobody_answers_is_told_to_who_asked_and_to_the_coordinator_once(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        staff = cast.staff
        question = Said(text_for_asker="Which size?")
        move_request(cast.viewer(cast.other_partner), asked, Move.ASK_INFORMATION, question)
        assert escalate_late_requests() == 0
        let_days_pass(LONG)
        assert [escalate_late_requests() for _ in range(3)] == [1, 0, 0]
        assert told() == {cast.partner.email, staff.email}
        mail = Message.get(Message.template == "support_waits")
        assert f"question about request {asked.reference}" in mail.body
        assert "Hana" not in mail.body + mail.subject
    partner = cast.visits(cast.partner)
    partner.open("/home")
    partner.follow("Questions about what we asked for: 1")
    assert "The answer was needed by" in partner.text
    visitor = cast.visits(staff)
    visitor.open("/home")
    visitor.follow("1 late request for support")
    assert asked.reference in visitor.text
    cast.visits(cast.other_partner).open("/home")


def test_a_question_to_who_asked_for_herself_is_told_to_her(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    with app.test_request_context():
        own = cast.viewer(cast.client_account)
        asked = a_request(need, service, actor=own, given=ConsentGiven.ONLINE)
        assert cast.staff
        question = Said(text_for_client="Which size?")
        move_request(cast.viewer(cast.other_partner), asked, Move.ASK_INFORMATION, question)
        Message.delete().execute()
        let_days_pass(LONG)
        assert [escalate_late_requests() for _ in range(2)] == [1, 0]
        assert told() == {cast.staff.email}
        mail = Message.get(Message.template == "support_client")
        assert mail.to_address == cast.client_account.email
        assert "still waits for an answer" in mail.body
    visitor = cast.visits(cast.client_account)
    visitor.open("/home")
    visitor.follow("Answer the question")
    assert "Has a question" in visitor.text
    visitor.open(f"/support/requests/{asked.reference}/give-information")
    visitor.submit({"note": "Size 12."}, button="Answer the question")
    assert "It is noted. The organisation is told." in visitor.text
    assert "Answer the question" not in visitor.open("/home").text


def test_a_question_to_who_asked_for_her_is_not_put_before_the_client(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    """She may have no words that say what the question is."""
    with app.test_request_context():
        question = Said(text_for_asker="Which size?")
        move_request(cast.viewer(cast.other_partner), asked, Move.ASK_INFORMATION, question)
    visitor = cast.visits(cast.client_account)
    assert "Answer the question" not in visitor.open("/home").text


@pytest.mark.parametrize("move", [Move.ACCEPT, Move.DECLINE])
def test_what_was_answered_is_told_no_more(
    app: Flask, cast: Cast, asked: SupportRequest, move: Move
) -> None:
    with app.test_request_context():
        said = Said(DeclineReason.NO_PLACE, text_for_asker="Well.")
        move_request(cast.viewer(cast.other_partner), asked, move, said)
        let_days_pass(30)
        assert escalate_late_requests() == 0
        assert told() == set()
