"""The tables behind `once` and `batches`: forms acted on, and what was done to many rows."""

from peewee import CharField, IntegerField

from app.db import BaseModel, InstantField, JSONTextField

LONGEST_LOCATION = 500


class Submission(BaseModel):
    """A form that has been acted on, and where its sender was taken."""

    form_key = CharField(max_length=64, primary_key=True)
    account_id = CharField(max_length=20)
    location = CharField(max_length=LONGEST_LOCATION, null=True)
    created_at = InstantField(index=True)


class KeptBatch(BaseModel):
    """What an account did to several rows at once, as `batches.Batch` has it: ids only."""

    word = CharField(max_length=32, primary_key=True)
    account_id = IntegerField()
    content = JSONTextField()
    at = InstantField(index=True)
