"""Lists that people have saved under a name."""

from peewee import CharField, DateTimeField, ForeignKeyField, TextField


def tables(db):
    """The table as it was made; later migrations change it."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class SavedList(Base):
        account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
        list = CharField(max_length=40)
        name = CharField(max_length=60)
        query = TextField()
        created_at = DateTimeField()

        class Meta:
            indexes = ((("account", "list", "name"), True),)

    return [SavedList]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
