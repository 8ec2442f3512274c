"""Mentors are found by the words of their name and of their workplace's."""

import unicodedata
from itertools import pairwise

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

    class Mentor(Base):
        """Made by an earlier migration; named here to refer to it."""

    class MentorWord(Base):
        mentor = ForeignKeyField(Mentor, on_delete="CASCADE")
        word = WordField(max_length=100)

        class Meta:
            indexes = ((("word", "mentor"), True),)

    return [MentorWord]


def up(_migrator, db):
    (table,) = tables(db)
    db.create_tables([table])
    rows = db.execute_sql(
        "SELECT m.id, a.name, o.name FROM mentor m JOIN account a ON a.id = m.account_id "
        "LEFT JOIN organisation o ON o.id = m.workplace_id"
    ).fetchall()
    for number, name, workplace in rows:
        for word in sorted(_words(name) | _words(workplace or "")):
            table.insert(mentor=number, word=word).execute()


def down(_migrator, db):
    db.drop_tables(tables(db))


APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")


def _words(text):
    """As the app cut up names when this was written."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES).casefold())
    found, joined = set(), []
    for word in "".join(c for c in plain if not unicodedata.combining(c)).split():
        seen = "".join(c for c in word if unicodedata.category(c) != "Cf")
        parts = "".join(c if unicodedata.category(c)[0] not in "PS" else " " for c in seen).split()
        if parts:
            found |= set(parts)
            joined.append("".join(parts))
    found |= set(joined) | {first + second for first, second in pairwise(joined)}
    return {word[:100] for word in found}
