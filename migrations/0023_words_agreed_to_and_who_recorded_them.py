"""The words that were agreed to, who recorded a consent, and who interpreted."""

ADDED = (
    ("words", "TEXT NOT NULL DEFAULT ''"),
    ("interpreter", "VARCHAR(200) NOT NULL DEFAULT ''"),
    ("recorded_by_id", 'INTEGER REFERENCES "account" ("id") ON DELETE SET NULL'),
)


def up(_migrator, db):
    for column, kind in ADDED:
        db.execute_sql(f'ALTER TABLE "consent" ADD COLUMN "{column}" {kind}')
    db.execute_sql('CREATE INDEX "consent_recorded_by_id" ON "consent" ("recorded_by_id")')


def down(_migrator, db):
    db.execute_sql('DROP INDEX "consent_recorded_by_id"')
    for column, _kind in ADDED:
        db.execute_sql(f'ALTER TABLE "consent" DROP COLUMN "{column}"')
