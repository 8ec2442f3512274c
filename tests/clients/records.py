"""A client with something in every table, drawn at random but the same for the same seed."""

from datetime import date, timedelta
from random import Random
from typing import Any

from app import clock
from app.bookings.models import Booking, BookingStatus, Slot
from app.clients.changes import change_client
from app.clients.consent_models import Consent, ConsentGiven, ConsentPurpose, Counterparty
from app.clients.fact_models import (
    Confirmation,
    Confirmed,
    EnglishResult,
    Evidence,
    EvidenceLevel,
    OwnWords,
    Qualification,
    Topic,
    Worded,
)
from app.clients.models import Client, ClientLanguage, Note
from app.clients.services import add_referrer, create_client
from app.opportunities.candidature_models import Candidature
from app.opportunities.candidature_moves import CandidatureState
from app.opportunities.models import Opportunity
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.support.models import GroupMember, SupportGroup
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.factories.opportunities import course

# What is asked at a first meeting, as it is most easily answered.
TOLD = {
    "registration_stage": "not_started", "hours": "either", "open_to_interim": True,
    "years_of_practice": 6,
}  # fmt: skip


def places(cast: Cast) -> tuple[list[Slot], list[Opportunity]]:
    """Slots and courses that both clients may have."""
    mentor = a_mentor(cast.mentor)
    slots = [
        a_slot(mentor, first_on=clock.today() + timedelta(days=day), capacity=2) for day in (1, 2)
    ]
    for name in ("Tuesday study", "Tea and talk"):
        SupportGroup.create(
            reference=f"G-{name[:4]}-22", trust=cast.trust, kind="study", name=name,
            sort_name=name, meets="Tuesdays", language="en", capacity=5, created_at=clock.now(),
        )  # fmt: skip
    return slots, [course(), course()]


def filled(cast: Cast, rng: Random, name: str, shared: tuple[list[Any], list[Any]]) -> Client:
    """A nurse with a random part of everything a client can have."""
    client = create_client(
        SYSTEM, programme=cast.programme, name=name, profession="nurse",
        birth_year=rng.choice([1988, 1989]), phone=rng.choice(["", "07700 900123"]),
        trained_in=rng.choice(["SY", "ER"]),
    )  # fmt: skip
    version = 1
    for field in ("goal", "current_job", "postcode"):
        if rng.random() < 0.6:
            value = rng.choice(["B66 2QT", "B18 5AA"])
            change_client(SYSTEM, client, version=version, answers={field: value})
            version += 1
    for organisation in (cast.organisation, cast.other_organisation):
        if rng.random() < 0.7:
            add_referrer(SYSTEM, client, organisation)
    _facts(client, rng)
    _said(client, rng)
    _consents(cast, client, rng)
    if rng.random() < 0.7:
        make_plan(SYSTEM, Client.get_by_id(client.id))
    _places(client, rng, shared)
    for group in SupportGroup.select():
        if rng.random() < 0.7:
            GroupMember.create(group=group, client=client, joined_at=clock.now())
            SupportGroup.update(members=SupportGroup.members + 1).where(
                SupportGroup.id == group.id
            ).execute()
    return Client.get_by_id(client.id)


def _facts(client: Client, rng: Random) -> None:
    levels = list(EvidenceLevel)
    for code in ("ar", "ti", "fa"):
        if rng.random() < 0.6:
            ClientLanguage.create(
                client=client, code=code, speaks=rng.random() < 0.7, reads=rng.random() < 0.5
            )
    for fact in ("profession", "trained_in", "name", "step:cbt"):
        if rng.random() < 0.6:
            Evidence.create(client=client, fact=fact, level=rng.choice(levels))
    for day in (1, 2):
        if rng.random() < 0.6:
            EnglishResult.create(
                client=client, test="ielts_academic", taken_on=date(2026, 5, day),
                listening=rng.choice([6, 7]), reading=7, writing=7, speaking=7,
                level=rng.choice(levels),
            )  # fmt: skip
    Qualification.create(client=client, title="BSc Nursing")
    Note.create(client=client, text="Rang her.", written_at=clock.now())


def _said(client: Client, rng: Random) -> None:
    for topic in (Topic.CONTACT, Topic.PRACTICE):
        if rng.random() < 0.6:
            Confirmation.insert(
                client=client, topic=topic, how=Confirmed.ONLINE,
                confirmed_on=clock.today() - timedelta(days=rng.choice([3, 40])),
            ).on_conflict_ignore().execute()  # fmt: skip
    for worded in Worded:
        if rng.random() < 0.5:
            OwnWords.insert(
                client=client, field=worded, text="My words", said_at=clock.now()
            ).on_conflict_ignore().execute()


def _consents(cast: Cast, client: Client, rng: Random) -> None:
    for purpose in ConsentPurpose:
        for organisation in (cast.organisation, None):
            if rng.random() < 0.6:
                to = Counterparty.ORGANISATION if organisation else Counterparty.STAFF
                Consent.create(
                    client=client, counterparty=to, organisation=organisation, purpose=purpose,
                    wording_version="1", language="en", given=ConsentGiven.WRITTEN,
                    given_at=clock.now(),
                    until_on=rng.choice([None, clock.today() + timedelta(days=9)]),
                    withdrawn_at=rng.choice([None, None, clock.now()]),
                )  # fmt: skip


def _places(client: Client, rng: Random, shared: tuple[list[Any], list[Any]]) -> None:
    slots, courses = shared
    for slot in slots:
        if rng.random() < 0.7:
            Booking.create(
                slot=slot, client=client, starts_at=slot.starts_at, ends_at=slot.ends_at,
                status=BookingStatus.BOOKED, created_at=clock.now(),
            )  # fmt: skip
            Slot.update(booked=Slot.booked + 1).where(Slot.id == slot.id).execute()
    for opportunity in courses:
        if rng.random() < 0.7:
            Candidature.create(
                client=client, opportunity=opportunity, readiness="ready", match={},
                state=rng.choice([CandidatureState.SUGGESTED, CandidatureState.SHORTLISTED]),
                made_at=clock.now(), changed_at=clock.now(),
            )  # fmt: skip
