"""A note may be what a client says is different of a topic, until somebody has seen to it."""

TOPICS = "'contact', 'availability', 'registration', 'practice'"


def up(_migrator, db):
    moment = "DATETIME" if "sqlite" in type(db).__name__.lower() else "TIMESTAMP"
    db.execute_sql(f'ALTER TABLE "note" ADD COLUMN "topic" VARCHAR(40) CHECK (topic IN ({TOPICS}))')
    db.execute_sql(f'ALTER TABLE "note" ADD COLUMN "settled_at" {moment}')


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "note" DROP COLUMN "settled_at"')
    db.execute_sql('ALTER TABLE "note" DROP COLUMN "topic"')
