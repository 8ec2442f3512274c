"""Mentors, series of slots, slots and bookings."""

from enum import StrEnum

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
    TimeField,
)

from app.accounts.models import Account
from app.clients.models import Client
from app.db import BaseModel, InstantField, JSONTextField, WordField, status_field
from app.organisations.models import Organisation


class SlotKind(StrEnum):
    MENTORING = "mentoring"
    OBSERVERSHIP = "observership"


class SlotStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CANCELLED = "cancelled"
    DONE = "done"


class BookingStatus(StrEnum):
    """`offered` (a freed place held for somebody) and `waitlisted` belong to the waiting list.

    There is none yet, so nothing takes a booking into these two; they are here because the
    database's own checks name every state, and they count as live.
    """

    OFFERED = "offered"
    BOOKED = "booked"
    WAITLISTED = "waitlisted"
    CANCELLED_BY_CLIENT = "cancelled_by_client"
    CANCELLED_BY_HOST = "cancelled_by_host"
    ATTENDED = "attended"
    DID_NOT_ATTEND = "did_not_attend"


LIVE = (BookingStatus.OFFERED, BookingStatus.BOOKED, BookingStatus.WAITLISTED)
KEPT = (*LIVE, BookingStatus.ATTENDED)  # who is coming, or came
MOST_PLACES = 100


class Mentor(BaseModel):
    """What a mentor's account says of the person; `profession` is a reference data key."""

    reference = CharField(max_length=12, unique=True)
    account = ForeignKeyField(Account, backref="+", unique=True, on_delete="RESTRICT")
    profession = CharField(max_length=40)
    specialty = CharField(max_length=150, default="")
    workplace = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    place = CharField(max_length=250, default="")
    about = TextField(default="")
    languages = JSONTextField(default=list)
    is_active = BooleanField(default=True)
    created_at = InstantField()

    class Meta:
        indexes = ((("profession", "id"), False),)


class MentorWord(BaseModel):
    """A normalised word of a mentor's name or of their workplace's: what prefix search reads."""

    mentor = ForeignKeyField(Mentor, backref="+", on_delete="CASCADE")
    word = WordField(max_length=100)

    class Meta:
        indexes = ((("word", "mentor"), True),)


class SlotSeries(BaseModel):
    """A repeating offer; `local_start` is a time on Birmingham's clock, summer and winter."""

    mentor = ForeignKeyField(Mentor, backref="+", on_delete="RESTRICT")
    kind = status_field("kind", SlotKind)
    title = CharField(max_length=150, default="")
    rrule = CharField(max_length=200)
    local_start = TimeField()
    duration_minutes = IntegerField()
    capacity = IntegerField()
    place = CharField(max_length=250, default="")
    online_link = CharField(max_length=500, default="")
    first_on = DateField()
    until_on = DateField()
    created_at = InstantField()

    class Meta:
        constraints = [
            Check("until_on >= first_on", "slot_series_dates"),
            Check("duration_minutes BETWEEN 5 AND 1440", "slot_series_duration"),
            Check(f"capacity BETWEEN 1 AND {MOST_PLACES}", "slot_series_capacity"),
        ]


class Slot(BaseModel):
    """One occurrence. `booked` counts places taken; `sequence` rises with each calendar change.

    `suits_step` is the key of a route's step, handed in by whoever knows the plan.
    """

    series = ForeignKeyField(SlotSeries, null=True, backref="+", on_delete="RESTRICT")
    mentor = ForeignKeyField(Mentor, backref="+", on_delete="RESTRICT")
    kind = status_field("kind", SlotKind)
    title = CharField(max_length=150, default="")
    starts_at = InstantField()
    ends_at = InstantField()
    capacity = IntegerField()
    booked = IntegerField(default=0)
    status = status_field("status", SlotStatus, default=SlotStatus.OPEN)
    place = CharField(max_length=250, default="")
    is_online = BooleanField(default=False)
    online_link = CharField(max_length=500, default="")
    suits_step = CharField(max_length=60, null=True)
    sequence = IntegerField(default=0)
    created_at = InstantField()

    class Meta:
        constraints = [
            Check(f"capacity BETWEEN 1 AND {MOST_PLACES}", "slot_capacity"),
            Check("booked BETWEEN 0 AND capacity", "slot_booked"),
            Check("ends_at > starts_at", "slot_times"),
        ]
        indexes = (
            (("status", "starts_at", "id"), False),
            (("starts_at", "id"), False),
            (("mentor", "starts_at", "id"), False),
        )

    @property
    def host_name(self) -> str:
        return str(self.mentor.account.name)


class Booking(BaseModel):
    """One client's part in a slot. The times are the slot's, which do not change once it is open.

    They are kept here as well, so that overlaps are found and lists are paged in one table.
    """

    slot = ForeignKeyField(Slot, backref="+", on_delete="RESTRICT")
    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    status = status_field("status", BookingStatus, default=BookingStatus.BOOKED)
    starts_at = InstantField()
    ends_at = InstantField()
    booked_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    created_at = InstantField()
    cancelled_at = InstantField(null=True)
    attended_noted_at = InstantField(null=True)
    feedback = TextField(default="")

    class Meta:
        constraints = [
            Check(
                "(cancelled_at IS NOT NULL) = "
                "(status IN ('cancelled_by_client', 'cancelled_by_host'))",
                "booking_cancelled",
            ),
        ]
        indexes = (
            (("client", "starts_at"), False),
            (("slot", "status"), False),
            (("starts_at", "id"), False),
        )


Booking.add_index(
    Booking.index(
        Booking.slot,
        Booking.client,
        unique=True,
        where=SQL("status IN ('offered', 'booked', 'waitlisted')"),
        name="booking_live",
    )
)
