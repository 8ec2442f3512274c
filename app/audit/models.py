"""The audit trail's table; it holds plain ids, so that it outlives what it speaks of."""

from peewee import CharField, IntegerField

from app.db import BaseModel, InstantField, JSONTextField


class AuditEvent(BaseModel):
    at = InstantField(index=True)
    actor_id = IntegerField(null=True)
    actor_role = CharField(max_length=20)
    action = CharField(max_length=60)
    subject_kind = CharField(max_length=40)
    subject_id = IntegerField(null=True)
    client_id = IntegerField(null=True)
    detail = JSONTextField(default=dict)

    class Meta:
        indexes = (
            (("client_id", "at"), False),
            (("subject_kind", "subject_id", "at"), False),
        )
