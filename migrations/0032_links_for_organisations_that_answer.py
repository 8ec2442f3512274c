"""Links by which organisations without an account answer what they are asked."""

from peewee import CharField, DateTimeField, ForeignKeyField


def tables(db):
    """The table as it was made; later migrations change it."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class SupportRequest(Base):
        """Made by an earlier migration; named here to refer to it."""

    class SupportLink(Base):
        request = ForeignKeyField(SupportRequest, on_delete="CASCADE")
        token_hash = CharField(max_length=64, unique=True)
        expires_at = DateTimeField()

    return [SupportLink]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
