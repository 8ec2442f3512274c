"""Indexes by which referrals are listed in order, and messages found by kind and address."""

from peewee import PostgresqlDatabase

INDEXES = (
    "CREATE INDEX referral_before_active ON referral (state_since, id)"
    " WHERE state IN ('submitted', 'needs_information', 'accepted', 'first_meeting_booked')",
    "CREATE INDEX referral_move_comes_back ON referral_move (at, referral_id)"
    " WHERE consequence IN ('park', 'reassess')",
    "CREATE INDEX message_to_address ON message (LOWER(to_address), id)",
    "CREATE INDEX message_template_id ON message (template, id)",
)


def up(_migrator, db):
    _collate(db, '"C"')
    db.execute_sql("DROP INDEX referral_programme_id")
    for index in INDEXES:
        db.execute_sql(index)


def down(_migrator, db):
    for index in INDEXES:
        db.execute_sql(f"DROP INDEX {index.split()[2]}")
    db.execute_sql("CREATE INDEX referral_programme_id ON referral (programme_id)")
    _collate(db, '"default"')


def _collate(db, collation):
    """Addresses in the order of their bytes, as SQLite has them: what starts so is a range."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            f'ALTER TABLE "message" ALTER COLUMN "to_address" TYPE varchar(254) COLLATE {collation}'
        )
