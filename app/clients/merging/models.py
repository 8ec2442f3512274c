"""Pairs of clients who may be one person."""

from peewee import Check, ForeignKeyField

from app.accounts.models import Account
from app.clients.duplicates import Grade
from app.clients.models import Client
from app.db import BaseModel, InstantField, JSONTextField, status_field


class DuplicatePair(BaseModel):
    """Two clients who may be one person, the older record first, with what speaks for it.

    Kept up as records are written, so that the list of pairs is read and never searched for. A
    dismissed pair stays, so that it does not come back.
    """

    first = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    second = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    grade = status_field("grade", Grade)
    why = JSONTextField()
    found_at = InstantField()
    dismissed_at = InstantField(null=True)
    dismissed_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        constraints = [Check("first_id < second_id", "duplicate_pair_order")]
        # The names of the grades sort as the grades do.
        indexes = ((("first", "second"), True), (("grade", "id"), False))
