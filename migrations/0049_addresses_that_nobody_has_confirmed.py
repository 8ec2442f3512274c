"""E-mail addresses that were typed for somebody, until she says that they are hers."""

from peewee import AutoField, CharField, DateTimeField


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class UnconfirmedAddress(Base):
        id = AutoField()
        person = CharField(max_length=40)
        address = CharField(max_length=254)
        since = DateTimeField()

        class Meta:
            indexes = ((("person", "address"), True),)

    return [UnconfirmedAddress]


def up(_migrator, db):
    db.create_tables(tables(db))
    db.execute_sql(
        """ALTER TABLE "message" ADD COLUMN "held_for" VARCHAR(40) NOT NULL DEFAULT ''"""
    )


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "message" DROP COLUMN "held_for"')
    db.drop_tables(tables(db))
