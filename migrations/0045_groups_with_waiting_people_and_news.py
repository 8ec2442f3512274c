"""People wait for a place in a group, and its organiser tells the members what is different."""


def up(_migrator, db):
    instant = "DATETIME" if "sqlite" in type(db).__name__.lower() else "TIMESTAMP"
    db.execute_sql(f'ALTER TABLE "group_member" ADD COLUMN "waiting_since" {instant}')
    db.execute_sql(
        'ALTER TABLE "support_group" ADD COLUMN "notice" VARCHAR(300) NOT NULL DEFAULT \'\''
    )
    db.execute_sql('ALTER TABLE "support_group" ADD COLUMN "notice_until" DATE')


def down(_migrator, db):
    """Who waits has no part in the group any more."""
    db.execute_sql("DELETE FROM group_member WHERE waiting_since IS NOT NULL")
    db.execute_sql('ALTER TABLE "group_member" DROP COLUMN "waiting_since"')
    for column in ("notice_until", "notice"):
        db.execute_sql(f'ALTER TABLE "support_group" DROP COLUMN "{column}"')
