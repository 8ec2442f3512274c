"""Clients and what is known of them."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    TextField,
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Programme(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        reference = CharField(max_length=12, unique=True)
        programme = ForeignKeyField(Programme, on_delete="RESTRICT")
        name = CharField(max_length=200)
        known_as = CharField(max_length=100)
        birth_year = IntegerField(null=True)
        nationality = CharField(max_length=2)

        phone = CharField(max_length=40)
        email = CharField(max_length=254)
        contact_route = CharField(
            max_length=40,
            constraints=[
                Check("contact_route IN ('phone', 'text', 'whatsapp', 'email', 'referrer')")
            ],
        )
        contact_note = CharField(max_length=300)
        postcode = CharField(max_length=10)
        preferred_language = CharField(max_length=10)
        interpreter_needed = BooleanField()

        profession = CharField(max_length=40)
        specialty = CharField(max_length=150)
        trained_in = CharField(max_length=2)
        trained_year = IntegerField(null=True)
        years_of_practice = IntegerField(null=True)
        last_practised_year = IntegerField(null=True)
        route = CharField(max_length=40)
        registration_stage = CharField(
            max_length=40,
            constraints=[
                Check(
                    "registration_stage IN ('not_started', 'documents', 'applied', "
                    "'exams', 'registered')"
                )
            ],
        )
        goal = CharField(max_length=300)
        current_job = CharField(max_length=150)

        hours = CharField(
            max_length=40, constraints=[Check("hours IN ('full_time', 'part_time', 'either')")]
        )
        travel_km = IntegerField(null=True)
        open_to_interim = BooleanField()
        childcare_need = CharField(max_length=300)
        health_adjustments = CharField(max_length=500)
        right_to_work = CharField(max_length=40)

        waiting_since = DateField()
        created_at = DateTimeField()
        updated_at = DateTimeField()
        closed_at = DateTimeField(null=True)
        version = IntegerField()

        class Meta:
            constraints = [
                Check(
                    "birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", "client_birth_year"
                ),
                Check("travel_km IS NULL OR travel_km BETWEEN 0 AND 1000", "client_travel"),
                Check(
                    "years_of_practice IS NULL OR years_of_practice BETWEEN 0 AND 80",
                    "client_practice",
                ),
            ]
            indexes = (
                (("programme", "updated_at", "id"), False),
                (("profession", "programme"), False),
                (("phone",), False),
                (("email",), False),
            )

    class ClientWord(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        word = CharField(max_length=100)

        class Meta:
            indexes = ((("word", "client"), True),)

    class ClientReferrer(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        since = DateTimeField()
        until = DateTimeField(null=True)

        class Meta:
            indexes = ((("client", "organisation"), True), (("organisation", "client"), False))

    class ClientLanguage(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        code = CharField(max_length=10)
        speaks = BooleanField()
        reads = BooleanField()

        class Meta:
            indexes = ((("client", "code"), True),)

    class Qualification(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        title = CharField(max_length=200)
        institution = CharField(max_length=200)
        country = CharField(max_length=2)
        year = IntegerField(null=True)
        level = CharField(
            max_length=40, constraints=[Check("level IN ('claimed', 'seen', 'verified')")]
        )

    class EnglishResult(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        test = CharField(max_length=30)
        taken_on = DateField()
        overall = DecimalField(max_digits=4, decimal_places=1, null=True)
        listening = DecimalField(max_digits=4, decimal_places=1)
        reading = DecimalField(max_digits=4, decimal_places=1)
        writing = DecimalField(max_digits=4, decimal_places=1)
        speaking = DecimalField(max_digits=4, decimal_places=1)
        level = CharField(
            max_length=40, constraints=[Check("level IN ('claimed', 'seen', 'verified')")]
        )
        expires_on = DateField(null=True, index=True)

        class Meta:
            constraints = [
                Check("listening BETWEEN 0 AND 500", "english_listening"),
                Check("reading BETWEEN 0 AND 500", "english_reading"),
                Check("writing BETWEEN 0 AND 500", "english_writing"),
                Check("speaking BETWEEN 0 AND 500", "english_speaking"),
            ]
            indexes = ((("client", "test", "taken_on"), True),)

    class Evidence(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        fact = CharField(max_length=60)
        level = CharField(
            max_length=40, constraints=[Check("level IN ('claimed', 'seen', 'verified')")]
        )
        seen_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        seen_on = DateField(null=True)
        expires_on = DateField(null=True)
        note = CharField(max_length=300)

        class Meta:
            indexes = ((("client", "fact"), True),)

    class Consent(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        counterparty = CharField(
            max_length=40,
            constraints=[Check("counterparty IN ('organisation', 'staff', 'mentor')")],
        )
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        purpose = CharField(
            max_length=40,
            constraints=[
                Check(
                    "purpose IN ('hold_record', 'share_profile', 'share_english', "
                    "'share_plan', 'share_needs')"
                )
            ],
        )
        wording_version = CharField(max_length=20)
        language = CharField(max_length=10)
        given = CharField(
            max_length=40,
            constraints=[
                Check("given IN ('written', 'spoken', 'spoken_with_interpreter', 'online')")
            ],
        )
        given_at = DateTimeField()
        until_on = DateField(null=True)
        withdrawn_at = DateTimeField(null=True)

        class Meta:
            constraints = [
                Check(
                    "(counterparty = 'organisation') = (organisation_id IS NOT NULL)",
                    "consent_counterparty",
                ),
            ]

    Consent.add_index(
        Consent.index(
            Consent.client,
            Consent.counterparty,
            SQL("COALESCE(organisation_id, 0)"),
            Consent.purpose,
            unique=True,
            where=SQL("withdrawn_at IS NULL"),
            name="consent_standing",
        )
    )

    class Note(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        author = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        audience = CharField(
            max_length=40, constraints=[Check("audience IN ('staff', 'partner', 'client')")]
        )
        text = TextField()
        written_at = DateTimeField()

        class Meta:
            indexes = ((("client", "written_at"), False),)

    class ClientChange(Base):
        client = ForeignKeyField(Client, on_delete="CASCADE")
        field = CharField(max_length=60)
        before = TextField(null=True)
        after = TextField(null=True)
        changed_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        changed_at = DateTimeField()

        class Meta:
            indexes = ((("client", "changed_at"), False),)

    return [
        Client,
        ClientWord,
        ClientReferrer,
        ClientLanguage,
        Qualification,
        EnglishResult,
        Evidence,
        Consent,
        Note,
        ClientChange,
    ]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
