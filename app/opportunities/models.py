"""Opportunities, workforce plans, and uploads in hand."""

from enum import StrEnum

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateField,
    DecimalField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from app.accounts.models import Account
from app.db import BaseModel, InstantField, JSONTextField, WordField, status_field
from app.organisations.models import Trust


class OpportunityKind(StrEnum):
    VACANCY = "vacancy"
    APPRENTICESHIP = "apprenticeship"
    PLACEMENT = "placement"
    OBSERVERSHIP = "observership"
    MENTORING = "mentoring"
    COURSE = "course"
    SUPPORT = "support"


# What clients and partners may always see; a vacancy is seen by a client once it is offered.
OPEN_KINDS = (OpportunityKind.COURSE, OpportunityKind.MENTORING, OpportunityKind.OBSERVERSHIP)


class OpportunityStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class OpportunitySource(StrEnum):
    ADVERT = "advert"
    HAND = "hand"


class OpportunityLevel(StrEnum):
    ENTRY = "entry"
    EXPERIENCED = "experienced"
    SENIOR = "senior"


class SalaryUnit(StrEnum):
    YEAR = "year"
    HOUR = "hour"


class Confidence(StrEnum):
    """Whether the profession needs a person's look."""

    SURE = "sure"
    UNSURE = "unsure"


class Opportunity(BaseModel):
    """Something a client can be put to.

    `profession` is a key of the reference data, "other" for none of them, or empty where the
    opportunity is open to every profession; `band` is "5", "8a" or "5/6", empty outside the
    bands. Amounts are in pence a `salary_unit`. `serves` holds the keys of route steps.
    `trust` is empty for what the whole region shares, as adverts are.
    """

    kind = status_field("kind", OpportunityKind)
    status = status_field("status", OpportunityStatus, default=OpportunityStatus.OPEN)
    source = status_field("source", OpportunitySource)
    trust = ForeignKeyField(Trust, null=True, backref="+", on_delete="RESTRICT")
    title = CharField(max_length=300)
    employer = CharField(max_length=200, default="")
    url = CharField(max_length=500, null=True, unique=True)
    description = TextField(default="")
    employment_type = CharField(max_length=40, default="")

    profession = CharField(max_length=40, default="")
    level = status_field("level", OpportunityLevel, null=True)
    band = CharField(max_length=20, default="")
    registration_required = BooleanField(default=False)
    is_interim = BooleanField(default=False)
    serves = JSONTextField(default=list)

    salary_text = CharField(max_length=300, default="")
    salary_min = IntegerField(null=True)
    salary_max = IntegerField(null=True)
    salary_unit = status_field("salary_unit", SalaryUnit, null=True)

    locality = CharField(max_length=200, default="")
    postcode = CharField(max_length=10, default="")
    latitude = DoubleField(null=True)
    longitude = DoubleField(null=True)

    posted_at = InstantField()
    closes_on = DateField(null=True)
    starts_on = DateField(null=True)
    capacity = IntegerField(null=True)
    is_closed_by_hand = BooleanField(default=False)

    # How the profession was found; a person's decision is kept whatever an advert says later.
    confidence = status_field("confidence", Confidence, default=Confidence.SURE)
    why = JSONTextField(default=list)
    guesses = JSONTextField(default=list)
    decided_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    decided_at = InstantField(null=True)

    # Of an imported advert: what it was when last read, and the day it was replayed from.
    content_hash = CharField(max_length=64, default="")
    replayed_from = DateField(null=True)

    created_at = InstantField()
    updated_at = InstantField()
    version = IntegerField(default=1)

    class Meta:
        constraints = [
            Check("salary_min IS NULL OR salary_min >= 0", "opportunity_salary_min"),
            Check(
                "salary_min IS NULL OR salary_max IS NULL OR salary_min <= salary_max",
                "opportunity_salary_range",
            ),
            Check(
                "(salary_min IS NULL AND salary_max IS NULL) OR salary_unit IS NOT NULL",
                "opportunity_salary_unit",
            ),
            Check("(latitude IS NULL) = (longitude IS NULL)", "opportunity_place"),
            Check("capacity IS NULL OR capacity BETWEEN 1 AND 1000", "opportunity_capacity"),
        ]
        indexes = (
            (("status", "posted_at", "id"), False),
            (("status", "kind", "posted_at", "id"), False),
            (("status", "is_interim", "posted_at", "id"), False),
            (("status", "band", "posted_at"), False),
            (("status", "closes_on"), False),
            (("confidence", "status", "posted_at", "id"), False),
            (("latitude", "longitude"), False),
        )


