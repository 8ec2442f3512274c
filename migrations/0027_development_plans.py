"""What an organisation has agreed with somebody, on its referral and then with the client."""

from peewee import DateTimeField, ForeignKeyField, TextField

COLUMNS = ("plan_goals", "plan_steps")


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class BroughtPlan(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        goals = TextField()
        steps = TextField()
        brought_at = DateTimeField()
        used_at = DateTimeField(null=True)

    return [BroughtPlan]


def up(_migrator, db):
    db.create_tables(tables(db))
    for name in COLUMNS:
        db.execute_sql(f'ALTER TABLE "referral" ADD COLUMN "{name}" TEXT')


def down(_migrator, db):
    for name in COLUMNS:
        db.execute_sql(f'ALTER TABLE "referral" DROP COLUMN "{name}"')
    db.drop_tables(tables(db))
