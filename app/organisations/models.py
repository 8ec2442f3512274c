"""Trusts, programmes, organisations and services (terms of Open Referral UK)."""

from enum import StrEnum

from peewee import (
    BooleanField,
    CharField,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from app.db import BaseModel, InstantField, JSONTextField, WordField, status_field


class OrganisationKind(StrEnum):
    COMMUNITY = "community"
    WORK_CLUB = "work_club"
    SUPPORT_PROVIDER = "support_provider"
    FAITH = "faith"
    COLLEGE = "college"
    GP_PRACTICE = "gp_practice"
    NHS_TRUST = "nhs_trust"
    COUNCIL = "council"


class ServiceKind(StrEnum):
    """What kind of help a service gives, and a client may need."""

    GUIDANCE = "guidance"
    LANGUAGE_COURSE = "language_course"
    STUDY_GROUP = "study_group"
    OBSERVERSHIP = "observership"
    ADVICE = "advice"
    COACHING = "coaching"
    CLOTHING = "clothing"
    CHILDCARE = "childcare"
    TRAVEL = "travel"
    HOUSING = "housing"
    BENEFITS = "benefits"
    SOCIAL = "social"


class AssuredBy(StrEnum):
    """Who says that what is written of a service is right; the person is in the audit trail."""

    ORGANISATION = "organisation"
    STAFF = "staff"


class Trust(BaseModel):
    """An NHS trust whose Learning Works runs programmes."""

    key = CharField(max_length=40, unique=True)
    name = CharField(max_length=150)
    learning_works_name = CharField(max_length=150)
    phone = CharField(max_length=40, default="")
    email = CharField(max_length=254, default="")
    address = CharField(max_length=250, default="")


class Programme(BaseModel):
    """Whom a trust helps, and on which routes: data, so that a new group needs no code."""

    key = CharField(max_length=40, unique=True)
    name = CharField(max_length=150)
    trust = ForeignKeyField(Trust, backref="+", on_delete="RESTRICT")
    audience = TextField(default="")
    professions = JSONTextField(default=list)
    is_open = BooleanField(default=True)


class Organisation(BaseModel):
    reference = CharField(max_length=12, unique=True)
    name = CharField(max_length=150, unique=True)
    search_name = CharField(max_length=150, index=True)
    kind = status_field("kind", OrganisationKind)
    about = TextField(default="")
    phone = CharField(max_length=40, default="")
    email = CharField(max_length=254, default="")
    website = CharField(max_length=200, default="")
    address = CharField(max_length=250, default="")
    postcode = CharField(max_length=10, default="")
    is_active = BooleanField(default=True)
    created_at = InstantField()


class Service(BaseModel):
    """What an organisation offers people on a pathway, with the one place where it does so.

    `assured_on` is the day on which somebody last said that all of it is right.
    """

    organisation = ForeignKeyField(Organisation, backref="services", on_delete="CASCADE")
    name = CharField(max_length=150)
    sort_name = WordField(max_length=150)
    kind = status_field("kind", ServiceKind)
    description = TextField(default="")
    eligibility = TextField(default="")
    how_to_get = TextField(default="")
    is_free = BooleanField(default=False)
    cost = CharField(max_length=150, default="")
    address = CharField(max_length=250, default="")
    postcode = CharField(max_length=10, default="")
    latitude = FloatField(null=True)
    longitude = FloatField(null=True)
    accessibility = CharField(max_length=300, default="")
    is_active = BooleanField(default=True)
    assured_on = DateField()
    assured_by = status_field("assured_by", AssuredBy)
    version = IntegerField(default=1)

    class Meta:
        indexes = (
            (("is_active", "sort_name", "id"), False),
            (("is_active", "kind", "sort_name", "id"), False),
            (("is_active", "assured_on", "id"), False),
            (("latitude", "longitude"), False),
        )


class ServiceWord(BaseModel):
    """A normalised word of a service's name or its organisation's: what prefix search reads."""

    service = ForeignKeyField(Service, backref="+", on_delete="CASCADE")
    word = WordField(max_length=100)

    class Meta:
        indexes = ((("word", "service"), True),)


class ServiceLanguage(BaseModel):
    """A language in which a service is given."""

    service = ForeignKeyField(Service, backref="+", on_delete="CASCADE")
    code = CharField(max_length=10)

    class Meta:
        indexes = ((("code", "service"), True),)
