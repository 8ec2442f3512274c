"""A message names the calendar entries that go along with it."""


def up(_migrator, db):
    db.execute_sql("""ALTER TABLE "message" ADD COLUMN "calendar" TEXT NOT NULL DEFAULT ''""")


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "message" DROP COLUMN "calendar"')
