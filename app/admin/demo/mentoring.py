"""The demo's mentors, their weekly slots from three weeks ago to six weeks ahead, and bookings."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import time, timedelta

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.accounts.sessions import viewer_of
from app.admin.demo.partnership import DOMAIN
from app.admin.demo.referring import days_ago
from app.bookings.models import Booking, Mentor, Slot, SlotKind
from app.bookings.refusals import Refused
from app.bookings.services import (
    Offer,
    book_slot,
    offer_series,
    record_attendance,
    save_mentor,
)
from app.clients.models import Client
from app.organisations.models import Organisation
from app.policy import SYSTEM, Viewer

WEEKS_BACK, WEEKS_AHEAD = 3, 6
# first part of the e-mail, name, profession, workplace, kind, weekday (0 Monday), time, places
MENTORS = (
    ("mentor", "Dr Mary Okafor", "gp", "Cape Hill Medical Centre", "observership", 1, time(9), 1),
    ("mentor", "Dr Mary Okafor", "gp", "Cape Hill Medical Centre", "mentoring", 3, time(13), 2),
    ("mentor2", "Dr Imran Shah", "gp", "Plum Tree Surgery", "observership", 2, time(8, 30), 1),
    ("mentor3", "Dr Ngozi Eze", "doctor", "Copper Beech Surgery", "mentoring", 4, time(17), 3),
    ("mentor4", "Ruth Adams", "nurse", "The Learning Works", "mentoring", 0, time(16, 30), 4),
    ("mentor5", "Dr Piotr Nowak", "gp", "Millpool Health Centre", "observership", 3, time(14), 1),
    ("mentor6", "Farah Aziz", "pharmacist", "Weaver Street Surgery", "mentoring", 2, time(12), 2),
)


def make_mentors(organisations: dict[str, Organisation]) -> list[Slot]:
    """Mentors with their series; the slots that they hold."""
    slots: list[Slot] = []
    for key, name, profession, workplace, kind, weekday, at, places in MENTORS:
        account = _account(key, name, organisations[workplace])
        place = f"{workplace}, {organisations[workplace].postcode}"
        mentor = save_mentor(
            SYSTEM,
            account,
            profession=profession,
            workplace=organisations[workplace],
            place=place,
            about="I trained abroad myself and know how long the way is.",
            languages=["en"],
        )
        slots += _series(account, mentor, SlotKind(kind), weekday, at, places, place)
    return slots


def _account(key: str, name: str, workplace: Organisation) -> Account:
    email = f"{key}@{DOMAIN}"
    known = Account.get_or_none(Account.email == email)
    return known or create_account(
        SYSTEM, email=email, name=name, role=AccountRole.MENTOR, organisation=workplace
    )


def _series(
    account: Account,
    mentor: Mentor,
    kind: SlotKind,
    weekday: int,
    at: time,
    places: int,
    place: str,
) -> list[Slot]:
    start = clock.today() - timedelta(weeks=WEEKS_BACK)
    start += timedelta(days=(weekday - start.weekday()) % 7)
    offer = Offer(
        kind=kind,
        first_on=start,
        at=at,
        minutes=180 if kind is SlotKind.OBSERVERSHIP else 60,
        capacity=places,
        place=place,
        suits_step=kind.value if kind is SlotKind.OBSERVERSHIP else "mentor",
        rrule="FREQ=WEEKLY",
        until_on=clock.today() + timedelta(weeks=WEEKS_AHEAD),
    )
    with clock.at(days_ago(7 * WEEKS_BACK + 7)):
        return offer_series(viewer_of(account), mentor, offer=offer)


def fill(slots: Sequence[Slot], clients: Sequence[Client], staff: Viewer, seed: int) -> None:
    """Book about half of the places, the past ones attended but for one in eight."""
    draw = random.Random(seed)  # noqa: S311 -- a made-up diary
    for slot in sorted(slots, key=lambda one: one.starts_at):
        for client in draw.sample(list(clients), k=min(len(clients), slot.capacity)):
            if draw.random() < 0.5:
                _book(slot, client, staff, came=draw.random() > 0.125)


def _book(slot: Slot, client: Client, staff: Viewer, *, came: bool) -> None:
    booked_at = min(slot.starts_at - timedelta(days=4), clock.now())
    try:
        with clock.at(booked_at):
            booking = book_slot(staff, slot, client=client)
    except Refused:  # she is busy at that hour, or the place is gone
        return
    if slot.ends_at < clock.now():
        _attend(booking, slot, came)


def _attend(booking: Booking, slot: Slot, came: bool) -> None:
    feedback = "Asked good questions. Next time we look at a referral letter." if came else ""
    host = viewer_of(slot.mentor.account)
    with clock.at(slot.ends_at + timedelta(hours=1)):
        record_attendance(host, booking, came=came, feedback=feedback)
