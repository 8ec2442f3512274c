"""What clients need, and the support that is asked of partners for it."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

KINDS = (
    "'guidance', 'language_course', 'study_group', 'observership', 'advice', 'coaching', "
    "'clothing', 'childcare', 'travel', 'housing', 'benefits', 'social'"
)
STATES = "'requested', 'acknowledged', 'accepted', 'done', 'declined', 'withdrawn'"
MOVES = "'ask', 'acknowledge', 'accept', 'finish', 'decline', 'withdraw'"
GIVEN = "'written', 'spoken', 'spoken_with_interpreter', 'online'"
ROLES = "'partner', 'mentor', 'staff', 'client', 'admin'"
REASONS = "'no_place', 'too_far', 'not_for_this', 'not_reached', 'other'"


def chosen(column, values, **options):
    return CharField(max_length=40, constraints=[Check(f"{column} IN ({values})")], **options)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Service(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Need(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        kind = chosen("kind", KINDS)
        words = TextField()
        since = DateField()
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        recorded_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        recorded_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            indexes = ((("client", "recorded_at"), False),)

    class SupportRequest(Base):
        reference = CharField(max_length=12, unique=True)
        need = ForeignKeyField(Need, on_delete="CASCADE")
        client = ForeignKeyField(Client, on_delete="CASCADE")
        service = ForeignKeyField(Service, on_delete="RESTRICT")
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        state = chosen("state", STATES)
        is_open = BooleanField()
        state_since = DateTimeField()
        first_name = CharField(max_length=100)
        contact = CharField(max_length=300)
        words = TextField()
        asked_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        asking_organisation = ForeignKeyField(
            Organisation, null=True, on_delete="RESTRICT", backref="asking"
        )
        asked_at = DateTimeField()
        consent_given = chosen("consent_given", GIVEN)
        consent_wording = CharField(max_length=20)
        consent_language = CharField(max_length=10)
        version = IntegerField()

        class Meta:
            constraints = [
                Check(
                    "is_open = (state IN ('requested', 'acknowledged', 'accepted'))",
                    "support_request_open",
                ),
                Check("is_open OR contact = ''", "support_request_contact"),
            ]
            indexes = (
                (("organisation", "is_open", "asked_at", "id"), False),
                (("asking_organisation", "is_open", "asked_at", "id"), False),
                (("client", "is_open", "asked_at", "id"), False),
                (("is_open", "asked_at", "id"), False),
            )

    SupportRequest.add_index(
        SupportRequest.index(
            SupportRequest.need,
            SupportRequest.service,
            unique=True,
            where=SQL("is_open"),
            name="support_request_live",
        )
    )

    class SupportMove(Base):
        request = ForeignKeyField(SupportRequest, on_delete="CASCADE")
        move = chosen("move", MOVES)
        from_state = chosen("from_state", STATES, null=True)
        to_state = chosen("to_state", STATES)
        actor = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        actor_role = chosen("actor_role", ROLES, null=True)
        at = DateTimeField()
        reason = chosen("reason", REASONS, null=True)
        text = TextField()

        class Meta:
            indexes = ((("request", "id"), False),)

    return [Need, SupportRequest, SupportMove]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(reversed(tables(db)))
