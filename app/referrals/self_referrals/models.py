"""What is known of a referral that somebody made for herself, and the codes that clients share."""

from enum import StrEnum

from peewee import BooleanField, CharField, Check, ForeignKeyField

from app.clients.models import Client
from app.db import BaseModel, InstantField, status_field
from app.referrals.models import Referral


class HeardFrom(StrEnum):
    """How somebody came to know of the programme."""

    NEIGHBOUR = "neighbour"
    FRIEND = "friend"
    ORGANISATION = "organisation"
    SOCIAL_MEDIA = "social_media"
    OTHER = "other"


class SelfReferral(BaseModel):
    """A referral without an organisation: its code as a hash, and how it came about.

    `language` is that of the pages. `shared_by` is the client whose share code was given. After
    `claimed_at` the person has an account and the code opens nothing any more.
    """

    referral = ForeignKeyField(Referral, unique=True, backref="+", on_delete="CASCADE")
    code_hash = CharField(max_length=64, unique=True)
    language = CharField(max_length=10)
    heard_from = status_field("heard_from", HeardFrom, null=True)
    shared_by = ForeignKeyField(Client, null=True, backref="+", on_delete="SET NULL")
    is_helped = BooleanField(null=True)
    helper = CharField(max_length=200, default="")
    claimed_at = InstantField(null=True)

    class Meta:
        constraints = [Check("helper = '' OR is_helped", "self_referral_helper")]


class ShareCode(BaseModel):
    """A client's code to give to a friend; staff see her name beside it only if `is_named`."""

    client = ForeignKeyField(Client, unique=True, backref="+", on_delete="CASCADE")
    code = CharField(max_length=12, unique=True)
    is_named = BooleanField(default=False)
    made_at = InstantField()
