"""The outbox: what is to be sent, to whom, and what became of it."""

from enum import StrEnum

from peewee import CharField, IntegerField, TextField

from app.db import BaseModel, InstantField, status_field


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Message(BaseModel):
    """One mail to one address; `message_key` keeps the same fact from being told twice."""

    message_key = CharField(max_length=120, unique=True)
    template = CharField(max_length=60)
    to_address = CharField(max_length=254)
    to_account_id = IntegerField(null=True, index=True)
    locale = CharField(max_length=10)
    subject = CharField(max_length=150)
    body = TextField()
    status = status_field("status", MessageStatus, default=MessageStatus.WAITING)
    created_at = InstantField()

    class Meta:
        indexes = ((("status", "created_at"), False),)
