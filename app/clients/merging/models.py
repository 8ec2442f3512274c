"""Pairs of clients who may be one person, and what merging two has moved and changed."""

from peewee import CharField, Check, ForeignKeyField, IntegerField

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


class ClientMerge(BaseModel):
    """One record made part of another, by whom and when; it can be undone for some days.

    `newest` is each table's highest number among the rows of the two: what came later is higher.
    """

    survivor = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    loser = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    merged_at = InstantField()
    merged_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    undone_at = InstantField(null=True)
    undone_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    newest = JSONTextField(default=dict)

    class Meta:
        constraints = [Check("survivor_id <> loser_id", "client_merge_two")]
        indexes = ((("survivor", "merged_at"), False),)


class MergeRow(BaseModel):
    """A row that a merge touched, as it was before and after; NULL where there was none."""

    merge = ForeignKeyField(ClientMerge, backref="+", on_delete="CASCADE")
    table_name = CharField(max_length=60)
    row_id = IntegerField()
    before = JSONTextField(null=True)
    after = JSONTextField(null=True)

    class Meta:
        indexes = ((("merge", "table_name", "row_id"), True),)
