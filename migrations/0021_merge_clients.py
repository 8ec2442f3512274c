"""Two records of one person become one, and for 30 days two again."""

from peewee import CharField, Check, DateTimeField, ForeignKeyField, IntegerField, TextField


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class ClientMerge(Base):
        survivor = ForeignKeyField(Client, on_delete="CASCADE", backref="+")
        loser = ForeignKeyField(Client, on_delete="CASCADE", backref="+")
        merged_at = DateTimeField()
        merged_by = ForeignKeyField(Account, null=True, on_delete="SET NULL", backref="+")
        undone_at = DateTimeField(null=True)
        undone_by = ForeignKeyField(Account, null=True, on_delete="SET NULL", backref="+")
        newest = TextField()

        class Meta:
            constraints = [Check("survivor_id <> loser_id", "client_merge_two")]
            indexes = ((("survivor", "merged_at"), False),)

    class MergeRow(Base):
        merge = ForeignKeyField(ClientMerge, on_delete="CASCADE")
        table_name = CharField(max_length=60)
        row_id = IntegerField()
        before = TextField(null=True)
        after = TextField(null=True)

        class Meta:
            indexes = ((("merge", "table_name", "row_id"), True),)

    return ClientMerge, MergeRow


def up(_migrator, db):
    db.execute_sql(
        'ALTER TABLE "client" ADD COLUMN "merged_into_id" INTEGER'
        ' REFERENCES "client" ("id") ON DELETE SET NULL'
    )
    # Of the few that were merged: where nearly every row is alike, an index misleads SQLite.
    db.execute_sql(
        'CREATE INDEX "client_merged" ON "client" ("merged_into_id")'
        " WHERE merged_into_id IS NOT NULL"
    )
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db)[::-1])
    db.execute_sql('DROP INDEX "client_merged"')
    db.execute_sql('ALTER TABLE "client" DROP COLUMN "merged_into_id"')
