"""Records whose keeping is not agreed to any more are found by when that was."""


def up(_migrator, db):
    db.execute_sql(
        'CREATE INDEX "client_ending" ON "client" ("programme_id", "closed_at", "id")'
        " WHERE closed_at IS NOT NULL AND merged_into_id IS NULL"
    )


def down(_migrator, db):
    db.execute_sql('DROP INDEX "client_ending"')
