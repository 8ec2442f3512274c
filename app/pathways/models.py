"""A client's plans and their steps: what was agreed, by when, and how far it has come."""

from enum import StrEnum

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from app.accounts.models import Account
from app.clients.fact_models import EvidenceLevel
from app.clients.models import Client
from app.db import BaseModel, InstantField, JSONTextField, status_field
from app.organisations.models import Organisation
from app.reference.routes import Track


class PlanState(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"


class StepStatus(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ON_HOLD = "on_hold"
    NOT_NEEDED = "not_needed"


class StepOwner(StrEnum):
    """Who sees to it that the step happens."""

    CLIENT = "client"
    STAFF = "staff"
    PARTNER = "partner"
    MENTOR = "mentor"


class MetBy(StrEnum):
    """Why a step is done or not needed: a person said so, or what it was read from."""

    MEETING = "meeting"
    ENGLISH = "english"
    STAGE = "stage"
    EVIDENCE = "evidence"
    OUTCOME = "outcome"
    PERSON = "person"


class Plan(BaseModel):
    """One plan; `version` rises with every change and goes on from plan to plan of a client.

    `route` is a key of the reference data, or empty where there is no route. `record_hash` tells
    whether the client's record or the route has changed since the dates were calculated.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    route = CharField(max_length=40, default="")
    goal = CharField(max_length=300, default="")
    state = status_field("state", PlanState, default=PlanState.CURRENT)
    version = IntegerField(default=1)
    start_on = DateField()
    months_least = IntegerField(default=0)
    months_most = IntegerField(default=0)
    record_hash = CharField(max_length=64, default="")
    made_at = InstantField()
    made_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    changed_at = InstantField()

    class Meta:
        constraints = [Check("version >= 1", "plan_version")]
        indexes = ((("client", "version"), True),)


Plan.add_index(
    Plan.index(Plan.client, unique=True, where=SQL("state = 'current'"), name="plan_one_current")
)


class PlanStep(BaseModel):
    """A step of a plan, from the route (`key` is the route's) or added by staff (`own-1`).

    `starts_on`, `earliest_on` and `latest_on` are days within the months shown: the earliest
    start and the earliest and latest end. They are kept until the plan is dated again, so that
    a new day does not make a new document; `is_dated` says that staff set the ends by hand.
    """

    plan = ForeignKeyField(Plan, backref="+", on_delete="CASCADE")
    key = CharField(max_length=60)
    position = IntegerField()
    title = CharField(max_length=200)
    why = CharField(max_length=500, default="")
    note = TextField(default="")
    condition = CharField(max_length=200, default="")
    track = status_field("track", Track)
    requires = JSONTextField(default=list)
    is_optional = BooleanField(default=False)
    is_own = BooleanField(default=False)

    status = status_field("status", StepStatus, default=StepStatus.NOT_STARTED)
    owner = status_field("owner", StepOwner, default=StepOwner.CLIENT)
    who_helps = CharField(max_length=300, default="")
    staff_note = CharField(max_length=500, default="")
    outcome = CharField(max_length=40, default="")

    months_least = IntegerField(default=0)
    months_most = IntegerField(default=0)
    starts_on = DateField(null=True)
    earliest_on = DateField(null=True)
    latest_on = DateField(null=True)
    is_dated = BooleanField(default=False)
    started_on = DateField(null=True)
    done_on = DateField(null=True)
    expires_months = IntegerField(null=True)
    lapses_on = DateField(null=True)
    lapses_before = CharField(max_length=60, default="")
    is_lapse_certain = BooleanField(default=False)

    fee_low = DecimalField(max_digits=8, decimal_places=2, default=0)
    fee_high = DecimalField(max_digits=8, decimal_places=2, default=0)
    fee_note = CharField(max_length=500, default="")
    fee_help = CharField(max_length=500, default="")

    met_by = status_field("met_by", MetBy, null=True)
    evidence = CharField(max_length=300, default="")
    evidence_level = status_field("evidence_level", EvidenceLevel, null=True)
    evidence_expires_on = DateField(null=True)
    confirmed_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    confirmed_at = InstantField(null=True)

    is_uncertain = BooleanField(default=False)
    source = TextField(default="")
    version = IntegerField(default=1)

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


class BroughtPlan(BaseModel):
    """What an organisation had agreed with the client before she came to us, a step a line.

    After `used_at` its steps are in her plan.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, backref="+", on_delete="RESTRICT")
    goals = TextField()
    steps = TextField()
    brought_at = InstantField()
    used_at = InstantField(null=True)


class StepComment(BaseModel):
    """What the client and staff wrote to each other about a step; never printed."""

    step = ForeignKeyField(PlanStep, backref="+", on_delete="CASCADE")
    author = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    text = TextField()
    written_at = InstantField()

    class Meta:
        indexes = ((("step", "written_at"), False),)
