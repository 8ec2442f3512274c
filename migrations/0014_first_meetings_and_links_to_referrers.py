"""What a first meeting needs to happen, and links by which referrers without accounts answer."""

from peewee import CharField, DateTimeField, ForeignKeyField

ROLES = "'partner', 'mentor', 'staff', 'client', 'admin'"
# Columns of a first meeting, in the order in which they are added.
ADDED = (
    ("companion_organisation", "VARCHAR(150) NOT NULL DEFAULT ''"),
    ("companion_phone", "VARCHAR(40) NOT NULL DEFAULT ''"),
    ("companion_email", "VARCHAR(254) NOT NULL DEFAULT ''"),
    ("meeting_point", "VARCHAR(250) NOT NULL DEFAULT ''"),
    ("ask_for", "VARCHAR(150) NOT NULL DEFAULT ''"),
    ("ask_phone", "VARCHAR(40) NOT NULL DEFAULT ''"),
    ("childcare", "VARCHAR(250) NOT NULL DEFAULT ''"),
    ("travel_help", "VARCHAR(250) NOT NULL DEFAULT ''"),
    ("confirmed_at", "TIMESTAMP"),
    ("confirmed_by", f"VARCHAR(40) CHECK (confirmed_by IN ({ROLES}))"),
    ("arrived_at", "TIMESTAMP"),
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class ReferralMove(Base):
        """Made by an earlier migration; named here to refer to it."""

    class ReferrerLink(Base):
        move = ForeignKeyField(ReferralMove, unique=True, on_delete="CASCADE")
        token_hash = CharField(max_length=64, unique=True)
        expires_at = DateTimeField()
        answer = ForeignKeyField(ReferralMove, null=True, unique=True, on_delete="SET NULL")

    return [ReferrerLink]


def up(_migrator, db):
    for column, kind in ADDED:
        sqlite = kind.replace("TIMESTAMP", "DATETIME")
        told = sqlite if "sqlite" in type(db).__name__.lower() else kind
        db.execute_sql(f'ALTER TABLE "first_meeting" ADD COLUMN "{column}" {told}')
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
    for column, _kind in reversed(ADDED):
        db.execute_sql(f'ALTER TABLE "first_meeting" DROP COLUMN "{column}"')
