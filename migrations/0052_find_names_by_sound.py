"""Clients and referrals are found by how the words of a name sound, in any script."""

from peewee import CharField, ForeignKeyField

from app.clients.sounding import sound_words

BATCH = 500


def tables(db):
    """The tables as they are now; only what is read and written here."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Client(Base):
        name = CharField()

    class ClientWord(Base):
        client = ForeignKeyField(Client)
        word = CharField()

    class Referral(Base):
        name = CharField()

    class ReferralWord(Base):
        referral = ForeignKeyField(Referral)
        word = CharField()

    return (Client, ClientWord, "client"), (Referral, ReferralWord, "referral")


def up(_migrator, db):
    """The sounds are made by today's rule, which the search that reads them shares."""
    for people, words, key in tables(db):
        last = 0
        while rows := list(_next(people, last)):
            last = rows[-1].id
            sounds = [{key: row.id, "word": one} for row in rows for one in _sounds(row)]
            for start in range(0, len(sounds), BATCH):
                words.insert_many(sounds[start : start + BATCH]).execute()


def _next(people, last):
    return people.select(people.id, people.name).where(people.id > last).order_by(people.id).limit(
        BATCH
    )  # fmt: skip


def _sounds(row):
    return sorted(sound_words(row.name))


def down(_migrator, db):
    for _, words, _ in tables(db):
        words.delete().where((words.word >= " ") & (words.word < "!")).execute()
