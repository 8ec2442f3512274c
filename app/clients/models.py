"""Clients: one record a person, what it is found by, its notes and its history."""

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
)

from app.accounts.models import Account
from app.db import BaseModel, InstantField, JSONTextField, WordField, status_field
from app.organisations.models import Organisation, Programme


class RegistrationStage(StrEnum):
    """How far a client has come with the regulator, in order."""

    NOT_STARTED = "not_started"
    DOCUMENTS = "documents"
    APPLIED = "applied"
    EXAMS = "exams"
    REGISTERED = "registered"


class ContactRoute(StrEnum):
    PHONE = "phone"
    TEXT = "text"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    REFERRER = "referrer"


class Hours(StrEnum):
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    EITHER = "either"


class NoteAudience(StrEnum):
    STAFF = "staff"
    PARTNER = "partner"
    CLIENT = "client"


class Topic(StrEnum):
    """What is asked to be confirmed together once it is old (see freshness)."""

    CONTACT = "contact"
    AVAILABILITY = "availability"
    REGISTRATION = "registration"
    PRACTICE = "practice"


class Client(BaseModel):
    """A person on a pathway. Keys such as `profession` are those of the reference data.

    What nobody has said is None, or an empty text: a record begins with no facts of its own.
    """

    reference = CharField(max_length=12, unique=True)
    programme = ForeignKeyField(Programme, backref="+", on_delete="RESTRICT")
    coordinator = ForeignKeyField(
        Account, null=True, backref="+", on_delete="SET NULL", index=False
    )
    name = CharField(max_length=200)
    known_as = CharField(max_length=100)
    birth_year = IntegerField(null=True)
    nationality = CharField(max_length=2, default="")

    phone = CharField(max_length=40, default="")
    email = CharField(max_length=254, default="")
    contact_route = status_field("contact_route", ContactRoute, default=ContactRoute.PHONE)
    contact_note = CharField(max_length=300, default="")
    postcode = CharField(max_length=10, default="")
    preferred_language = CharField(max_length=10, default="")
    interpreter_needed = BooleanField(null=True)

    profession = CharField(max_length=40)
    specialty = CharField(max_length=150, default="")
    trained_in = CharField(max_length=2, default="")
    trained_year = IntegerField(null=True)
    years_of_practice = IntegerField(null=True)
    last_practised_year = IntegerField(null=True)
    last_practised_month = IntegerField(null=True)
    route = CharField(max_length=40, default="")
    registration_stage = status_field("registration_stage", RegistrationStage, null=True)
    goal = CharField(max_length=300, default="")
    current_job = CharField(max_length=150, default="")

    hours = status_field("hours", Hours, null=True)
    travel_km = IntegerField(null=True)
    open_to_interim = BooleanField(null=True)
    childcare_need = CharField(max_length=300, default="")
    health_adjustments = CharField(max_length=500, default="")
    right_to_work = CharField(max_length=40, default="")

    waiting_since = DateField()
    created_at = InstantField()
    updated_at = InstantField()
    closed_at = InstantField(null=True)  # merged, or not to be kept any more (see keeping)
    # The record that this one has become part of: it is in no list, and its address leads there.
    merged_into = ForeignKeyField("self", null=True, backref="+", on_delete="SET NULL", index=False)
    version = IntegerField(default=1)
    confirm_due_on = DateField(null=True)  # the first day on which something is old
    confirm_asked_on = DateField(null=True)  # when she was asked about it

    class Meta:
        constraints = [
            Check(
                "last_practised_month IS NULL OR last_practised_month BETWEEN 1 AND 12",
                "client_last_month",
            ),
            Check("birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", "client_birth_year"),
            Check("travel_km IS NULL OR travel_km BETWEEN 0 AND 1000", "client_travel"),
            Check(
                "years_of_practice IS NULL OR years_of_practice BETWEEN 0 AND 80", "client_practice"
            ),
        ]
        indexes = (
            (("programme", "updated_at", "id"), False),
            (("updated_at", "id"), False),
            (("profession", "updated_at", "id"), False),
            (("coordinator", "updated_at", "id"), False),
        )


# Of the few that were merged: where nearly every row is alike, an index misleads SQLite.
Client.add_index(
    Client.index(
        Client.merged_into,
        where=SQL("merged_into_id IS NOT NULL"),
        name="client_merged",
    )
)
Client.add_index(
    Client.index(
        Client.confirm_due_on,
        Client.id,
        where=SQL("closed_at IS NULL"),
        name="client_to_confirm",
    )
)

# Few, as a merged record is none of them.
Client.add_index(
    Client.index(
        Client.programme,
        Client.closed_at,
        Client.id,
        where=SQL("closed_at IS NOT NULL AND merged_into_id IS NULL"),
        name="client_ending",
    )
)


class ClientWord(BaseModel):
    """A normalised word of a client's name: what prefix search reads on every database.

    After a space, how a word of it sounds (see sounding); so with the words of referrals.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    word = WordField(max_length=100)

    class Meta:
        indexes = ((("word", "client"), True),)


class ClientKey(BaseModel):
    """What another record of the same person would share: `name:`, `email:`, `phone:` (names)."""

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    key = CharField(max_length=300)

    class Meta:
        indexes = ((("key", "client"), True),)


class ClientReferrer(BaseModel):
    """An organisation that referred the client and stays in the picture until it ends."""

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    organisation = ForeignKeyField(Organisation, backref="+", on_delete="RESTRICT")
    since = InstantField()
    until = InstantField(null=True)

    class Meta:
        indexes = ((("client", "organisation"), True), (("organisation", "client"), False))


class ClientLanguage(BaseModel):
    client = ForeignKeyField(Client, backref="languages", on_delete="CASCADE")
    code = CharField(max_length=10)
    speaks = BooleanField(default=True)
    reads = BooleanField(default=True)

    class Meta:
        indexes = ((("client", "code"), True),)


class Note(BaseModel):
    """An entry of the progress log, with who may read it.

    One with a topic is what the client says is different there, open until somebody has confirmed
    or changed what stands in the record (see said_differently). `earlier` are the texts before its
    corrections, the latest first; a withdrawn one has none.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    author = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    audience = status_field("audience", NoteAudience, default=NoteAudience.STAFF)
    text = TextField()
    written_at = InstantField()
    topic = status_field("topic", Topic, null=True)
    settled_at = InstantField(null=True)
    corrected_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)
    earlier = JSONTextField(null=True)

    class Meta:
        indexes = ((("client", "written_at"), False),)


class ClientChange(BaseModel):
    """What a field of a client held before a change: the history of every field.

    Of what has rows of its own the field names the row: `qualification:7:title`, `evidence:name`.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    field = CharField(max_length=60)
    before = JSONTextField(null=True)
    after = JSONTextField(null=True)
    changed_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    changed_at = InstantField()
    version = IntegerField(null=True)  # the version of the record that the change made

    class Meta:
        indexes = ((("client", "changed_at"), False),)
