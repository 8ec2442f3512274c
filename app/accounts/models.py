"""Accounts, their sessions, one-time links, and tries at signing in."""

from enum import StrEnum

from peewee import BooleanField, CharField, Check, ForeignKeyField, IntegerField

from app.db import BaseModel, InstantField, JSONTextField, one_of, status_field
from app.organisations.models import Organisation, Trust
from app.policy import Role


class AccountRole(StrEnum):
    """The roles an account can have."""

    PARTNER = Role.PARTNER.value
    MENTOR = Role.MENTOR.value
    STAFF = Role.STAFF.value
    CLIENT = Role.CLIENT.value
    ADMIN = Role.ADMIN.value


class LinkPurpose(StrEnum):
    SET_PASSWORD = "set_password"  # noqa: S105 -- a purpose, not a password


class Account(BaseModel):
    """A person who signs in. A client's account names the client by plain id (see clients)."""

    email = CharField(max_length=254, unique=True)
    name = CharField(max_length=200)
    role = status_field("role", AccountRole)
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    trust = ForeignKeyField(Trust, null=True, backref="+", on_delete="RESTRICT")
    client_id = IntegerField(null=True, unique=True)
    password_hash = CharField(max_length=200, null=True)
    phone = CharField(max_length=40, default="")
    locale = CharField(max_length=10, default="en")
    is_active = BooleanField(default=True)
    created_at = InstantField()

    class Meta:
        constraints = [
            Check("email = lower(email)", "account_email_is_lower"),
            Check("client_id IS NULL OR role = 'client'", "account_client_role"),
            Check("role <> 'partner' OR organisation_id IS NOT NULL", "account_partner_works"),
            Check("role <> 'staff' OR trust_id IS NOT NULL", "account_staff_trust"),
        ]


class AccountSession(BaseModel):
    """One browser in which an account is signed in; made at sign-in only."""

    token_hash = CharField(max_length=64, unique=True)
    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    browser = CharField(max_length=200, default="")
    created_at = InstantField()
    last_seen_at = InstantField()
    ended_at = InstantField(null=True)


class OneTimeLink(BaseModel):
    """A link that works once, kept as a hash; opening it does not use it up."""

    token_hash = CharField(max_length=64, unique=True)
    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    purpose = CharField(max_length=40, constraints=[one_of("purpose", LinkPurpose)])
    created_at = InstantField()
    expires_at = InstantField()
    used_at = InstantField(null=True)


class SignInTry(BaseModel):
    """A failed try at signing in; what is counted is hashed, so no list of e-mails grows here."""

    email_hash = CharField(max_length=64)
    address_hash = CharField(max_length=64)
    at = InstantField(index=True)

    class Meta:
        indexes = ((("email_hash", "at"), False), (("address_hash", "at"), False))


class SavedList(BaseModel):
    """A list as somebody has narrowed it, under a name; `query` holds known parameters alone.

    `first_of` is the list again where its owner wants to see it like this at first.
    """

    account = ForeignKeyField(Account, backref="+", on_delete="CASCADE", index=False)
    list = CharField(max_length=40)
    name = CharField(max_length=60)
    query = JSONTextField()
    first_of = CharField(max_length=40, null=True)
    created_at = InstantField()

    class Meta:
        indexes = ((("account", "list", "name"), True), (("account", "first_of"), True))
