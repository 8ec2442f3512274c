"""Opportunities, workforce plans and uploads in hand."""

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    DecimalField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    TextField,
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Trust(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Opportunity(Base):
        kind = CharField(
            max_length=40,
            constraints=[
                Check(
                    "kind IN ('vacancy', 'apprenticeship', 'placement', 'observership', "
                    "'mentoring', 'course', 'support')"
                )
            ],
        )
        status = CharField(
            max_length=40, constraints=[Check("status IN ('draft', 'open', 'closed')")]
        )
        source = CharField(max_length=40, constraints=[Check("source IN ('advert', 'hand')")])
        trust = ForeignKeyField(Trust, null=True, on_delete="RESTRICT")
        title = CharField(max_length=300)
        employer = CharField(max_length=200)
        url = CharField(max_length=500, null=True, unique=True)
        description = TextField()
        employment_type = CharField(max_length=40)

        profession = CharField(max_length=40)
        level = CharField(
            max_length=40,
            null=True,
            constraints=[Check("level IN ('entry', 'experienced', 'senior')")],
        )
        band = CharField(max_length=20)
        registration_required = BooleanField()
        is_interim = BooleanField()
        serves = TextField()

        salary_text = CharField(max_length=300)
        salary_min = IntegerField(null=True)
        salary_max = IntegerField(null=True)
        salary_unit = CharField(
            max_length=40, null=True, constraints=[Check("salary_unit IN ('year', 'hour')")]
        )

        locality = CharField(max_length=200)
        postcode = CharField(max_length=10)
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)

        posted_at = DateTimeField()
        closes_on = DateField(null=True)
        starts_on = DateField(null=True)
        capacity = IntegerField(null=True)
        is_closed_by_hand = BooleanField()

        confidence = CharField(
            max_length=40, constraints=[Check("confidence IN ('sure', 'unsure')")]
        )
        why = TextField()
        guesses = TextField()
        decided_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        decided_at = DateTimeField(null=True)

        content_hash = CharField(max_length=64)
        replayed_from = DateField(null=True)

        created_at = DateTimeField()
        updated_at = DateTimeField()
        version = IntegerField()

        class Meta:
            constraints = [
                Check("salary_min IS NULL OR salary_min >= 0", "opportunity_salary_min"),
                Check(
                    "salary_min IS NULL OR salary_max IS NULL OR salary_min <= salary_max",
                    "opportunity_salary_range",
                ),
                Check(
                    "(salary_min IS NULL AND salary_max IS NULL) OR salary_unit IS NOT NULL",
                    "opportunity_salary_unit",
                ),
                Check("(latitude IS NULL) = (longitude IS NULL)", "opportunity_place"),
                Check("capacity IS NULL OR capacity BETWEEN 1 AND 1000", "opportunity_capacity"),
            ]
            indexes = (
                (("status", "posted_at", "id"), False),
                (("status", "kind", "posted_at", "id"), False),
                (("status", "is_interim", "posted_at", "id"), False),
                (("status", "band", "posted_at"), False),
                (("status", "closes_on"), False),
                (("confidence", "status", "posted_at", "id"), False),
                (("latitude", "longitude"), False),
            )

    class OpportunityProfession(Base):
        opportunity = ForeignKeyField(Opportunity, on_delete="CASCADE")
        profession = CharField(max_length=40)
        rank = IntegerField()

        class Meta:
            indexes = (
                (("opportunity", "profession"), True),
                (("profession", "opportunity"), False),
            )

    class OpportunityWord(Base):
        opportunity = ForeignKeyField(Opportunity, on_delete="CASCADE")
        word = CharField(max_length=100)

        class Meta:
            indexes = ((("word", "opportunity"), True),)

    class WorkforcePlan(Base):
        trust = ForeignKeyField(Trust, on_delete="RESTRICT")
        name = CharField(max_length=150)
        status = CharField(max_length=40, constraints=[Check("status IN ('current', 'replaced')")])
        figures_on = DateField()
        file_name = CharField(max_length=200)
        file_sha256 = CharField(max_length=64)
        imported_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        imported_at = DateTimeField()
        rejected = TextField()
        rejected_headings = TextField()
        ignored = IntegerField()

        class Meta:
            indexes = (
                (("trust", "file_sha256"), True),
                (("trust", "imported_at", "id"), False),
                (("trust", "status", "figures_on"), False),
            )

    class PlanLine(Base):
        plan = ForeignKeyField(WorkforcePlan, on_delete="CASCADE")
        row = IntegerField()
        sheet = CharField(max_length=200)
        role = CharField(max_length=200)
        profession = CharField(max_length=40)
        confidence = CharField(
            max_length=40, constraints=[Check("confidence IN ('sure', 'unsure')")]
        )
        band = CharField(max_length=200)
        site = CharField(max_length=200)
        directorate = CharField(max_length=200)
        staff_group = CharField(max_length=200)
        establishment_wte = DecimalField(max_digits=7, decimal_places=2)
        in_post_wte = DecimalField(max_digits=7, decimal_places=2)
        vacancy_wte = DecimalField(max_digits=7, decimal_places=2)
        hard_to_fill = BooleanField(null=True)
        status = CharField(
            max_length=40, constraints=[Check("status IN ('vacant', 'full', 'over_established')")]
        )

        class Meta:
            constraints = [
                Check("establishment_wte >= 0", "plan_line_establishment"),
                Check("in_post_wte >= 0", "plan_line_in_post"),
                Check(
                    "abs(establishment_wte - in_post_wte - vacancy_wte) < 0.025",
                    "plan_line_vacancy",
                ),
            ]
            indexes = (
                (("plan", "sheet", "row"), True),
                (("plan", "profession"), False),
                (("profession", "status"), False),
            )

    class Upload(Base):
        account = ForeignKeyField(Account, on_delete="CASCADE")
        purpose = CharField(max_length=40, constraints=[Check("purpose IN ('adverts', 'plan')")])
        file_name = CharField(max_length=200)
        file_sha256 = CharField(max_length=64)
        found = TextField()
        created_at = DateTimeField(index=True)

    return [Opportunity, OpportunityProfession, OpportunityWord, WorkforcePlan, PlanLine, Upload]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
