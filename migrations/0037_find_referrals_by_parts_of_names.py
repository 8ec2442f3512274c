"""Referrals are found by the parts of a name, as clients are; organisations by any apostrophe."""

from peewee import CharField, ForeignKeyField

from app.clients.names import index_words
from app.organisations.queries import folded


def tables(db):
    """The tables as they are now; only what is read and written here."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Referral(Base):
        name = CharField()
        reference = CharField()

    class ReferralWord(Base):
        referral = ForeignKeyField(Referral)
        word = CharField()

    class Organisation(Base):
        name = CharField()
        search_name = CharField()

    return Referral, ReferralWord, Organisation


def up(_migrator, db):
    """The words are made by today's rule, which the search that reads them shares."""
    referral, word, organisation = tables(db)
    word.delete().execute()
    for row in referral.select().iterator():
        words = index_words(row.name, "", row.reference)
        word.insert_many([{"referral": row.id, "word": one} for one in words]).execute()
    for row in organisation.select():
        row.search_name = folded(row.name)
        row.save()


def down(_migrator, _db):
    """The words of before are a part of these, but for their hyphens; nothing is lost by them."""