class OpportunityProfession(BaseModel):
    """A profession an opportunity takes: rank 0 is its own, the others are accepted as well."""

    opportunity = ForeignKeyField(Opportunity, backref="professions", on_delete="CASCADE")
    profession = CharField(max_length=40)
    rank = IntegerField(default=0)

    class Meta:
        indexes = (
            (("opportunity", "profession"), True),
            (("profession", "opportunity"), False),
        )


class OpportunityWord(BaseModel):
    """A normalised word of a title, employer or place: what prefix search reads."""

    opportunity = ForeignKeyField(Opportunity, backref="+", on_delete="CASCADE")
    word = WordField(max_length=100)

    class Meta:
        indexes = ((("word", "opportunity"), True),)


class PlanStatus(StrEnum):
    CURRENT = "current"
    REPLACED = "replaced"


class WorkforcePlan(BaseModel):
    """A trust's posts, filled and vacant, as one file stated them for a day.

    `rejected` holds the rows that could not be used: {row, sheet, reason, cells}, and
    `rejected_headings` the file's own headings by sheet ("" for a text file).
    """

    trust = ForeignKeyField(Trust, backref="+", on_delete="RESTRICT")
    name = CharField(max_length=150)
    status = status_field("status", PlanStatus, default=PlanStatus.CURRENT)
    figures_on = DateField()
    file_name = CharField(max_length=200)
    file_sha256 = CharField(max_length=64)
    imported_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    imported_at = InstantField()
    rejected = JSONTextField(default=list)
    rejected_headings = JSONTextField(default=dict)
    ignored = IntegerField(default=0)

    class Meta:
        indexes = (
            (("trust", "file_sha256"), True),
            (("trust", "imported_at", "id"), False),
            (("trust", "status", "figures_on"), False),
        )


class LineStatus(StrEnum):
    VACANT = "vacant"
    FULL = "full"
    OVER_ESTABLISHED = "over_established"


class PlanLine(BaseModel):
    """One role of a plan; figures are whole-time equivalents (WTE) with two places.

    `profession` is a key of the reference data or "other"; `band` also holds a doctor's grade.
    """

    plan = ForeignKeyField(WorkforcePlan, backref="lines", on_delete="CASCADE")
    row = IntegerField()
    sheet = CharField(max_length=200, default="")
    role = CharField(max_length=200)
    profession = CharField(max_length=40)
    confidence = status_field("confidence", Confidence)
    band = CharField(max_length=200, default="")
    site = CharField(max_length=200, default="")
    directorate = CharField(max_length=200, default="")
    staff_group = CharField(max_length=200, default="")
    establishment_wte = DecimalField(max_digits=7, decimal_places=2)
    in_post_wte = DecimalField(max_digits=7, decimal_places=2)
    vacancy_wte = DecimalField(max_digits=7, decimal_places=2)
    hard_to_fill = BooleanField(null=True)
    status = status_field("status", LineStatus)

    class Meta:
        constraints = [
            Check("establishment_wte >= 0", "plan_line_establishment"),
            Check("in_post_wte >= 0", "plan_line_in_post"),
            Check(
                "abs(establishment_wte - in_post_wte - vacancy_wte) < 0.025", "plan_line_vacancy"
            ),
        ]
        indexes = (
            (("plan", "sheet", "row"), True),
            (("plan", "profession"), False),
            (("profession", "status"), False),
        )


class UploadPurpose(StrEnum):
    ADVERTS = "adverts"
    PLAN = "plan"


class Upload(BaseModel):
    """What was read of a file its sender has not confirmed yet; gone once used or after a day."""

    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    purpose = status_field("purpose", UploadPurpose)
    file_name = CharField(max_length=200)
    file_sha256 = CharField(max_length=64)
    found = JSONTextField()
    created_at = InstantField(index=True)
