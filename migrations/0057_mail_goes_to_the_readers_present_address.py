"""A message knows whom it is for, and which addresses the mail server has refused is kept.

The column of problems is made anew, since its CHECK changes.
"""

from peewee import AutoField, CharField, DateTimeField, SqliteDatabase

OLD_PROBLEMS = (
    "'address_refused', 'content_refused', 'not_now', 'connection_lost', 'unwritable', 'too_old'"
)
PROBLEMS = f"{OLD_PROBLEMS}, 'address_gone'"
# Whose address had to be confirmed is whom the message is for; else the client, else the account.
READER = (
    "CASE WHEN held_for <> '' THEN held_for"
    " WHEN client_id IS NOT NULL THEN 'client:' || client_id"
    " WHEN to_account_id IS NOT NULL THEN 'account:' || to_account_id ELSE '' END"
)
ACCOUNT = (
    "CASE WHEN SUBSTR(reader, 1, 8) = 'account:' THEN CAST(SUBSTR(reader, 9) AS INTEGER)"
    " ELSE (SELECT account.id FROM account"
    " WHERE 'client:' || account.client_id = reader AND account.email = to_address) END"
)


def tables(db):
    """The table as it was made; later migrations change it."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class RefusedAddress(Base):
        id = AutoField()
        address = CharField(max_length=254, unique=True)
        since = DateTimeField()

    return [RefusedAddress]


def up(_migrator, db):
    boolean = "INTEGER" if isinstance(db, SqliteDatabase) else "BOOLEAN"
    for statement in (
        """ALTER TABLE "message" ADD COLUMN "reader" VARCHAR(40) NOT NULL DEFAULT ''""",
        f'ALTER TABLE "message" ADD COLUMN "is_held" {boolean} NOT NULL DEFAULT FALSE',
        f"UPDATE message SET reader = {READER}, is_held = (held_for <> '')",  # noqa: S608 -- ours
        'CREATE INDEX "message_reader" ON "message" ("reader")',
        'DROP INDEX "message_to_account_id"',
        'ALTER TABLE "message" DROP COLUMN "to_account_id"',
        'ALTER TABLE "message" DROP COLUMN "held_for"',
    ):
        db.execute_sql(statement)
    _check_problems(db, PROBLEMS)
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
    db.execute_sql("UPDATE message SET problem = 'address_refused' WHERE problem = 'address_gone'")
    _check_problems(db, OLD_PROBLEMS)
    for statement in (
        'ALTER TABLE "message" ADD COLUMN "to_account_id" INTEGER',
        """ALTER TABLE "message" ADD COLUMN "held_for" VARCHAR(40) NOT NULL DEFAULT ''""",
        f"UPDATE message SET to_account_id = {ACCOUNT},"  # noqa: S608 -- ours
        " held_for = CASE WHEN is_held THEN reader ELSE '' END",
        'CREATE INDEX "message_to_account_id" ON "message" ("to_account_id")',
        'DROP INDEX "message_reader"',
        'ALTER TABLE "message" DROP COLUMN "reader"',
        'ALTER TABLE "message" DROP COLUMN "is_held"',
    ):
        db.execute_sql(statement)


def _check_problems(db, problems):
    for statement in (
        f'ALTER TABLE "message" ADD COLUMN "found" VARCHAR(40) CHECK ("found" IN ({problems}))',
        "UPDATE message SET found = problem",
        'ALTER TABLE "message" DROP COLUMN "problem"',
        'ALTER TABLE "message" RENAME COLUMN "found" TO "problem"',
    ):
        db.execute_sql(statement)
