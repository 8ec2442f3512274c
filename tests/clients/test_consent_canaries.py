"""Each thing that can be shared holds a marker: there while the yes stands, gone on the next page.

What a partner sees of profession, English and needs is in test_canary; here it is one purpose at
a time for each counterparty, with the plan, and what a mentor sees of whoever is booked.
"""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from app import clock
from app.bookings.services import book_slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.models import Client
from app.clients.services import give_consent, withdraw_consent
from app.pathways.models import PlanStep
from app.pathways.queries import next_three, steps_of
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam
from tests.cast import Cast
from tests.clients.test_canary import without_choices
from tests.factories.bookings import a_mentor, a_slot
from tests.visitor import Visitor

P = ConsentPurpose
MARKERS = {
    "goal": "canarygoal",
    "childcare": "canarychildcare",
    "health": "canaryhealth",
    "score": "8.5",
    "level": "level C2",
    "step": "canarystep",
    "next_step": "canarynext",
}
PARTNER = {
    P.SHARE_PROFILE: {"goal"},
    P.SHARE_ENGLISH: {"score", "level"},
    P.SHARE_PLAN: {"step", "next_step", "goal"},  # the plan names its goal
}
# Profession and goal are a booked mentor's without a consent.
MENTOR = {
    P.SHARE_ENGLISH: {"level"},
    P.SHARE_NEEDS: {"childcare", "health"},
    P.SHARE_PLAN: {"next_step"},
}


@pytest.fixture
def booked(cast: Cast) -> str:
    """The address of the slot on which the client is booked."""
    with cast.app.test_request_context():
        Client.update(
            goal=MARKERS["goal"],
            childcare_need=MARKERS["childcare"],
            health_adjustments=MARKERS["health"],
        ).where(Client.id == cast.client.id).execute()
        client = Client.get_by_id(cast.client.id)
        add_english_result(
            SYSTEM, client, exam=Exam.IELTS, taken_on=clock.today() - timedelta(days=60),
            scores=dict.fromkeys(Component, MARKERS["score"]),  # type: ignore[arg-type]
        )  # fmt: skip
        steps = steps_of(make_plan(SYSTEM, client))
        for name, step in (("step", steps[-1]), ("next_step", next_three(steps)[0])):
            PlanStep.update(title=MARKERS[name]).where(PlanStep.id == step.id).execute()
        slot = a_slot(a_mentor(cast.mentor))
        booking = book_slot(SYSTEM, slot, client=client)
        return f"/slots/{slot.id} /bookings/{booking.id} /bookings/{booking.id}/next-steps"


def read(visitor: Visitor, addresses: Iterable[str]) -> set[str]:
    """The markers on the pages and fragments that the visitor can open."""
    found = set()
    for address in addresses:
        for headers in ({}, {"HX-Request": "true"}):
            response = visitor.http.get(address, headers=headers, follow_redirects=True)
            assert response.status_code in (200, 403, 404), address
            if response.status_code == 200:
                shown = without_choices(response.text)
                found |= {name for name, text in MARKERS.items() if text in shown}
    return found


def pages(cast: Cast, booked: str) -> list[str]:
    base = f"/clients/{cast.client.reference}"
    parts = ("", "/english", "/evidence", "/plan", "/plan/print", "/timeline", "/matches")
    more = ["/home", "/clients", "/bookings", "/slots", *booked.split()]
    return [base + part for part in parts] + more


@pytest.mark.parametrize("purpose", PARTNER)
def test_a_partner_sees_what_one_yes_opens_until_it_is_taken_back(
    cast: Cast, booked: str, purpose: ConsentPurpose
) -> None:
    partner = cast.visits(cast.partner)
    addresses = pages(cast, booked)
    assert read(partner, addresses) == set()
    whom = {"counterparty": Counterparty.ORGANISATION, "organisation": cast.organisation}
    with cast.app.test_request_context():
        give_consent(SYSTEM, cast.client, purpose=purpose, given=ConsentGiven.WRITTEN, **whom)  # type: ignore[arg-type]
    assert read(partner, addresses) == PARTNER[purpose]
    with cast.app.test_request_context():
        withdraw_consent(SYSTEM, cast.client, purpose=purpose, **whom)  # type: ignore[arg-type]
    assert read(partner, addresses) == set()


@pytest.mark.parametrize("purpose", MENTOR)
def test_a_mentor_sees_what_one_yes_opens_until_it_is_taken_back(
    cast: Cast, booked: str, purpose: ConsentPurpose
) -> None:
    mentor = cast.visits(cast.mentor)
    addresses = pages(cast, booked)
    assert read(mentor, addresses) == {"goal"}
    whom = {"counterparty": Counterparty.MENTOR}
    with cast.app.test_request_context():
        give_consent(SYSTEM, cast.client, purpose=purpose, given=ConsentGiven.ONLINE, **whom)  # type: ignore[arg-type]
    assert read(mentor, addresses) == {"goal"} | MENTOR[purpose]
    other = cast.visits(cast.other_mentor)
    assert read(other, addresses) == set()
    with cast.app.test_request_context():
        withdraw_consent(SYSTEM, cast.client, purpose=purpose, **whom)  # type: ignore[arg-type]
    assert read(mentor, addresses) == {"goal"}
