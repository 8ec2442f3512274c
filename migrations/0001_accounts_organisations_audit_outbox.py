"""The base: audit trail, outbox, organisations, accounts."""

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class AuditEvent(Base):
        at = DateTimeField(index=True)
        actor_id = IntegerField(null=True)
        actor_role = CharField(max_length=20)
        action = CharField(max_length=60)
        subject_kind = CharField(max_length=40)
        subject_id = IntegerField(null=True)
        client_id = IntegerField(null=True)
        detail = TextField()

        class Meta:
            indexes = (
                (("client_id", "at"), False),
                (("subject_kind", "subject_id", "at"), False),
            )

    class Message(Base):
        message_key = CharField(max_length=120, unique=True)
        template = CharField(max_length=60)
        to_address = CharField(max_length=254)
        to_account_id = IntegerField(null=True, index=True)
        locale = CharField(max_length=10)
        subject = CharField(max_length=150)
        body = TextField()
        status = CharField(
            max_length=40, constraints=[Check("status IN ('waiting', 'sent', 'failed')")]
        )
        created_at = DateTimeField()

        class Meta:
            indexes = ((("status", "created_at"), False),)

    class Submission(Base):
        form_key = CharField(max_length=64, primary_key=True)
        account_id = CharField(max_length=20)
        location = CharField(max_length=500, null=True)
        created_at = DateTimeField(index=True)

    class Trust(Base):
        key = CharField(max_length=40, unique=True)
        name = CharField(max_length=150)
        learning_works_name = CharField(max_length=150)
        phone = CharField(max_length=40)
        email = CharField(max_length=254)
        address = CharField(max_length=250)

    class Programme(Base):
        key = CharField(max_length=40, unique=True)
        name = CharField(max_length=150)
        trust = ForeignKeyField(Trust, on_delete="RESTRICT")
        audience = TextField()
        professions = TextField()
        is_open = BooleanField()

    class Organisation(Base):
        reference = CharField(max_length=12, unique=True)
        name = CharField(max_length=150, unique=True)
        search_name = CharField(max_length=150, index=True)
        kind = CharField(
            max_length=40,
            constraints=[
                Check(
                    "kind IN ('community', 'work_club', 'support_provider', 'faith', "
                    "'college', 'gp_practice', 'nhs_trust', 'council')"
                )
            ],
        )
        about = TextField()
        phone = CharField(max_length=40)
        email = CharField(max_length=254)
        website = CharField(max_length=200)
        address = CharField(max_length=250)
        postcode = CharField(max_length=10)
        is_active = BooleanField()
        created_at = DateTimeField()

    class Service(Base):
        organisation = ForeignKeyField(Organisation, on_delete="CASCADE")
        name = CharField(max_length=150)
        kind = CharField(max_length=40, index=True)
        description = TextField()
        eligibility = TextField()
        cost = CharField(max_length=150)
        languages = TextField()
        is_active = BooleanField()

    class Account(Base):
        email = CharField(max_length=254, unique=True)
        name = CharField(max_length=200)
        role = CharField(
            max_length=40,
            constraints=[Check("role IN ('partner', 'mentor', 'staff', 'client', 'admin')")],
        )
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        trust = ForeignKeyField(Trust, null=True, on_delete="RESTRICT")
        client_id = IntegerField(null=True, unique=True)
        password_hash = CharField(max_length=200, null=True)
        phone = CharField(max_length=40)
        locale = CharField(max_length=10)
        is_active = BooleanField()
        created_at = DateTimeField()

        class Meta:
            constraints = [
                Check("email = lower(email)", "account_email_is_lower"),
                Check("client_id IS NULL OR role = 'client'", "account_client_role"),
                Check("role <> 'partner' OR organisation_id IS NOT NULL", "account_partner_works"),
                Check("role <> 'staff' OR trust_id IS NOT NULL", "account_staff_trust"),
            ]

    class AccountSession(Base):
        token_hash = CharField(max_length=64, unique=True)
        account = ForeignKeyField(Account, on_delete="CASCADE")
        browser = CharField(max_length=200)
        created_at = DateTimeField()
        last_seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class OneTimeLink(Base):
        token_hash = CharField(max_length=64, unique=True)
        account = ForeignKeyField(Account, on_delete="CASCADE")
        purpose = CharField(max_length=40, constraints=[Check("purpose IN ('set_password')")])
        created_at = DateTimeField()
        expires_at = DateTimeField()
        used_at = DateTimeField(null=True)

    class SignInTry(Base):
        email_hash = CharField(max_length=64)
        address_hash = CharField(max_length=64)
        at = DateTimeField(index=True)

        class Meta:
            indexes = ((("email_hash", "at"), False), (("address_hash", "at"), False))

    return [
        AuditEvent,
        Message,
        Submission,
        Trust,
        Programme,
        Organisation,
        Service,
        Account,
        AccountSession,
        OneTimeLink,
        SignInTry,
    ]


def up(_migrator, db):
    made = tables(db)
    db.create_tables(made)
    trust, programme = (model for model in made if model.__name__ in ("Trust", "Programme"))
    first = trust.create(
        key="sandwell-west-birmingham",
        name="Sandwell and West Birmingham NHS Trust",
        learning_works_name="The Learning Works",
        phone="",
        email="",
        address="Unett Street, Birmingham B19 3BX",
    )
    programme.create(
        key="overseas-health-professionals",
        name="Healthcare Overseas Professionals",
        trust=first,
        audience="Health professionals who trained outside the United Kingdom",
        professions="[]",
        is_open=True,
    )


def down(_migrator, db):
    db.drop_tables(tables(db))
