"""Services are found by the words of their name and of their organisation's."""

import unicodedata

from peewee import SQL, CharField, ForeignKeyField, PostgresqlDatabase


class WordField(CharField):
    """Text in the order of its bytes on every database."""

    def ddl(self, ctx):
        made = super().ddl(ctx)
        if isinstance(self.model._meta.database, PostgresqlDatabase):
            made.nodes += (SQL('COLLATE "C"'),)
        return made


def tables(db):
    """The table as it was made; later migrations change it."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Service(Base):
        """Made by an earlier migration; named here to refer to it."""

    class ServiceWord(Base):
        service = ForeignKeyField(Service, on_delete="CASCADE")
        word = WordField(max_length=100)

        class Meta:
            indexes = ((("word", "service"), True),)

    return [ServiceWord]


def up(_migrator, db):
    (table,) = tables(db)
    db.create_tables([table])
    rows = db.execute_sql(
        "SELECT s.id, s.name, o.name FROM service s JOIN organisation o ON o.id = s.organisation_id"
    ).fetchall()
    for number, *names in rows:
        for word in sorted(_words(" ".join(names))):
            table.insert(service=number, word=word).execute()


def down(_migrator, db):
    db.drop_tables(tables(db))


def _words(text):
    """As the app cut up names when this was written."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    found = set()
    for word in "".join(c for c in plain if not unicodedata.combining(c)).split():
        seen = "".join(c for c in word if unicodedata.category(c) != "Cf")
        parts = "".join(c if unicodedata.category(c)[0] not in "PS" else " " for c in seen).split()
        found |= {*parts, "".join(parts)}
    return {word[:100] for word in found if word}
