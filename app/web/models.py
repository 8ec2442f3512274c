"""The table behind `once`: forms that have been acted on."""

from peewee import CharField

from app.db import BaseModel, InstantField


class Submission(BaseModel):
    """A form that has been acted on, and where its sender was taken."""

    form_key = CharField(max_length=64, primary_key=True)
    account_id = CharField(max_length=20)
    location = CharField(max_length=500, null=True)
    created_at = InstantField(index=True)
