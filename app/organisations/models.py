"""Trusts, programmes, organisations and services (terms of Open Referral UK)."""

from enum import StrEnum

from peewee import BooleanField, CharField, ForeignKeyField, TextField

from app.db import BaseModel, InstantField, JSONTextField, status_field


class OrganisationKind(StrEnum):
    COMMUNITY = "community"
    WORK_CLUB = "work_club"
    SUPPORT_PROVIDER = "support_provider"
    FAITH = "faith"
    COLLEGE = "college"
    GP_PRACTICE = "gp_practice"
    NHS_TRUST = "nhs_trust"
    COUNCIL = "council"


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
    """What an organisation offers people on a pathway."""

    organisation = ForeignKeyField(Organisation, backref="services", on_delete="CASCADE")
    name = CharField(max_length=150)
    kind = CharField(max_length=40, index=True)
    description = TextField(default="")
    eligibility = TextField(default="")
    cost = CharField(max_length=150, default="")
    languages = JSONTextField(default=list)
    is_active = BooleanField(default=True)
