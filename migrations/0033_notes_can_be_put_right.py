"""The author of a note can correct it, with the earlier words kept for staff, or withdraw it."""

from peewee import PostgresqlDatabase

ADDED = (("corrected_at", "TIMESTAMP"), ("withdrawn_at", "TIMESTAMP"), ("earlier", "TEXT"))


def up(_migrator, db):
    for column, kind in ADDED:
        kept = kind if isinstance(db, PostgresqlDatabase) else kind.replace("TIMESTAMP", "DATETIME")
        db.execute_sql(f'ALTER TABLE "note" ADD COLUMN "{column}" {kept}')


def down(_migrator, db):
    """Notes that were withdrawn have no words left, and were in nobody's sight."""
    db.execute_sql('DELETE FROM "note" WHERE "withdrawn_at" IS NOT NULL')
    for column, _kind in ADDED:
        db.execute_sql(f'ALTER TABLE "note" DROP COLUMN "{column}"')
