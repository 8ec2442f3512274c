"""Referrals, what was asked and answered in them, their history and their first meetings."""

from enum import StrEnum

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from app.accounts.models import Account, AccountRole
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client, ContactRoute
from app.db import BaseModel, InstantField, WordField, status_field
from app.organisations.models import Organisation, Programme
from app.referrals.transitions import Consequence, Move, Party, State


class SelfSaidEnglish(StrEnum):
    """English as the person or the referrer would put it; no test is meant."""

    FEW_WORDS = "few_words"
    EVERYDAY = "everyday"
    WORK = "work"
    PROFESSION = "profession"
    UNKNOWN = "unknown"


class InterpreterNeed(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Companion(StrEnum):
    """Who comes along to the first meeting."""

    REFERRER = "referrer"
    OTHER = "other"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


class MeetingOutcome(StrEnum):
    PLANNED = "planned"
    ATTENDED = "attended"
    DID_NOT_ATTEND = "did_not_attend"
    CANCELLED = "cancelled"


class Referral(BaseModel):
    """A request for one person, with its answers as columns.

    It is made by an organisation; without one it is her own, and `SelfReferral` says more of it.
    A draft may have gaps: text is then empty, choices and numbers are NULL. `version` counts the
    moves, so that a decision made on an old page is noticed.
    """

    reference = CharField(max_length=12, unique=True)
    organisation = ForeignKeyField(
        Organisation,
        null=True,
        backref="+",
        on_delete="RESTRICT",
        constraints=[Check("organisation_id IS NOT NULL OR referred_by_id IS NULL")],
    )
    referred_by = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    # Nearly every row is alike: by an index of it SQLite would begin lists with all that there are.
    programme = ForeignKeyField(Programme, backref="+", on_delete="RESTRICT", index=False)
    client = ForeignKeyField(Client, null=True, backref="+", on_delete="RESTRICT")
    coordinator = ForeignKeyField(
        Account, null=True, backref="+", on_delete="SET NULL", index=False
    )
    state = status_field("state", State, default=State.DRAFT)
    state_since = InstantField()
    created_at = InstantField()
    updated_at = InstantField()
    submitted_at = InstantField(null=True)
    acknowledged_at = InstantField(null=True)
    version = IntegerField(default=1)

    name = CharField(max_length=200)
    contact_route = status_field("contact_route", ContactRoute, null=True)
    phone = CharField(max_length=40, default="")
    email = CharField(max_length=254, default="")
    contact_note = CharField(max_length=300, default="")

    profession = CharField(max_length=40, default="")
    trained_in = CharField(max_length=2, default="")
    trained_year = IntegerField(null=True)
    english = status_field("english", SelfSaidEnglish, null=True)

    preferred_language = CharField(max_length=10, default="")
    interpreter = status_field("interpreter", InterpreterNeed, null=True)
    companion = status_field("companion", Companion, null=True)
    companion_name = CharField(max_length=200, default="")
    companion_phone = CharField(max_length=40, default="")

    consent_given = status_field("consent_given", ConsentGiven, null=True)
    consent_wording = CharField(max_length=20, default="")
    consent_at = InstantField(null=True)
    share_profile = BooleanField(default=False)
    share_english = BooleanField(default=False)
    share_plan = BooleanField(default=False)

    birth_year = IntegerField(null=True)
    postcode = CharField(max_length=10, default="")
    right_to_work = CharField(max_length=40, default="")
    childcare_need = CharField(max_length=300, default="")
    goal = CharField(max_length=300, default="")
    about = TextField(default="")
    plan_goals = TextField(null=True)  # what the organisation has agreed with the person already
    plan_steps = TextField(null=True)  # a step a line

    @property
    def is_own(self) -> bool:
        """Whether somebody referred herself."""
        return self.organisation_id is None

    @property
    def is_read(self) -> bool:
        """Whether staff have said that they have read it as it was sent last."""
        return self.acknowledged_at is not None and self.acknowledged_at >= self.state_since

    class Meta:
        constraints = [
            Check("birth_year IS NULL OR birth_year BETWEEN 1900 AND 2100", "referral_birth_year"),
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
            (("coordinator", "state_since", "id"), False),
        )


# Before somebody is active or it is over: few of all that there ever were. In so many words, as a
# partial index is read by no others.
IS_BEFORE_ACTIVE = SQL(
    "state IN ('submitted', 'needs_information', 'accepted', 'first_meeting_booked')"
)
Referral.add_index(
    Referral.index(
        Referral.state_since, Referral.id, where=IS_BEFORE_ACTIVE, name="referral_before_active"
    )
)


class ReferralWord(BaseModel):
    """A normalised word of the person's name or the reference: what prefix search reads."""

    referral = ForeignKeyField(Referral, backref="+", on_delete="CASCADE")
    word = WordField(max_length=100)

    class Meta:
        indexes = ((("word", "referral"), True),)


class ReferralMove(BaseModel):
    """One entry of a referral's history: what was done, by whom, why, and what was said."""

    referral = ForeignKeyField(Referral, backref="+", on_delete="CASCADE")
    move = status_field("move", Move)
    from_state = status_field("from_state", State)
    to_state = status_field("to_state", State)
    actor = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    actor_role = status_field("actor_role", AccountRole, null=True)
    at = InstantField()
    reason = CharField(max_length=40, default="")
    party = status_field("party", Party, null=True)
    consequence = status_field("consequence", Consequence, null=True)
    park_until = DateField(null=True)
    note = TextField(default="")
    text_for_referrer = TextField(default="")
    text_for_client = TextField(default="")

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


# What leaves something to come back to.
COMES_BACK = SQL("consequence IN ('park', 'reassess')")
ReferralMove.add_index(
    ReferralMove.index(
        ReferralMove.at,
        ReferralMove.referral,
        where=COMES_BACK,
        name="referral_move_comes_back",
    )
)


def _added(longest: int) -> CharField:
    """A text column that came later: empty in the rows that were there."""
    return CharField(max_length=longest, default="", constraints=[SQL("DEFAULT ''")])


class FirstMeeting(BaseModel):
    """A first meeting that was arranged: when, where, in which language, with whom.

    Another time or place is another row, so that what was confirmed is this one; `accompanied_by`
    names who comes along, and `ask_for` whom they ask for at the place.
    """

    referral = ForeignKeyField(Referral, backref="+", on_delete="CASCADE")
    starts_at = InstantField(index=True)
    place = CharField(max_length=250)
    interpreter_language = CharField(max_length=10, default="")
    accompanied_by = CharField(max_length=200, default="")
    outcome = status_field("outcome", MeetingOutcome, default=MeetingOutcome.PLANNED)
    created_at = InstantField()
    companion_organisation = _added(150)
    companion_phone = _added(40)
    companion_email = _added(254)
    meeting_point = _added(250)
    ask_for = _added(150)
    ask_phone = _added(40)
    childcare = _added(250)
    travel_help = _added(250)
    confirmed_at = InstantField(null=True)
    confirmed_by = status_field("confirmed_by", AccountRole, null=True)
    arrived_at = InstantField(null=True)

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


class ReferrerLink(BaseModel):
    """Lets a referrer without an account read one text, and answer it where it is a question.

    Only the hash of its secret is kept; `answer` is the move that it was used for. It works while
    `sent_to` is still the organisation's address.
    """

    move = ForeignKeyField(ReferralMove, unique=True, backref="+", on_delete="CASCADE")
    token_hash = CharField(max_length=64, unique=True)
    expires_at = InstantField()
    answer = ForeignKeyField(
        ReferralMove, null=True, unique=True, backref="+", on_delete="SET NULL"
    )
    sent_to = _added(254)
