"""Indexes by which referrals are listed in order, and messages found by kind and address."""

INDEXES = (
    "CREATE INDEX referral_before_active ON referral (state_since, id)"
    " WHERE state IN ('submitted', 'needs_information', 'accepted', 'first_meeting_booked')",
    "CREATE INDEX referral_move_comes_back ON referral_move (at, referral_id)"
    " WHERE consequence IN ('park', 'reassess')",
)


def up(_migrator, db):
    db.execute_sql("DROP INDEX referral_programme_id")
    for index in INDEXES:
        db.execute_sql(index)


def down(_migrator, db):
    for index in INDEXES:
        db.execute_sql(f"DROP INDEX {index.split()[2]}")
    db.execute_sql("CREATE INDEX referral_programme_id ON referral (programme_id)")
