"""Referrals, their history and their first meetings."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

ENGLISH = ("few_words", "everyday", "work", "profession", "unknown")
INTERPRETER = ("yes", "no", "unknown")
COMPANION = ("referrer", "other", "nobody", "unknown")
OUTCOME = ("planned", "attended", "did_not_attend", "cancelled")
STATE = (
    "draft",
    "submitted",
    "needs_information",
    "accepted",
    "first_meeting_booked",
    "active",
    "closed",
    "returned_with_advice",
    "declined",
    "withdrawn",
    "duplicate",
    "unreachable",
)
MOVE = (
    "submit",
    "acknowledge",
    "ask_information",
    "give_information",
    "accept",
    "book_meeting",
    "change_meeting",
    "did_not_attend",
    "activate",
    "close",
    "reopen",
    "return_with_advice",
    "decline",
    "withdraw",
    "mark_duplicate",
    "mark_unreachable",
    "reassess",
)
PARTY = ("client", "programme", "host", "system")
CONSEQUENCE = ("none", "park", "reassess")
CONSENT = ("written", "spoken", "spoken_with_interpreter", "online")
ROUTE = ("phone", "text", "whatsapp", "email", "referrer")
ROLE = ("partner", "mentor", "staff", "client", "admin")


def one_of(column, values, **options):
    """A short text column with a CHECK that it holds one of the values."""
    listed = ", ".join(f"'{value}'" for value in values)
    check = Check(f"{column} IN ({listed})")
    return CharField(max_length=40, constraints=[check], **options)


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
        """Made by an earlier migration; named here to refer to it."""

    class Referral(Base):
        reference = CharField(max_length=12, unique=True)
        organisation = ForeignKeyField(Organisation, on_delete="RESTRICT")
        referred_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        programme = ForeignKeyField(Programme, on_delete="RESTRICT")
        client = ForeignKeyField(Client, null=True, on_delete="RESTRICT")
        state = one_of("state", STATE)
        state_since = DateTimeField()
        created_at = DateTimeField()
        updated_at = DateTimeField()
        submitted_at = DateTimeField(null=True)
        acknowledged_at = DateTimeField(null=True)
        version = IntegerField()

        name = CharField(max_length=200)
        contact_route = one_of("contact_route", ROUTE, null=True)
        phone = CharField(max_length=40)
        email = CharField(max_length=254)
        contact_note = CharField(max_length=300)

        profession = CharField(max_length=40)
        trained_in = CharField(max_length=2)
        trained_year = IntegerField(null=True)
        english = one_of("english", ENGLISH, null=True)

        preferred_language = CharField(max_length=10)
        interpreter = one_of("interpreter", INTERPRETER, null=True)
        companion = one_of("companion", COMPANION, null=True)
        companion_name = CharField(max_length=200)
        companion_phone = CharField(max_length=40)

        consent_given = one_of("consent_given", CONSENT, null=True)
        consent_wording = CharField(max_length=20)
        consent_at = DateTimeField(null=True)
        share_profile = BooleanField()
        share_english = BooleanField()
        share_plan = BooleanField()

        birth_year = IntegerField(null=True)
        postcode = CharField(max_length=10)
        right_to_work = CharField(max_length=40)
        childcare_need = CharField(max_length=300)
        goal = CharField(max_length=300)
        about = TextField()

        class Meta:
            constraints = [
                Check(
                    "birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", "referral_birth_year"
                ),
                Check(
                    "trained_year IS NULL OR trained_year BETWEEN 1900 AND 2100",
                    "referral_trained_year",
                ),
                Check("(state = 'draft') = (submitted_at IS NULL)", "referral_submitted"),
                Check("(consent_given IS NULL) = (consent_at IS NULL)", "referral_consent_at"),
                Check("state = 'draft' OR consent_given IS NOT NULL", "referral_consent"),
                Check(
                    "client_id IS NOT NULL OR state NOT IN"
                    " ('accepted', 'first_meeting_booked', 'active', 'closed')",
                    "referral_client",
                ),
            ]
            indexes = (
                (("state", "state_since", "id"), False),
                (("state_since", "id"), False),
                (("organisation", "state_since", "id"), False),
            )

    class ReferralWord(Base):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        word = CharField(max_length=100)

        class Meta:
            indexes = ((("word", "referral"), True),)

    class ReferralMove(Base):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        move = one_of("move", MOVE)
        from_state = one_of("from_state", STATE)
        to_state = one_of("to_state", STATE)
        actor = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        actor_role = one_of("actor_role", ROLE, null=True)
        at = DateTimeField()
        reason = CharField(max_length=40)
        party = one_of("party", PARTY, null=True)
        consequence = one_of("consequence", CONSEQUENCE, null=True)
        park_until = DateField(null=True)
        note = TextField()
        text_for_referrer = TextField()
        text_for_client = TextField()

        class Meta:
            constraints = [
                Check(
                    "(park_until IS NOT NULL) = (consequence IS NOT NULL AND consequence = 'park')",
                    "referral_move_park",
                ),
                Check(
                    "to_state NOT IN ('returned_with_advice', 'declined', 'withdrawn', 'duplicate',"
                    " 'unreachable') OR (reason <> '' AND party IS NOT NULL"
                    " AND consequence IS NOT NULL)",
                    "referral_move_exit",
                ),
            ]
            indexes = ((("referral", "at", "id"), False),)

    class FirstMeeting(Base):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        starts_at = DateTimeField(index=True)
        place = CharField(max_length=250)
        interpreter_language = CharField(max_length=10)
        accompanied_by = CharField(max_length=200)
        outcome = one_of("outcome", OUTCOME)
        created_at = DateTimeField()

        class Meta:
            indexes = ((("referral", "starts_at"), False),)

    FirstMeeting.add_index(
        FirstMeeting.index(
            FirstMeeting.referral,
            unique=True,
            where=SQL("outcome = 'planned'"),
            name="first_meeting_planned",
        )
    )

    return [Referral, ReferralWord, ReferralMove, FirstMeeting]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(tables(db))
