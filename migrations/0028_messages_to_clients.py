"""A message knows to which client it was written, so that her timeline can show it."""


def up(_migrator, db):
    db.execute_sql('ALTER TABLE "message" ADD COLUMN "client_id" INTEGER')
    db.execute_sql(
        'CREATE INDEX "message_client_id_created_at_id"'
        ' ON "message" ("client_id", "created_at", "id")'
    )


def down(_migrator, db):
    db.execute_sql('DROP INDEX "message_client_id_created_at_id"')
    db.execute_sql('ALTER TABLE "message" DROP COLUMN "client_id"')
