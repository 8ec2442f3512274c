"""Services say where, in which languages, for how much and how; and who last said so."""

import json

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    PostgresqlDatabase,
    TextField,
)

KINDS = (
    "'guidance', 'language_course', 'study_group', 'observership', 'advice', 'coaching', "
    "'clothing', 'childcare', 'travel', 'housing', 'benefits', 'social'"
)
KEPT = ("id", "organisation_id", "name", "kind", "description", "eligibility", "cost", "is_active")


class WordField(CharField):
    """Text in the order of its bytes on every database."""

    def ddl(self, ctx):
        made = super().ddl(ctx)
        if isinstance(self.model._meta.database, PostgresqlDatabase):
            made.nodes += (SQL('COLLATE "C"'),)
        return made


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Service(Base):
        organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
        name = CharField(max_length=150)
        sort_name = WordField(max_length=150)
        kind = CharField(max_length=40, constraints=[Check(f"kind IN ({KINDS})")])
        description = TextField()
        eligibility = TextField()
        how_to_get = TextField()
        is_free = BooleanField()
        cost = CharField(max_length=150)
        address = CharField(max_length=250)
        postcode = CharField(max_length=10)
        latitude = FloatField(null=True)
        longitude = FloatField(null=True)
        accessibility = CharField(max_length=300)
        is_active = BooleanField()
        assured_on = DateField()
        assured_by = CharField(
            max_length=40, constraints=[Check("assured_by IN ('organisation', 'staff')")]
        )
        version = IntegerField()

        class Meta:
            indexes = (
                (("is_active", "sort_name", "id"), False),
                (("is_active", "kind", "sort_name", "id"), False),
                (("is_active", "assured_on", "id"), False),
                (("latitude", "longitude"), False),
            )

    class ServiceLanguage(Base):
        service = ForeignKeyField(Service, on_delete="CASCADE")
        code = CharField(max_length=10)

        class Meta:
            indexes = ((("code", "service"), True),)

    return Service, ServiceLanguage


def former(db):
    """The table of services as it was before."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Service(Base):
        organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
        name = CharField(max_length=150)
        kind = CharField(max_length=40, index=True)
        description = TextField()
        eligibility = TextField()
        cost = CharField(max_length=150)
        languages = TextField()
        is_active = BooleanField()

    return Service


def up(_migrator, db):
    """An entered service was said to be right when its organisation was written down."""
    rows = db.execute_sql(
        f"SELECT {', '.join(f's.{name}' for name in KEPT)}, s.languages, "  # noqa: S608
        "o.address, o.postcode, o.created_at "
        "FROM service s JOIN organisation o ON o.id = s.organisation_id"
    ).fetchall()
    db.drop_tables([former(db)])
    service, language = tables(db)
    db.create_tables([service, language])
    for row in rows:
        _carry(service, language, row)
    _count_on(db)


def _carry(service, language, row):
    kept = dict(zip(KEPT, row, strict=False))
    languages, address, postcode, created_at = row[len(KEPT) :]
    is_free = kept["cost"].strip().casefold() == "free"
    service.insert(
        **kept | {"cost": "" if is_free else kept["cost"]},
        sort_name=" ".join(kept["name"].casefold().split())[:150],
        how_to_get="",
        is_free=is_free,
        address=address,
        postcode=postcode,
        accessibility="",
        assured_on=str(created_at)[:10],
        assured_by="staff",
        version=1,
    ).execute()
    for code in sorted(set(json.loads(languages))):
        language.insert(service=kept["id"], code=code).execute()


def down(_migrator, db):
    rows = db.execute_sql(
        f"SELECT {', '.join(KEPT)}, is_free FROM service"  # noqa: S608
    ).fetchall()
    spoken = db.execute_sql("SELECT service_id, code FROM service_language ORDER BY code")
    languages: dict[int, list[str]] = {}
    for number, code in spoken.fetchall():
        languages.setdefault(number, []).append(code)
    db.drop_tables(reversed(tables(db)))
    service = former(db)
    db.create_tables([service])
    for *values, is_free in rows:
        kept = dict(zip(KEPT, values, strict=True))
        cost = "Free" if is_free else kept["cost"]
        known = json.dumps(languages.get(kept["id"], []))
        service.insert(**kept | {"cost": cost}, languages=known).execute()
    _count_on(db)


def _count_on(db):
    """PostgreSQL's counter follows the ids that were brought along."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            "SELECT setval(pg_get_serial_sequence('service', 'id'), "
            "(SELECT COALESCE(MAX(id), 0) + 1 FROM service), false)"
        )
