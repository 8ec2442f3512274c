"""What a client has agreed to: with whom, for what, in which words, and until when."""

from datetime import date
from enum import StrEnum

from peewee import (
    SQL,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    TextField,
)

from app import clock
from app.accounts.models import Account
from app.clients.models import Client
from app.db import BaseModel, InstantField, status_field
from app.organisations.models import Organisation


class ConsentPurpose(StrEnum):
    """What a client has agreed to: field groups shared with a counterparty (see access)."""

    HOLD_RECORD = "hold_record"
    SHARE_PROFILE = "share_profile"
    SHARE_ENGLISH = "share_english"
    SHARE_PLAN = "share_plan"
    SHARE_NEEDS = "share_needs"


class ConsentGiven(StrEnum):
    WRITTEN = "written"
    SPOKEN = "spoken"
    SPOKEN_WITH_INTERPRETER = "spoken_with_interpreter"
    ONLINE = "online"


class Counterparty(StrEnum):
    """Whom a consent is for: one organisation, or everyone in a role."""

    ORGANISATION = "organisation"
    STAFF = "staff"
    MENTOR = "mentor"


class Consent(BaseModel):
    """What a client agreed to: with whom, for what, in which words, and until when."""

    client = ForeignKeyField(Client, backref="consents", on_delete="CASCADE")
    counterparty = status_field("counterparty", Counterparty)
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    purpose = status_field("purpose", ConsentPurpose)
    wording_version = CharField(max_length=20)
    language = CharField(max_length=10)
    given = status_field("given", ConsentGiven)
    given_at = InstantField()
    until_on = DateField(null=True)
    withdrawn_at = InstantField(null=True)
    words = TextField(default="", constraints=[SQL("DEFAULT ''")])  # exactly as they were read
    interpreter = CharField(max_length=200, default="", constraints=[SQL("DEFAULT ''")])
    recorded_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        constraints = [
            Check(
                "(counterparty = 'organisation') = (organisation_id IS NOT NULL)",
                "consent_counterparty",
            ),
        ]

    @property
    def ended_on(self) -> date | None:
        """The day on which it was taken back, or its last day once that is over."""
        days = [clock.local(self.withdrawn_at).date()] if self.withdrawn_at else []
        if self.until_on and self.until_on < clock.today():
            days.append(self.until_on)
        return min(days, default=None)


Consent.add_index(
    Consent.index(
        Consent.client,
        Consent.counterparty,
        SQL("COALESCE(organisation_id, 0)"),
        Consent.purpose,
        unique=True,
        where=SQL("withdrawn_at IS NULL"),
        name="consent_standing",
    )
)
