"""A request for support may wait for an answer, and each side is told in words of its own.

Both tables are made anew, since CHECKs on their columns change; their rows are carried over. What
was said to all stays to be read by all.
"""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    PostgresqlDatabase,
    TextField,
)

OLD_STATES = "'requested', 'acknowledged', 'accepted', 'done', 'declined', 'withdrawn'"
OLD_OPEN = "'requested', 'acknowledged', 'accepted'"
OLD_MOVES = "'ask', 'acknowledge', 'accept', 'finish', 'decline', 'withdraw'"
STATES = OLD_STATES.replace("'accepted'", "'needs_information', 'accepted'")
OPEN = f"{OLD_OPEN}, 'needs_information'"
MOVES = OLD_MOVES.replace("'accept'", "'ask_information', 'give_information', 'accept'")
GIVEN = "'written', 'spoken', 'spoken_with_interpreter', 'online'"
ROLES = "'partner', 'mentor', 'staff', 'client', 'admin'"
REASONS = "'no_place', 'too_far', 'not_for_this', 'not_reached', 'other'"

REQUEST = (
    "id, reference, need_id, client_id, service_id, organisation_id, state, is_open, state_since,"
    " first_name, contact, words, asked_by_id, asking_organisation_id, asked_at, consent_given,"
    " consent_wording, consent_language, version"
)
MOVE = "id, request_id, move, from_state, to_state, actor_id, actor_role, at, reason"
ASKERS = "move IN ('ask', 'withdraw', 'give_information')"


def chosen(column, values, **options):
    return CharField(max_length=40, constraints=[Check(f"{column} IN ({values})")], **options)


def tables(db, *, is_new):
    """The tables as they were made, and before; later migrations change them."""
    states, moves = (STATES, MOVES) if is_new else (OLD_STATES, OLD_MOVES)
    still_open = OPEN if is_new else OLD_OPEN

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
        """Made by an earlier migration; named here to refer to it."""

    class SupportRequest(Base):
        reference = CharField(max_length=12, unique=True)
        need = ForeignKeyField(Need, on_delete="CASCADE")
        client = ForeignKeyField(Client, on_delete="CASCADE")
        service = ForeignKeyField(Service, on_delete="RESTRICT")
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        state = chosen("state", states)
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
                Check(f"is_open = (state IN ({still_open}))", "support_request_open"),
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
        move = chosen("move", moves)
        from_state = chosen("from_state", states, null=True)
        to_state = chosen("to_state", states)
        actor = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        actor_role = chosen("actor_role", ROLES, null=True)
        at = DateTimeField()
        reason = chosen("reason", REASONS, null=True)
        if is_new:
            note = TextField()
            text_for_asker = TextField()
            text_for_client = TextField()
        else:
            text = TextField()

        class Meta:
            indexes = ((("request", "id"), False),)

    return [SupportRequest, SupportMove]


def up(_migrator, db):
    said = (
        f"CASE WHEN {ASKERS} THEN text ELSE '' END",
        f"CASE WHEN {ASKERS} THEN '' ELSE text END",
        f"CASE WHEN {ASKERS} THEN '' ELSE text END",
    )
    _make_anew(db, tables(db, is_new=True), "note, text_for_asker, text_for_client", said)


def down(_migrator, db):
    """A request that waits for an answer counts as seen; the client's own words are lost."""
    db.execute_sql(
        "UPDATE support_request SET state = 'acknowledged' WHERE state = 'needs_information'"
    )
    for column in ("from_state", "to_state"):
        db.execute_sql(
            f"UPDATE support_move SET {column} = 'acknowledged'"  # noqa: S608 -- ours
            f" WHERE {column} = 'needs_information'"
        )
    db.execute_sql(
        "UPDATE support_move SET move = 'acknowledge'"
        " WHERE move IN ('ask_information', 'give_information')"
    )
    said = (
        "CASE WHEN note <> '' THEN note WHEN text_for_asker <> '' THEN text_for_asker"
        " ELSE text_for_client END",
    )
    _make_anew(db, tables(db, is_new=False), "text", said)


def _make_anew(db, models, columns, said):
    """Both tables, the one that refers first to be dropped and last to be filled."""
    for name in ("support_move", "support_request"):
        db.execute_sql(f"CREATE TABLE {name}_kept AS SELECT * FROM {name}")  # noqa: S608 -- ours
        db.execute_sql(f"DROP TABLE {name}")
    db.create_tables(models)
    _fill(db, "support_request", REQUEST, REQUEST)
    _fill(db, "support_move", f"{MOVE}, {columns}", ", ".join((MOVE, *said)))


def _fill(db, name, columns, values):
    db.execute_sql(
        f"INSERT INTO {name} ({columns}) SELECT {values} FROM {name}_kept ORDER BY id"  # noqa: S608
    )
    db.execute_sql(f"DROP TABLE {name}_kept")
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"  # noqa: S608 -- ours
            f" (SELECT coalesce(max(id), 0) + 1 FROM {name}), false)"
        )
