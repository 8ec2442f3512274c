"""What is confirmed and when it is due, in whose words a text is, and versions of two rows."""

from peewee import (
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    PostgresqlDatabase,
    TextField,
)

TOPICS = "'contact', 'availability', 'registration', 'practice'"
WAYS = "'online', 'phone', 'meeting', 'message', 'referrer', 'document', 'change'"
WORDS = "'goal', 'childcare_need', 'health_adjustments'"
MONTH = "last_practised_month IS NULL OR last_practised_month BETWEEN 1 AND 12"
DUE_ON_POSTGRESQL = "UPDATE client SET confirm_due_on = (created_at + interval '3 months')::date"
DUE_ON_SQLITE = "UPDATE client SET confirm_due_on = date(created_at, '+3 months')"
ADDED = (
    ("client", "last_practised_month", f"INTEGER CHECK ({MONTH})"),
    ("client", "confirm_due_on", "DATE"),
    ("client", "confirm_asked_on", "DATE"),
    ("evidence", "document", "VARCHAR(120) NOT NULL DEFAULT ''"),
    ("evidence", "version", "INTEGER NOT NULL DEFAULT 1"),
    ("qualification", "version", "INTEGER NOT NULL DEFAULT 1"),
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Confirmation(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        topic = CharField(max_length=40, constraints=[Check(f"topic IN ({TOPICS})")])
        confirmed_on = DateField()
        how = CharField(max_length=40, constraints=[Check(f"how IN ({WAYS})")])
        confirmed_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")

        class Meta:
            indexes = ((("client", "topic"), True),)

    class OwnWords(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        field = CharField(max_length=40, constraints=[Check(f"field IN ({WORDS})")])
        text = TextField()
        said_at = DateTimeField()
        told_by = ForeignKeyField(Organisation, null=True, on_delete="SET NULL")

        class Meta:
            indexes = ((("client", "field"), True),)

    return [Confirmation, OwnWords]


def up(_migrator, db):
    for table, column, kind in ADDED:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    db.create_tables(tables(db))
    # What is known of those who are here was told when their records were made.
    db.execute_sql(DUE_ON_POSTGRESQL if isinstance(db, PostgresqlDatabase) else DUE_ON_SQLITE)
    db.execute_sql(
        'CREATE INDEX "client_to_confirm" ON "client" ("confirm_due_on", "id")'
        " WHERE closed_at IS NULL"
    )


def down(_migrator, db):
    db.execute_sql('DROP INDEX "client_to_confirm"')
    db.drop_tables(tables(db))
    for table, column, _kind in ADDED:
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
