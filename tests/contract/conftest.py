"""A client whose every page has something on it, for the tests that open them all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask

from app import clock
from app.bookings.services import book_slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.services import give_consent
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.factories.opportunities import course


@pytest.fixture
def life(app: Flask, cast: Cast) -> dict[str, str]:
    """Hana in the midst of her way: a plan, a test, a booking, a course; the parts of addresses."""
    with app.test_request_context():
        client = cast.client
        scores = dict.fromkeys(Component, Decimal("6.5"))
        day = clock.today() - timedelta(days=60)
        add_english_result(SYSTEM, client, exam=Exam.IELTS, taken_on=day, scores=scores)
        make_plan(SYSTEM, client)
        mentor = a_mentor(cast.mentor)
        booking = book_slot(SYSTEM, a_slot(mentor, capacity=2), client=client)
        place = course("english_course")
        consent = give_consent(
            SYSTEM, client, counterparty=Counterparty.ORGANISATION,
            organisation=cast.organisation, purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.SPOKEN,
        )  # fmt: skip
        return {
            "client": f"/clients/{client.reference}", "course": str(place.id),
            "slot": str(booking.slot_id), "booking": str(booking.id), "mentor": mentor.reference,
            "consent": str(consent.id),
        }  # fmt: skip
