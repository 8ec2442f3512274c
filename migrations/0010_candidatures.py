"""Clients put to opportunities, and the moves of each."""

from peewee import (
    SQL,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

STATES = (
    "'suggested', 'shortlisted', 'offered_to_client', 'accepted_by_client', "
    "'declined_by_client', 'put_forward', 'interview', 'offer', 'started', 'completed', "
    "'parked', 'host_declined', 'expired', 'obsolete'"
)
ENDED = "'completed', 'declined_by_client', 'host_declined', 'expired', 'obsolete'"


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Opportunity(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Candidature(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        opportunity = ForeignKeyField(Opportunity, on_delete="RESTRICT")
        state = CharField(max_length=40, constraints=[Check(f"state IN ({STATES})")])
        readiness = CharField(
            max_length=40, constraints=[Check("readiness IN ('ready', 'nearly', 'not_yet')")]
        )
        points = IntegerField()
        possible = IntegerField()
        match = TextField()
        made_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        made_at = DateTimeField()
        changed_at = DateTimeField()
        offered_at = DateTimeField(null=True)
        answered_at = DateTimeField(null=True)
        answer_reason = CharField(max_length=500)

        class Meta:
            constraints = [Check("points BETWEEN 0 AND possible", "candidature_points")]
            indexes = (
                (("client", "changed_at"), False),
                (("opportunity", "state"), False),
                (("state", "changed_at", "id"), False),
            )

    Candidature.add_index(
        Candidature.index(
            Candidature.client,
            Candidature.opportunity,
            unique=True,
            where=SQL(f"state NOT IN ({ENDED})"),
            name="candidature_live",
        )
    )

    class CandidatureMove(Base):
        candidature = ForeignKeyField(Candidature, on_delete="CASCADE")
        from_state = CharField(
            max_length=40, null=True, constraints=[Check(f"from_state IN ({STATES})")]
        )
        to_state = CharField(max_length=40, constraints=[Check(f"to_state IN ({STATES})")])
        moved_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        moved_at = DateTimeField()
        note = CharField(max_length=500)

        class Meta:
            indexes = ((("candidature", "id"), False),)

    return [Candidature, CandidatureMove]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
