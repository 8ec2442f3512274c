"""Pathway plans, their steps and the comments on them."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)


def choice(column, *values, **options):
    """A text column that holds one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CharField(max_length=40, constraints=[Check(f"{column} IN ({listed})")], **options)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Plan(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        route = CharField(max_length=40)
        goal = CharField(max_length=300)
        state = choice("state", "current", "superseded")
        version = IntegerField()
        start_on = DateField()
        months_least = IntegerField()
        months_most = IntegerField()
        record_hash = CharField(max_length=64)
        made_at = DateTimeField()
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        changed_at = DateTimeField()

        class Meta:
            constraints = [Check("version >= 1", "plan_version")]
            indexes = ((("client", "version"), True),)

    Plan.add_index(
        Plan.index(
            Plan.client, unique=True, where=SQL("state = 'current'"), name="plan_one_current"
        )
    )

    class PlanStep(Base):
        plan = ForeignKeyField(Plan, on_delete="CASCADE")
        key = CharField(max_length=60)
        position = IntegerField()
        title = CharField(max_length=200)
        why = CharField(max_length=500)
        note = TextField()
        condition = CharField(max_length=200)
        track = choice("track", "programme", "english", "regulator", "training", "employment")
        requires = TextField()
        is_optional = BooleanField()
        is_own = BooleanField()

        status = choice("status", "not_started", "in_progress", "done", "on_hold", "not_needed")
        owner = choice("owner", "client", "staff", "partner", "mentor")
        who_helps = CharField(max_length=300)
        staff_note = CharField(max_length=500)
        outcome = CharField(max_length=40)

        months_least = IntegerField()
        months_most = IntegerField()
        starts_on = DateField(null=True)
        earliest_on = DateField(null=True)
        latest_on = DateField(null=True)
        is_dated = BooleanField()
        started_on = DateField(null=True)
        done_on = DateField(null=True)
        expires_months = IntegerField(null=True)
        lapses_on = DateField(null=True)
        lapses_before = CharField(max_length=60)
        is_lapse_certain = BooleanField()

        fee_low = DecimalField(max_digits=8, decimal_places=2)
        fee_high = DecimalField(max_digits=8, decimal_places=2)
        fee_note = CharField(max_length=500)
        fee_help = CharField(max_length=500)

        met_by = choice(
            "met_by", "meeting", "english", "stage", "evidence", "outcome", "person", null=True
        )
        evidence = CharField(max_length=300)
        evidence_level = choice("evidence_level", "claimed", "seen", "verified", null=True)
        evidence_expires_on = DateField(null=True)
        confirmed_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        confirmed_at = DateTimeField(null=True)

        is_uncertain = BooleanField()
        source = TextField()
        version = IntegerField()

        class Meta:
            constraints = [
                Check("fee_low >= 0 AND fee_high >= fee_low", "plan_step_fee"),
                Check("months_least >= 0 AND months_most >= months_least", "plan_step_months"),
                Check("latest_on IS NULL OR latest_on >= earliest_on", "plan_step_dates"),
                Check("status <> 'done' OR done_on IS NOT NULL", "plan_step_done_on"),
            ]
            indexes = (
                (("plan", "key"), True),
                (("plan", "position"), False),
                (("status", "latest_on"), False),
            )

    class StepComment(Base):
        step = ForeignKeyField(PlanStep, on_delete="CASCADE")
        author = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        text = TextField()
        written_at = DateTimeField()

        class Meta:
            indexes = ((("step", "written_at"), False),)

    return [Plan, PlanStep, StepComment]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
