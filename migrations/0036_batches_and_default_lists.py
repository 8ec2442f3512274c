"""What was done to many rows at once is kept in a table, and one saved list may come first."""

from peewee import CharField, DateTimeField, IntegerField, TextField


def tables(db):
    """The table as it was made; later migrations change it."""

    class KeptBatch(db.Model):
        word = CharField(max_length=32, primary_key=True)
        account_id = IntegerField()
        content = TextField()
        at = DateTimeField(index=True)

        class Meta:
            legacy_table_names = False

    return [KeptBatch]


def up(_migrator, db):
    db.create_tables(tables(db))
    db.execute_sql('ALTER TABLE "saved_list" ADD COLUMN "first_of" VARCHAR(40)')
    db.execute_sql(
        'CREATE UNIQUE INDEX "saved_list_account_id_first_of"'
        ' ON "saved_list" ("account_id", "first_of")'
    )


def down(_migrator, db):
    db.execute_sql('DROP INDEX "saved_list_account_id_first_of"')
    db.execute_sql('ALTER TABLE "saved_list" DROP COLUMN "first_of"')
    db.drop_tables(tables(db))
