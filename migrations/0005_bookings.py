"""Mentors, series of slots, slots and bookings."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
    TimeField,
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    kinds = [Check("kind IN ('mentoring', 'observership')")]

    class Mentor(Base):
        reference = CharField(max_length=12, unique=True)
        account = ForeignKeyField(Account, unique=True, on_delete="RESTRICT")
        profession = CharField(max_length=40)
        specialty = CharField(max_length=150)
        workplace = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        place = CharField(max_length=250)
        about = TextField()
        languages = TextField()
        is_active = BooleanField()
        created_at = DateTimeField()

        class Meta:
            indexes = ((("profession", "id"), False),)

    class SlotSeries(Base):
        mentor = ForeignKeyField(Mentor, on_delete="RESTRICT")
        kind = CharField(max_length=40, constraints=kinds)
        title = CharField(max_length=150)
        rrule = CharField(max_length=200)
        local_start = TimeField()
        duration_minutes = IntegerField()
        capacity = IntegerField()
        place = CharField(max_length=250)
        online_link = CharField(max_length=500)
        first_on = DateField()
        until_on = DateField()
        created_at = DateTimeField()

        class Meta:
            constraints = [
                Check("until_on >= first_on", "slot_series_dates"),
                Check("duration_minutes BETWEEN 5 AND 1440", "slot_series_duration"),
                Check("capacity BETWEEN 1 AND 100", "slot_series_capacity"),
            ]

    class Slot(Base):
        series = ForeignKeyField(SlotSeries, null=True, on_delete="RESTRICT")
        mentor = ForeignKeyField(Mentor, on_delete="RESTRICT")
        kind = CharField(max_length=40, constraints=kinds)
        title = CharField(max_length=150)
        starts_at = DateTimeField()
        ends_at = DateTimeField()
        capacity = IntegerField()
        booked = IntegerField()
        status = CharField(
            max_length=40,
            constraints=[Check("status IN ('draft', 'open', 'cancelled', 'done')")],
        )
        place = CharField(max_length=250)
        is_online = BooleanField()
        online_link = CharField(max_length=500)
        suits_step = CharField(max_length=60, null=True)
        sequence = IntegerField()
        created_at = DateTimeField()

        class Meta:
            constraints = [
                Check("capacity BETWEEN 1 AND 100", "slot_capacity"),
                Check("booked BETWEEN 0 AND capacity", "slot_booked"),
                Check("ends_at > starts_at", "slot_times"),
            ]
            indexes = (
                (("status", "starts_at", "id"), False),
                (("starts_at", "id"), False),
                (("mentor", "starts_at", "id"), False),
            )

    class Booking(Base):
        slot = ForeignKeyField(Slot, on_delete="RESTRICT")
        client = ForeignKeyField(Client, on_delete="CASCADE")
        status = CharField(
            max_length=40,
            constraints=[
                Check(
                    "status IN ('offered', 'booked', 'waitlisted', 'cancelled_by_client', "
                    "'cancelled_by_host', 'attended', 'did_not_attend')"
                )
            ],
        )
        starts_at = DateTimeField()
        ends_at = DateTimeField()
        booked_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        created_at = DateTimeField()
        cancelled_at = DateTimeField(null=True)
        attended_noted_at = DateTimeField(null=True)
        feedback = TextField()

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
    return [Mentor, SlotSeries, Slot, Booking]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
