"""Mentors, slots and crowds of clients for tests."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app import clock
from app.accounts.models import Account
from app.bookings.models import Booking, Mentor, Slot, SlotKind
from app.bookings.services import Offer, offer_slot, save_mentor
from app.clients.models import Client
from app.organisations.models import Programme
from app.policy import SYSTEM


def a_mentor(account: Account, **details: Any) -> Mentor:
    """The mentor of an account, made on first asking."""
    found = Mentor.get_or_none(Mentor.account == account)
    given = {"profession": "gp", "place": "Cape Hill Medical Centre"} | details
    return found or save_mentor(SYSTEM, account, **given)


def a_slot(mentor: Mentor, **wanted: Any) -> Slot:
    """An open slot tomorrow at 14:00 for an hour, unless the words say otherwise."""
    details = {
        "kind": SlotKind.MENTORING,
        "first_on": clock.today() + timedelta(days=1),
        "at": time(14),
        "minutes": 60,
        "place": "Cape Hill Medical Centre",
    }
    return offer_slot(SYSTEM, mentor, offer=Offer(**(details | wanted)))


def begun(slot: Slot) -> Slot:
    """The slot and its bookings moved to an hour that began before now."""
    start = clock.now() - timedelta(minutes=30)
    return _moved(slot, start)


def over(slot: Slot) -> Slot:
    """The slot and its bookings moved to yesterday."""
    return _moved(slot, clock.now() - timedelta(days=1))


def _moved(slot: Slot, start: datetime) -> Slot:
    times = {"starts_at": start, "ends_at": start + timedelta(hours=1)}
    Slot.update(times).where(Slot.id == slot.id).execute()
    Booking.update(times).where(Booking.slot == slot).execute()
    return Slot.get_by_id(slot.id)


def a_crowd(programme: Programme, size: int) -> list[Client]:
    """Many clients at once, without the history a single one gets."""
    now = clock.now()
    rows = [
        {
            "reference": f"C-{number:06}",
            "programme": programme,
            "name": f"Person {number}",
            "known_as": f"Person {number}",
            "profession": "nurse",
            "waiting_since": date(2026, 1, 1),
            "created_at": now,
            "updated_at": now,
        }
        for number in range(size)
    ]
    Client.insert_many(rows).execute()
    return list(Client.select().where(Client.reference.startswith("C-0")).order_by(Client.id))
