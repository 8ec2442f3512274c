"""What clients need, the support that is asked of partners for it, and groups to join."""

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

from app.accounts.models import Account, AccountRole
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.db import BaseModel, InstantField, WordField, one_of, status_field
from app.organisations.models import Organisation, Service, ServiceKind, Trust
from app.support.transitions import DeclineReason, Move, State

MOST_MEMBERS = 100


class Need(BaseModel):
    """Something a client needs on her way; `organisation` is that of the partner who entered it."""

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    kind = status_field("kind", ServiceKind)
    words = TextField()
    since = DateField()
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    recorded_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    recorded_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        indexes = ((("client", "recorded_at"), False),)


class SupportRequest(BaseModel):
    """A partner is asked for a service, with all that it is told of the client.

    First name, contact and words are what she agreed to share for this request and nothing else;
    the consent is kept here, for this organisation and this purpose. The contact goes when the
    request ends.
    """

    reference = CharField(max_length=12, unique=True)
    need = ForeignKeyField(Need, backref="+", on_delete="CASCADE")
    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    service = ForeignKeyField(Service, backref="+", on_delete="RESTRICT")
    organisation = ForeignKeyField(Organisation, backref="+", on_delete="RESTRICT")
    state = status_field("state", State, default=State.REQUESTED)
    is_open = BooleanField(default=True)
    state_since = InstantField()
    first_name = CharField(max_length=100)
    contact = CharField(max_length=300, default="")
    words = TextField()
    asked_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    asking_organisation = ForeignKeyField(
        Organisation, null=True, backref="+", on_delete="RESTRICT"
    )
    asked_at = InstantField()
    consent_given = status_field("consent_given", ConsentGiven)
    consent_wording = CharField(max_length=20)
    consent_language = CharField(max_length=10)
    version = IntegerField(default=1)

    @property
    def is_own(self) -> bool:
        """Whether the client asked for herself: she alone agrees on the page."""
        return self.consent_given == ConsentGiven.ONLINE

    class Meta:
        constraints = [
            Check(
                "is_open = (state IN "
                "('requested', 'acknowledged', 'accepted', 'needs_information'))",
                "support_request_open",
            ),
            Check("is_open OR contact = ''", "support_request_contact"),
        ]
        indexes = (
            (("organisation", "is_open", "asked_at", "id"), False),
            (("asking_organisation", "is_open", "asked_at", "id"), False),
            (("client", "is_open", "asked_at", "id"), False),
            (("is_open", "asked_at", "id"), False),
        )


SupportRequest.add_index(
    SupportRequest.index(
        SupportRequest.need,
        SupportRequest.service,
        unique=True,
        where=SQL("is_open"),
        name="support_request_live",
    )
)


class SupportMove(BaseModel):
    """One move of a request: who made it, and what was said to the other side and the client."""

    request = ForeignKeyField(SupportRequest, backref="+", on_delete="CASCADE")
    move = status_field("move", Move)
    from_state = CharField(max_length=40, null=True, constraints=[one_of("from_state", State)])
    to_state = status_field("to_state", State)
    actor = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    actor_role = CharField(
        max_length=40, null=True, constraints=[one_of("actor_role", AccountRole)]
    )
    at = InstantField()
    reason = CharField(max_length=40, null=True, constraints=[one_of("reason", DeclineReason)])
    note = TextField(default="")
    text_for_asker = TextField(default="")
    text_for_client = TextField(default="")

    class Meta:
        indexes = ((("request", "id"), False),)


class SupportLink(BaseModel):
    """The way to a request for an organisation without an account (accounts' answer_links).

    It works while `sent_to` is still the organisation's address.
    """

    request = ForeignKeyField(SupportRequest, backref="+", on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    sent_to = CharField(max_length=254, default="", constraints=[SQL("DEFAULT ''")])


class GroupKind(StrEnum):
    STUDY = "study"
    PEER_SUPPORT = "peer_support"


class SupportGroup(BaseModel):
    """A group that clients join: an organisation's, or the Learning Works' of a trust.

    `members` counts those who are in it, so that a place is decided by one statement. What is
    different for now, such as a meeting that is off, is its `notice`, shown until a day.
    """

    reference = CharField(max_length=12, unique=True)
    organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
    trust = ForeignKeyField(Trust, null=True, backref="+", on_delete="RESTRICT")
    kind = status_field("kind", GroupKind)
    name = CharField(max_length=150)
    sort_name = WordField(max_length=150)
    about = TextField(default="")
    meets = CharField(max_length=200)
    language = CharField(max_length=10)
    is_online = BooleanField(default=False)
    place = CharField(max_length=250, default="")
    capacity = IntegerField()
    members = IntegerField(default=0)
    is_active = BooleanField(default=True)
    created_at = InstantField()
    notice = CharField(max_length=300, default="", constraints=[SQL("DEFAULT ''")])
    notice_until = DateField(null=True)

    class Meta:
        constraints = [
            Check("(organisation_id IS NULL) = (trust_id IS NOT NULL)", "support_group_of"),
            Check(f"capacity BETWEEN 1 AND {MOST_MEMBERS}", "support_group_capacity"),
            Check("members BETWEEN 0 AND capacity", "support_group_members"),
        ]
        indexes = (
            (("is_active", "sort_name", "id"), False),
            (("is_active", "kind", "sort_name", "id"), False),
        )


class GroupMember(BaseModel):
    """A client's part in a group, until she leaves it; first perhaps as one who waits."""

    group = ForeignKeyField(SupportGroup, backref="+", on_delete="CASCADE")
    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    joined_at = InstantField()
    added_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    left_at = InstantField(null=True)
    waiting_since = InstantField(null=True)

    class Meta:
        indexes = ((("client", "joined_at"), False),)


class GroupStep(StrEnum):
    """What may happen to a client in a group; the trail knows them as `group.join` and so on."""

    JOIN = "join"
    WAIT = "wait"
    GET_PLACE = "get_place"
    LEAVE = "leave"
    STOP_WAITING = "stop_waiting"
    NEWS = "news"
    END = "end"


class GroupMove(BaseModel):
    """One thing that happened to a client in a group; `text` are the words of news."""

    group = ForeignKeyField(SupportGroup, backref="+", on_delete="CASCADE")
    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    move = status_field("move", GroupStep)
    actor = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    at = InstantField()
    text = TextField(default="")

    class Meta:
        indexes = ((("client", "at", "id"), False),)


GroupMember.add_index(
    GroupMember.index(
        GroupMember.group,
        GroupMember.client,
        unique=True,
        where=SQL("left_at IS NULL"),
        name="group_member_live",
    )
)
