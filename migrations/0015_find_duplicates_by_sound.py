"""Keys by which names alike are found across scripts, and pairs that may be one person."""

from peewee import CharField, Check, DateTimeField, ForeignKeyField, IntegerField, TextField

from app.clients.record_keys import record_keys

BATCH = 500


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        name = CharField()
        birth_year = IntegerField(null=True)
        phone = CharField()
        email = CharField()

    class ClientKey(Base):
        client = ForeignKeyField(Client)
        key = CharField()

    class DuplicatePair(Base):
        first = ForeignKeyField(Client, on_delete="CASCADE", backref="+")
        second = ForeignKeyField(Client, on_delete="CASCADE", backref="+")
        grade = CharField(
            max_length=40,
            constraints=[Check("grade IN ('almost_certain', 'likely', 'possible')")],
        )
        why = TextField()
        found_at = DateTimeField()
        dismissed_at = DateTimeField(null=True)
        dismissed_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")

        class Meta:
            constraints = [Check("first_id < second_id", "duplicate_pair_order")]
            indexes = ((("first", "second"), True), (("grade", "id"), False))

    return Client, ClientKey, DuplicatePair


def up(_migrator, db):
    client, key, pair = tables(db)
    db.create_tables([pair])
    # The keys are made by today's rule, which the search that reads them shares.
    key.delete().execute()
    rows = []
    for row in client.select(client.id, client.name, client.birth_year, client.phone, client.email):
        keys = record_keys(
            name=row.name, birth_year=row.birth_year, phone=row.phone, email=row.email
        )
        rows += [{"client": row.id, "key": one} for one in sorted(keys)]
        if len(rows) >= BATCH:
            key.insert_many(rows).execute()
            rows = []
    if rows:
        key.insert_many(rows).execute()


def down(_migrator, db):
    _, key, pair = tables(db)
    db.drop_tables([pair])
    key.delete().where(key.key.startswith("like:") | key.key.startswith("born:")).execute()
