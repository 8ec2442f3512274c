"""What sending needs: tries, a lease, a Message-ID that stays; and who wants what.

The table is made anew, since a CHECK on its column changes; its rows are carried over.
"""

from peewee import CharField, Check, DateTimeField, IntegerField, PostgresqlDatabase, TextField

OLD_STATES = "'waiting', 'sent', 'failed'"
STATES = "'waiting', 'for_digest', 'sent', 'in_digest', 'not_wanted', 'failed'"
PROBLEMS = (
    "'address_refused', 'content_refused', 'not_now', 'connection_lost', 'unwritable', 'too_old'"
)
KEPT = "id, message_key, template, to_address, to_account_id, locale, subject, body, created_at"


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Message(Base):
        message_key = CharField(max_length=120, unique=True)
        mail_id = CharField(max_length=255)
        template = CharField(max_length=60)
        to_address = CharField(max_length=254)
        to_account_id = IntegerField(null=True, index=True)
        locale = CharField(max_length=10)
        subject = CharField(max_length=150)
        body = TextField()
        status = CharField(max_length=40, constraints=[Check(f"status IN ({STATES})")])
        created_at = DateTimeField()
        next_try_at = DateTimeField()
        attempts = IntegerField()
        problem = CharField(
            max_length=40, null=True, constraints=[Check(f"problem IN ({PROBLEMS})")]
        )
        claimed_by = CharField(max_length=32, null=True)
        claimed_until = DateTimeField(null=True)
        sent_at = DateTimeField(null=True)

        class Meta:
            constraints = [
                Check("(status = 'sent') = (sent_at IS NOT NULL)", "message_sent_when"),
                Check("(claimed_by IS NULL) = (claimed_until IS NULL)", "message_claim_is_whole"),
            ]
            indexes = ((("status", "next_try_at"), False), (("status", "id"), False))

    class MessageChoice(Base):
        address = CharField(max_length=254)
        kind = CharField(max_length=40)
        delivery = CharField(
            max_length=40, constraints=[Check("delivery IN ('at_once', 'daily', 'never')")]
        )
        changed_at = DateTimeField()

        class Meta:
            indexes = ((("address", "kind"), True),)

    return Message, MessageChoice


def old_table(db):
    class Message(db.Model):
        message_key = CharField(max_length=120, unique=True)
        template = CharField(max_length=60)
        to_address = CharField(max_length=254)
        to_account_id = IntegerField(null=True, index=True)
        locale = CharField(max_length=10)
        subject = CharField(max_length=150)
        body = TextField()
        status = CharField(max_length=40, constraints=[Check(f"status IN ({OLD_STATES})")])
        created_at = DateTimeField()

        class Meta:
            legacy_table_names = False
            indexes = ((("status", "created_at"), False),)

    return Message


def up(_migrator, db):
    message, choice = tables(db)
    _make_anew(
        db,
        message,
        "status, mail_id, next_try_at, attempts, sent_at",
        "status, '<' || message_key || '@outbox.invalid>', created_at, 0,"
        " CASE WHEN status = 'sent' THEN created_at END",
    )
    db.create_tables([choice])


def down(_migrator, db):
    _message, choice = tables(db)
    db.drop_tables([choice])
    _make_anew(
        db,
        old_table(db),
        "status",
        "CASE status WHEN 'for_digest' THEN 'waiting' WHEN 'in_digest' THEN 'sent'"
        " WHEN 'not_wanted' THEN 'sent' ELSE status END",
    )


def _make_anew(db, model, columns, values):
    db.execute_sql("CREATE TABLE message_kept AS SELECT * FROM message")
    db.execute_sql("DROP TABLE message")
    db.create_tables([model])
    db.execute_sql(
        f"INSERT INTO message ({KEPT}, {columns}) SELECT {KEPT}, {values}"  # noqa: S608 -- ours
        " FROM message_kept ORDER BY id"
    )
    db.execute_sql("DROP TABLE message_kept")
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            "SELECT setval(pg_get_serial_sequence('message', 'id'),"
            " (SELECT coalesce(max(id), 0) + 1 FROM message), false)"
        )
