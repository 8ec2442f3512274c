"""Whoever reads of a client on any of her pages is in the audit trail."""

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.clients.services import READ_ACTION, end_referrer
from app.policy import SYSTEM
from app.referrals.drafts import save_answers, start_draft
from app.referrals.models import Referral
from tests.cast import Cast
from tests.referrals.conftest import ANSWERS, CONSENT


@pytest.mark.parametrize(
    "page", ["", "/edit/right-to-work", "/english", "/timeline", "/bookings", "/referrals",
             "/matches", "/plan"]
)  # fmt: skip
def test_reading_a_page_of_a_client_is_kept(app: Flask, cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}{page}")
    with app.app_context():
        looks = AuditEvent.select().where(
            AuditEvent.action == READ_ACTION, AuditEvent.client_id == cast.client.id
        )
        assert [one.actor_id for one in looks] == [cast.staff.id]


def test_a_referral_names_the_record_only_while_it_is_in_reach(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        referral = start_draft(cast.viewer(cast.partner), programme=cast.programme, **ANSWERS)
        save_answers(cast.viewer(cast.partner), referral, **CONSENT)
        Referral.update(client=cast.client, state="active", submitted_at=referral.created_at).where(
            Referral.id == referral.id
        ).execute()
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}")
    assert cast.client.reference in visitor.text
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor.open(f"/referrals/{referral.reference}")
    assert cast.client.reference not in str(visitor.page)
