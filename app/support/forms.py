"""Forms about needs and about support that is asked for."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app import clock
from app.clients.consent_models import ConsentGiven
from app.decisions import Text
from app.organisations.models import ServiceKind
from app.policy import Role, Viewer
from app.support import presenters, wordings
from app.support.models import SupportRequest
from app.support.queries import languages
from app.support.services import Said
from app.support.transitions import DeclineReason, Move, Rule
from app.web.forms import (
    BaseForm,
    DateField,
    LongText,
    VersionedForm,
    choices,
    fit_text,
    needed,
    text_rules,
)

LONGEST_WORDS = 1000


class NeedForm(BaseForm):
    kind = SelectField(_("What kind of help?"), validators=needed(_("Choose a kind.")))
    words = LongText(
        _("What is needed?"),
        description=_("In a sentence or two. For example: two children, after school."),
        validators=text_rules(LONGEST_WORDS, _("Write a sentence.")),
    )
    since = DateField(_("Since when?"), validators=needed(_("Enter the day.")))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(presenters.NEEDS, _("Choose"))

    def validate_since(self, field: DateField) -> None:
        if field.data and not 1900 < field.data.year <= clock.today().year:
            raise ValidationError(gettext("Enter a day that is not in the future."))
        if field.data and field.data > clock.today():
            raise ValidationError(gettext("Enter a day that is not in the future."))

    def answers(self) -> dict[str, Any]:
        return self.given() | {"kind": ServiceKind(self.kind.data)}


class AskForm(BaseForm):
    """What the organisation is told, and that she agrees; without her yes nothing is asked."""

    words = LongText(
        _("What should the organisation know?"),
        description=_("It reads these words and the first name, and nothing else."),
        validators=text_rules(LONGEST_WORDS, _("Write a sentence.")),
    )
    contact = RadioField(_("May the organisation ring or write?"))
    agrees = BooleanField(_("I agree that this is shared for this request"))
    given = RadioField(_("Did the person agree that this is shared?"))
    language = SelectField(_("In which language was it read or said?"))

    def fit(self, viewer: Viewer, contacts: list[str]) -> None:
        """Offer the ways to be reached that are known; a client agrees for herself."""
        self.contact.choices = [SelectChoice("", _("No, answer through Pathways"))]
        self.contact.choices += [SelectChoice(one, one) for one in contacts]
        if self.contact.data is None:
            self.contact.data = ""
        if viewer.role is Role.CLIENT:
            del self.given
            del self.language
            self.agrees.validators = needed(_("Tick the box if you agree."))
            return
        del self.agrees
        self.language.choices = choices(presenters.language_choices())
        self.given.validators = needed(_("Say how the person agreed."))
        self.given.choices = choices(presenters.GIVEN_NAMES)

    def how(self) -> ConsentGiven:
        return ConsentGiven(self.given.data) if self.given else ConsentGiven.ONLINE


class MoveForm(VersionedForm):
    """A move on a version of the request; fields that the rule does not name are gone."""

    reason = RadioField(_("Why?"))
    note = LongText()
    text_for_asker = LongText(_("What whoever asked reads"))
    text_for_client = LongText(_("What the person reads or is told (optional)"))

    def fit(self, rule: Rule) -> None:
        if rule.asks_reason:
            self.reason.validators = needed(_("Choose one."))
            self.reason.choices = choices(presenters.REASON_NAMES)
        else:
            del self.reason
        self._fit_text("note", rule.note, presenters.NOTE_LABELS.get(rule.move))
        self._fit_text("text_for_asker", rule.for_asker)
        told = _("What the person reads or is told") if rule.for_client is Text.NEEDED else None
        self._fit_text("text_for_client", rule.for_client, told)

    def _fit_text(self, name: str, need: Text, label: Any = None) -> None:
        fit_text(self, name, need, longest=LONGEST_WORDS, label=label)

    def validate_text_for_asker(self, field: LongText) -> None:
        """A question that asks nothing is no question: its suggestion ends in a colon."""
        if (field.data or "").strip() == str(wordings.FOR_ASKER[Move.ASK_INFORMATION]).strip():
            raise ValidationError(gettext("Go on after the colon: nothing is said yet."))

    def begin(self, request: SupportRequest, move: Move) -> None:
        """What the page of a move starts with."""
        self.version.data = str(request.version)
        has_contact = bool(request.contact)
        if self.text_for_asker is not None:
            self.text_for_asker.data = str(wordings.for_asker(move, has_contact=has_contact))
        if self.text_for_client is not None:
            self.text_for_client.data = str(wordings.for_client(move, has_contact=has_contact))

    def said(self, request: SupportRequest, move: Move) -> Said:
        """What was said; a suggested text that was left as it is reaches each in her language."""
        has_contact = bool(request.contact)
        to_asker, to_client = languages(request)
        translated = wordings.in_the_readers_language
        return Said(
            reason=DeclineReason(self.reason.data) if self.reason else None,
            note=self._typed("note"),
            text_for_asker=translated(
                self._typed("text_for_asker"),
                wordings.for_asker(move, has_contact=has_contact), to_asker,
            ),
            text_for_client=translated(
                self._typed("text_for_client"),
                wordings.for_client(move, has_contact=has_contact), to_client,
            ),
        )  # fmt: skip

    def _typed(self, name: str) -> str:
        return (self[name].data or "") if name in self else ""
