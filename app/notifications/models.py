"""The outbox: what is to be sent, to whom, and what became of it; and who wants what."""

from enum import StrEnum

from peewee import SQL, BooleanField, CharField, Check, IntegerField, TextField, fn

from app.db import BaseModel, InstantField, WordField, one_of, status_field


class MessageStatus(StrEnum):
    WAITING = "waiting"
    FOR_DIGEST = "for_digest"  # the reader wants one mail a day; the next one tells it
    SENT = "sent"
    IN_DIGEST = "in_digest"
    NOT_WANTED = "not_wanted"
    FAILED = "failed"


class Problem(StrEnum):
    """Why the last try did not succeed; a server's own words may quote people, so they go."""

    ADDRESS_REFUSED = "address_refused"
    CONTENT_REFUSED = "content_refused"
    NOT_NOW = "not_now"
    CONNECTION_LOST = "connection_lost"
    UNWRITABLE = "unwritable"
    TOO_OLD = "too_old"
    ADDRESS_GONE = "address_gone"


class Delivery(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"


class Message(BaseModel):
    """One mail to one reader; `message_key` keeps the same fact from being told twice.

    `reader` names whoever it is for, such as `client:7`: `to_address` is where they read when it
    was written, then where they read when it was sent (see redirecting). It is empty for an
    address of nobody on record. `mail_id` is the mail's Message-ID at every try; `calendar` names
    the entries that go along (see calendar_files). What `is_held` waits until its reader has
    confirmed the address (see addresses). A sender holds a message until `claimed_until`; one that
    dies gives it back by then.
    """

    message_key = CharField(max_length=120, unique=True)
    mail_id = CharField(max_length=255)
    template = CharField(max_length=60)
    to_address = WordField(max_length=254)
    reader = CharField(max_length=40, default="", index=True, constraints=[SQL("DEFAULT ''")])
    client_id = IntegerField(null=True)  # whom it was written to, where that is a client
    locale = CharField(max_length=10)
    subject = CharField(max_length=150)
    body = TextField()
    calendar = TextField(default="", constraints=[SQL("DEFAULT ''")])
    is_held = BooleanField(default=False, constraints=[SQL("DEFAULT FALSE")])
    status = status_field("status", MessageStatus, default=MessageStatus.WAITING)
    created_at = InstantField()
    next_try_at = InstantField()
    attempts = IntegerField(default=0)
    problem = CharField(max_length=40, null=True, constraints=[one_of("problem", Problem)])
    claimed_by = CharField(max_length=32, null=True)
    claimed_until = InstantField(null=True)
    sent_at = InstantField(null=True)

    class Meta:
        constraints = [
            Check("(status = 'sent') = (sent_at IS NOT NULL)", "message_sent_when"),
            Check("(claimed_by IS NULL) = (claimed_until IS NULL)", "message_claim_is_whole"),
        ]
        indexes = (
            (("status", "next_try_at"), False),
            (("status", "id"), False),
            (("client_id", "created_at", "id"), False),
            (("template", "id"), False),
        )


Message.add_index(
    Message.index(fn.LOWER(Message.to_address), Message.id, name="message_to_address")
)


class MessageChoice(BaseModel):
    """How an address wants a kind of message; without a row, at once.

    It is the address that chooses: a client without an account can be written to as well.
    """

    address = CharField(max_length=254)
    kind = CharField(max_length=40)
    delivery = CharField(max_length=40, constraints=[one_of("delivery", Delivery)])
    changed_at = InstantField()

    class Meta:
        indexes = ((("address", "kind"), True),)


class UnconfirmedAddress(BaseModel):
    """An address that was typed for a person (`client:7`), and that she has not said is hers."""

    person = CharField(max_length=40)
    address = CharField(max_length=254)
    since = InstantField()

    class Meta:
        indexes = ((("person", "address"), True),)


class RefusedAddress(BaseModel):
    """An address of which the mail server said that nobody reads there."""

    address = CharField(max_length=254, unique=True)
    since = InstantField()
