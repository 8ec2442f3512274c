"""What tests of matches say about clients: evidence and English."""

from datetime import date
from decimal import Decimal
from typing import Any

from app import clock
from app.clients.english import add_english_result
from app.clients.fact_models import EnglishResult, Evidence, EvidenceLevel
from app.clients.models import Client, Hours, RegistrationStage
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam

TODAY = date(2026, 11, 20)


def has(client: Client, **columns: Any) -> Client:
    """Set columns of the client's record."""
    for name, value in columns.items():
        setattr(client, name, value)
    client.save()
    return client


def shown(client: Client, *facts: str, **columns: Any) -> None:
    """Staff have seen the papers for these columns."""
    for fact in facts:
        Evidence.create(client=client, fact=fact, level=EvidenceLevel.SEEN, **columns)


def sits_ielts(client: Client, taken_on: date, **parts: str) -> EnglishResult:
    """A sitting that staff have seen, 7.5 but for the parts that are named."""
    named = {Component(part): Decimal(score) for part, score in parts.items()}
    scores = dict.fromkeys(Component, Decimal("7.5")) | named
    return add_english_result(
        SYSTEM, client, exam=Exam.IELTS, taken_on=taken_on, scores=scores, level=EvidenceLevel.SEEN
    )


def ready_nurse(client: Client) -> Client:
    """Registered, nearby, free to work, with her papers seen."""
    has(
        client,
        registration_stage=RegistrationStage.REGISTERED,
        hours=Hours.EITHER,
        open_to_interim=True,
        postcode="B66 2QT",
        travel_km=20,
        right_to_work="refugee_hp",
        last_practised_year=clock.today().year - 1,
        years_of_practice=6,
    )
    shown(
        client,
        "profession", "registration_stage", "right_to_work", "last_practised_year",
        "years_of_practice",
    )  # fmt: skip
    return client
