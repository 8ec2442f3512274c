"""Referrals that people make for themselves, and the codes by which clients tell friends."""

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    PostgresqlDatabase,
)
from playhouse.migrate import SqliteMigrator

HEARD_FROM = "'neighbour', 'friend', 'organisation', 'social_media', 'other'"
HONEST = "organisation_id IS NOT NULL OR referred_by_id IS NULL"


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Referral(Base):
        """Made by an earlier migration; named here to refer to it."""

    class SelfReferral(Base):
        referral = ForeignKeyField(Referral, unique=True, on_delete="CASCADE")
        code_hash = CharField(max_length=64, unique=True)
        language = CharField(max_length=10)
        heard_from = CharField(
            max_length=40, null=True, constraints=[Check(f"heard_from IN ({HEARD_FROM})")]
        )
        shared_by = ForeignKeyField(Client, null=True, on_delete="SET NULL")
        is_helped = BooleanField(null=True)
        helper = CharField(max_length=200)
        claimed_at = DateTimeField(null=True)

        class Meta:
            constraints = [Check("helper = '' OR is_helped", "self_referral_helper")]

    class ShareCode(Base):
        client = ForeignKeyField(Client, unique=True, on_delete="CASCADE")
        code = CharField(max_length=12, unique=True)
        is_named = BooleanField()
        made_at = DateTimeField()

    return [SelfReferral, ShareCode]


def up(migrator, db):
    _allow_none(migrator, db)
    db.create_tables(tables(db))


def down(migrator, db):
    """Takes the referrals that people made for themselves with it."""
    db.drop_tables(tables(db))
    db.execute_sql('DELETE FROM "referral" WHERE "organisation_id" IS NULL')
    _need_one(migrator, db)


def _allow_none(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql('ALTER TABLE "referral" ALTER COLUMN "organisation_id" DROP NOT NULL')
        db.execute_sql(f'ALTER TABLE "referral" ADD CONSTRAINT "referral_own" CHECK ({HONEST})')
        return
    _change(migrator, lambda text: text.replace(" NOT NULL", f" CHECK ({HONEST})"))


def _need_one(migrator, db):
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql('ALTER TABLE "referral" DROP CONSTRAINT "referral_own"')
        db.execute_sql('ALTER TABLE "referral" ALTER COLUMN "organisation_id" SET NOT NULL')
        return
    _change(migrator, lambda text: text.replace(f" CHECK ({HONEST})", " NOT NULL"))


def _change(migrator: SqliteMigrator, change):
    """SQLite writes the whole table anew to change one column of it."""
    migrator.migrate(
        migrator._update_column(
            "referral", "organisation_id", lambda _name, definition: change(definition)
        )
    )
