"""A referral and a client have a coordinator, whose lists read them by an index."""

SINCE = {"referral": "state_since", "client": "updated_at"}


def up(_migrator, db):
    for table, since in SINCE.items():
        db.execute_sql(
            f'ALTER TABLE "{table}" ADD COLUMN "coordinator_id" INTEGER'
            ' REFERENCES "account" ("id") ON DELETE SET NULL'
        )
        db.execute_sql(
            f'CREATE INDEX "{table}_coordinator_id_{since}_id"'
            f' ON "{table}" ("coordinator_id", "{since}", "id")'
        )


def down(_migrator, db):
    for table, since in SINCE.items():
        db.execute_sql(f'DROP INDEX "{table}_coordinator_id_{since}_id"')
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "coordinator_id"')
