"""What is known of a client, how well, since when, and in whose words."""

from enum import StrEnum

from peewee import (
    SQL,
    CharField,
    Check,
    DateField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from app.accounts.models import Account
from app.clients.models import Client, Topic
from app.db import BaseModel, InstantField, status_field
from app.organisations.models import Organisation


class EvidenceLevel(StrEnum):
    """How well a fact is known: said by the client, seen by staff, verified at its source."""

    CLAIMED = "claimed"
    SEEN = "seen"
    VERIFIED = "verified"


class Confirmed(StrEnum):
    """How it is known that what is written down still holds."""

    ONLINE = "online"
    PHONE = "phone"
    MEETING = "meeting"
    MESSAGE = "message"
    REFERRER = "referrer"
    DOCUMENT = "document"
    CHANGE = "change"


class Worded(StrEnum):
    """The texts that are kept in the words in which they were said."""

    GOAL = "goal"
    CHILDCARE_NEED = "childcare_need"
    HEALTH_ADJUSTMENTS = "health_adjustments"


class Qualification(BaseModel):
    client = ForeignKeyField(Client, backref="qualifications", on_delete="CASCADE")
    title = CharField(max_length=200)
    institution = CharField(max_length=200, default="")
    country = CharField(max_length=2, default="")
    year = IntegerField(null=True)
    level = status_field("level", EvidenceLevel, default=EvidenceLevel.CLAIMED)
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])


class EnglishResult(BaseModel):
    """One sitting of a test. IELTS scores run 0 to 9 in halves, OET 0 to 500 in tens."""

    client = ForeignKeyField(Client, backref="english_results", on_delete="CASCADE")
    test = CharField(max_length=30)
    taken_on = DateField()
    overall = DecimalField(max_digits=4, decimal_places=1, null=True)
    listening = DecimalField(max_digits=4, decimal_places=1)
    reading = DecimalField(max_digits=4, decimal_places=1)
    writing = DecimalField(max_digits=4, decimal_places=1)
    speaking = DecimalField(max_digits=4, decimal_places=1)
    level = status_field("level", EvidenceLevel, default=EvidenceLevel.CLAIMED)
    expires_on = DateField(null=True, index=True)

    class Meta:
        constraints = [
            Check("listening BETWEEN 0 AND 500", "english_listening"),
            Check("reading BETWEEN 0 AND 500", "english_reading"),
            Check("writing BETWEEN 0 AND 500", "english_writing"),
            Check("speaking BETWEEN 0 AND 500", "english_speaking"),
        ]
        indexes = ((("client", "test", "taken_on"), True),)


class Evidence(BaseModel):
    """How well one fact of a client is known, by whom it was seen and until when it holds.

    `fact` is the name of a client's column (`registration_stage`) or a route step (`step:cbt`).
    `document` names what was seen; no copy of it is kept.
    """

    client = ForeignKeyField(Client, backref="evidence", on_delete="CASCADE")
    fact = CharField(max_length=60)
    level = status_field("level", EvidenceLevel)
    seen_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    seen_on = DateField(null=True)
    expires_on = DateField(null=True)
    document = CharField(max_length=120, default="", constraints=[SQL("DEFAULT ''")])
    note = CharField(max_length=300, default="")
    version = IntegerField(default=1, constraints=[SQL("DEFAULT 1")])

    class Meta:
        indexes = ((("client", "fact"), True),)


class Confirmation(BaseModel):
    """When it was last said that what is written down on a topic still holds."""

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    topic = status_field("topic", Topic)
    confirmed_on = DateField()
    how = status_field("how", Confirmed)
    confirmed_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("client", "topic"), True),)


class OwnWords(BaseModel):
    """A text as the client said it herself, or as the organisation told it that referred her."""

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    field = status_field("field", Worded)
    text = TextField()
    said_at = InstantField()
    told_by = ForeignKeyField(Organisation, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("client", "field"), True),)
