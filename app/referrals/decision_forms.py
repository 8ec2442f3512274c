"""The forms of decisions: each asks for what the move's rule says, and for no more."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app import clock
from app.clients.duplicates import Candidate
from app.decisions import Text
from app.policy import Role
from app.references import as_typed
from app.referrals import presenters
from app.referrals.choices import professions
from app.referrals.models import Referral
from app.referrals.reasons import reason_keys
from app.referrals.services import Decision
from app.referrals.transitions import RULE, Consequence, Move, Party, Reasons, Rule
from app.referrals.wordings import suggested_text, suggested_to_person
from app.web.forms import DateField, LongText, VersionedForm, choices, fit_text, needed

NEW_CLIENT = "new"
OTHER_CLIENT = "other"
FURTHEST = timedelta(days=366)
LONGEST_TEXT = 2000

CHOOSE = {
    "reason": _("Choose the reason."),
    "party": _("Choose on whose side the reason lies."),
    "consequence": _("Choose what follows."),
}
NOTES = {
    Move.GIVE_INFORMATION: _("Your answer"),
    Move.WITHDRAW: _("Anything we should know (optional)"),
}


class DecisionForm(VersionedForm):
    """A decision on a version of the referral; fields that the rule does not name are gone."""

    reason = RadioField(_("Why?"))
    party = RadioField(_("On whose side does the reason lie?"))
    consequence = RadioField(_("What follows?"), default=Consequence.NONE)
    park_until = DateField(_("If on a date, which?"))
    note = LongText(_("Note for the record"))
    text_for_referrer = LongText(_("What the referrer reads"))
    text_for_client = LongText(_("What the person reads or is told (optional)"))

    unfinished: str = ""  # see wordings

    def validate_text_for_referrer(self, field: LongText) -> None:
        self._go_on_writing(field)

    def validate_text_for_client(self, field: LongText) -> None:
        self._go_on_writing(field)

    def _go_on_writing(self, field: LongText) -> None:
        if self.unfinished and (field.data or "").strip() == self.unfinished:
            raise ValidationError(gettext("Go on after the colon: nothing is said yet."))

    def fit(self, rule: Rule) -> None:
        """Keep the fields that the rule asks for, with their choices and their needs."""
        self._fit_choice("reason", rule.reasons is not Reasons.NONE)
        if self.reason is not None:
            reasons = {key: presenters.reason_label(key) for key in reason_keys(rule.reasons)}
            self.reason.choices = choices(reasons)
        self._fit_choice("party", rule.asks_party)
        if self.party is not None:
            self.party.choices = choices(presenters.PARTIES)
        self._fit_choice("consequence", rule.asks_consequence)
        if self.consequence is None:
            del self.park_until
        else:
            self.consequence.choices = choices(presenters.CONSEQUENCES)
        self._fit_text("note", rule.note, NOTES.get(rule.move))
        self._fit_text("text_for_referrer", rule.for_referrer)
        told = _("What the person reads or is told") if rule.for_client is Text.NEEDED else None
        self._fit_text("text_for_client", rule.for_client, told)

    def _fit_choice(self, name: str, is_asked: bool) -> None:
        if not is_asked:
            del self[name]
            return
        self[name].validators = needed(CHOOSE[name])

    def _fit_text(self, name: str, need: Text, label: Any = None) -> None:
        fit_text(self, name, need, longest=LONGEST_TEXT, label=label)

    def begin(self, referral: Referral, move: Move) -> None:
        """What a decision page starts with."""
        self.version.data = str(referral.version)
        if self.text_for_referrer is not None:
            self.text_for_referrer.data = suggested_text(referral, move)
        elif self.text_for_client is not None:
            self.text_for_client.data = suggested_to_person(referral, move)

    def validate_park_until(self, field: DateField) -> None:
        if self.consequence.data != Consequence.PARK:
            field.data = None
        elif field.data is None:
            raise ValidationError(gettext("Enter the date on which to look at it again."))
        elif not clock.today() < field.data <= clock.today() + 3 * FURTHEST:
            raise ValidationError(gettext("Enter a date that lies ahead."))

    def decision(self) -> Decision:
        """What was said, as the services take it."""
        party, consequence = self._said("party"), self._said("consequence")
        return Decision(
            reason=self._said("reason"),
            party=Party(party) if party else None,
            consequence=Consequence(consequence) if consequence else None,
            park_until=self._said("park_until") or None,
            note=self._said("note"),
            text_for_referrer=self._said("text_for_referrer"),
            text_for_client=self._said("text_for_client"),
        )

    def _said(self, name: str) -> Any:
        return (self[name].data if name in self else "") or ""


class AcceptForm(DecisionForm):
    client = RadioField(_("Who is the person?"), validators=needed(_("Choose who it is.")))
    client_reference = StringField(
        _("Reference of a client you know"), description=_("Like C-9M4T-WA.")
    )
    profession = SelectField(_("Profession, for somebody new"))
    shown = HiddenField()

    def prepare(self, referral: Referral, candidates: list[Candidate]) -> None:
        """Offer the clients who may be the same person, and the professions."""
        self.client.choices = [
            *(SelectChoice(one.client.reference, one.client.name) for one in candidates),
            SelectChoice(NEW_CLIENT, gettext("Somebody new")),
            SelectChoice(OTHER_CLIENT, gettext("A client whose reference I know")),
        ]
        self.profession.choices = [
            SelectChoice("", gettext("Choose from the list")),
            *(SelectChoice(*pair) for pair in professions(referral.programme)),
        ]

    def begin(self, referral: Referral, move: Move) -> None:
        super().begin(referral, move)
        known = {choice.value for choice in self.profession.choices}
        self.profession.data = referral.profession if referral.profession in known else ""
        if len(self.client.choices) == 2:
            self.client.data = NEW_CLIENT

    def show(self, references: Iterable[str]) -> bool:
        """Note who is offered now; whether all of them stood on the page that was sent."""
        now = set(references)
        was = set((self.shown.data or "").split())
        self.shown.data = " ".join(sorted(now))
        return now <= was

    def validate_profession(self, field: SelectField) -> None:
        if self.client.data == NEW_CLIENT and not field.data:
            raise ValidationError(gettext("Choose a profession for the new record."))

    def validate_client_reference(self, field: StringField) -> None:
        if self.client.data == OTHER_CLIENT and as_typed(field.data or "") is None:
            raise ValidationError(gettext("Enter a client reference, like C-9M4T-WA."))

    def client_known(self) -> str | None:
        """The reference of the client chosen; None for somebody new."""
        if self.client.data == NEW_CLIENT:
            return None
        if self.client.data == OTHER_CLIENT:
            return as_typed(self.client_reference.data or "") or ""
        return str(self.client.data)


# What the person herself reads, and what those read who know her.
OWN_REASONS = {
    "person_declined": _("I do not want this help now"),
    "out_of_area": _("I have moved away"),
    "wrong_service": _("It is not the right help for me"),
    "other": _("Another reason"),
}
ASK_AGAIN = {
    Consequence.NONE: _("No"),
    Consequence.PARK: _("Yes, on a date"),
    Consequence.REASSESS: _("Yes, when something changes"),
}


class WithdrawForm(DecisionForm):
    """Why it is withdrawn, and whether to ask again."""

    def fit_for(self, role: Role) -> None:
        """The questions of the move, in the words of who withdraws."""
        self.fit(RULE[Move.WITHDRAW])
        self.consequence.choices = choices(ASK_AGAIN)
        self.park_until.label.text = gettext("If on a date, which?")
        if role is Role.CLIENT:
            self.consequence.label.text = gettext("May we ask you again later?")
            self.note.label.text = gettext("Anything you want to tell us (optional)")
            self.reason.choices = choices(OWN_REASONS)
        else:
            self.consequence.label.text = gettext("May the person be asked again later?")
