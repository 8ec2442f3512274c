"""A request that nobody has seen for two working days comes up by itself, once."""

from datetime import timedelta

from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.notifications.models import Message
from app.support.escalation import ESCALATED, escalate_unseen_requests
from app.support.models import SupportRequest
from app.support.services import move_request
from app.support.transitions import Move
from tests.cast import Cast


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
        assert escalate_unseen_requests() == 0
        let_days_pass(8)
        assert [escalate_unseen_requests() for _ in range(3)] == [1, 0, 0]
        assert told() == {cast.other_partner.email, cast.staff.email}
        mail = Message.get(Message.template == "support_waits")
        assert asked.reference in mail.body
        assert "Hana" not in mail.body + mail.subject
        assert AuditEvent.select().where(AuditEvent.action == ESCALATED).count() == 1


def test_what_was_seen_is_not_told(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    with app.test_request_context():
        move_request(cast.viewer(cast.other_partner), asked, Move.ACKNOWLEDGE)
        let_days_pass(8)
        assert escalate_unseen_requests() == 0
        assert told() == set()
