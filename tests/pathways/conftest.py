"""What the tests of plans start from."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from app import clock
from app.clients.english import add_english_result
from app.clients.fact_models import EvidenceLevel
from app.clients.models import Client
from app.pathways.models import Plan
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam
from tests.cast import Cast

TODAY = date(2026, 10, 6)


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    """Noon of 6 October 2026."""
    with clock.at(datetime(2026, 10, 6, 12, 0)):  # noqa: DTZ001 -- instants are naive UTC
        yield


@pytest.fixture
def nurse(cast: Cast) -> Client:
    """Hana, a nurse who has done nothing yet."""
    return cast.client


@pytest.fixture
def plan(nurse: Client) -> Plan:
    """Her plan, made today."""
    return make_plan(SYSTEM, nurse)


def passes_ielts(
    client: Client, taken_on: date = date(2026, 3, 2), *, writing: str = "7.0"
) -> None:
    """A sitting that the NMC accepts, unless the writing says otherwise."""
    scores = dict.fromkeys(Component, Decimal("7.5")) | {Component.WRITING: Decimal(writing)}
    add_english_result(
        SYSTEM, client, exam=Exam.IELTS, taken_on=taken_on, scores=scores, level=EvidenceLevel.SEEN
    )
