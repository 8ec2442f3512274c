"""Clients put to opportunities, and every move of theirs."""

from peewee import SQL, CharField, Check, ForeignKeyField, IntegerField

from app.accounts.models import Account
from app.clients.models import Client
from app.db import BaseModel, InstantField, JSONTextField, status_field
from app.matching import Readiness
from app.opportunities.candidature_moves import ENDED, CandidatureState
from app.opportunities.models import Opportunity


class Candidature(BaseModel):
    """A client put to an opportunity; `match` is the match with its rules as it was suggested.

    `offered_at` is set when the client first gets to see it.
    """

    client = ForeignKeyField(Client, backref="+", on_delete="CASCADE")
    opportunity = ForeignKeyField(Opportunity, backref="+", on_delete="RESTRICT")
    state = status_field("state", CandidatureState, default=CandidatureState.SUGGESTED)
    readiness = status_field("readiness", Readiness)
    points = IntegerField(default=0)
    possible = IntegerField(default=0)
    match = JSONTextField()
    made_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    made_at = InstantField()
    changed_at = InstantField()
    offered_at = InstantField(null=True)
    answered_at = InstantField(null=True)
    answer_reason = CharField(max_length=500, default="")

    class Meta:
        constraints = [Check("points BETWEEN 0 AND possible", "candidature_points")]
        indexes = (
            (("client", "changed_at"), False),
            (("opportunity", "state"), False),
            (("state", "changed_at", "id"), False),
        )


_ENDED = ", ".join(f"'{state}'" for state in ENDED)
Candidature.add_index(
    Candidature.index(
        Candidature.client,
        Candidature.opportunity,
        unique=True,
        where=SQL(f"state NOT IN ({_ENDED})"),
        name="candidature_live",
    )
)


class CandidatureMove(BaseModel):
    """One move of a candidature: from where to where, when, by whom and with what words."""

    candidature = ForeignKeyField(Candidature, backref="moves", on_delete="CASCADE")
    from_state = status_field("from_state", CandidatureState, null=True)
    to_state = status_field("to_state", CandidatureState)
    moved_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    moved_at = InstantField()
    note = CharField(max_length=500, default="")

    class Meta:
        indexes = ((("candidature", "id"), False),)
