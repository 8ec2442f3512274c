"""Search by bytes on every database, keys that duplicates share, and lists by last change."""

from peewee import CharField, ForeignKeyField, Model, PostgresqlDatabase

from app.clients.names import index_words, keys

INDEXES = {
    "client_updated_at_id": '"updated_at", "id"',
    "client_profession_updated_at_id": '"profession", "updated_at", "id"',
}
FORMER = {
    "client_profession_programme_id": '"profession", "programme_id"',
    "client_phone": '"phone"',
    "client_email": '"email"',
}


def tables(db):
    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Client(Base):
        reference = CharField()
        name = CharField()
        known_as = CharField()
        phone = CharField()
        email = CharField()

    class ClientWord(Base):
        client = ForeignKeyField(Client)
        word = CharField()

    class ClientKey(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        key = CharField(max_length=300)

        class Meta:
            indexes = ((("key", "client"), True),)

    return Client, ClientWord, ClientKey


def up(_migrator, db):
    client, word, key = tables(db)
    _collate(db, '"C"')
    _index(db, drop=FORMER, make=INDEXES)
    db.create_tables([key])
    _fill(client, word, key)


def down(_migrator, db):
    db.drop_tables([tables(db)[-1]])
    _index(db, drop=INDEXES, make=FORMER)
    _collate(db, '"default"')


def _collate(db, collation):
    """SQLite compares bytes as it is."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            f"ALTER TABLE client_word ALTER COLUMN word TYPE VARCHAR(100) COLLATE {collation}"
        )


def _index(db, *, drop, make):
    for name in drop:
        db.execute_sql(f'DROP INDEX "{name}"')
    for name, columns in make.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON "client" ({columns})')


def _fill(client: type[Model], word: type[Model], key: type[Model]) -> None:
    """The words and keys are made by today's rule, which the search that reads them shares."""
    for row in client.select().iterator():
        word.delete().where(word.client == row).execute()
        words = index_words(row.name, row.known_as, row.reference)
        word.insert_many([{"client": row.id, "word": one} for one in words]).execute()
        shared = keys(name=row.name, phone=row.phone, email=row.email).values()
        for one in shared:
            key.create(client=row.id, key=one)
