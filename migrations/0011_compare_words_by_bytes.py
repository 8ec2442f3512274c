"""Words of referrals and opportunities in the order of their bytes, as those of clients are."""

from peewee import PostgresqlDatabase

TABLES = ("referral_word", "opportunity_word")


def up(_migrator, db):
    _collate(db, '"C"')


def down(_migrator, db):
    _collate(db, '"default"')


def _collate(db, collation):
    """SQLite compares bytes as it is."""
    if isinstance(db, PostgresqlDatabase):
        for table in TABLES:
            db.execute_sql(
                f'ALTER TABLE "{table}" ALTER COLUMN "word" TYPE varchar(100) COLLATE {collation}'
            )
