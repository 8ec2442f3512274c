"""Forms about needs and about support that is asked for."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app import clock
from app.clients.consent_models import ConsentGiven
from app.organisations.models import ServiceKind
from app.policy import Role, Viewer
from app.support import presenters
from app.support.transitions import DeclineReason, Rule, Text
from app.web.forms import BaseForm, DateField, LongText, needed, text_rules

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
        self.kind.choices = [SelectChoice("", _("Choose"))]
        self.kind.choices += [SelectChoice(k.value, name) for k, name in presenters.NEEDS.items()]

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
    given = RadioField(_("Did she agree that this is shared?"))

    def fit(self, viewer: Viewer, contacts: list[str]) -> None:
        """Offer the ways to be reached that are known; a client agrees for herself."""
        self.contact.choices = [SelectChoice("", _("No, answer through Pathways"))]
        self.contact.choices += [SelectChoice(one, one) for one in contacts]
        if self.contact.data is None:
            self.contact.data = ""
        if viewer.role is Role.CLIENT:
            del self.given
            self.agrees.validators = needed(_("Tick the box if you agree."))
            return
        del self.agrees
        self.given.validators = needed(_("Say how she agreed."))
        self.given.choices = [
            SelectChoice(one.value, name) for one, name in presenters.GIVEN_NAMES.items()
        ]

    def how(self) -> ConsentGiven:
        return ConsentGiven(self.given.data) if self.given else ConsentGiven.ONLINE


class MoveForm(BaseForm):
    """A move on a version of the request; fields that the rule does not name are gone."""

    version = HiddenField()
    reason = RadioField(_("Why?"))
    text = LongText(description=_("The person reads this, and whoever asked for them."))

    def fit(self, rule: Rule) -> None:
        if rule.asks_reason:
            self.reason.validators = needed(_("Choose one."))
            self.reason.choices = [
                SelectChoice(one.value, name) for one, name in presenters.REASON_NAMES.items()
            ]
        else:
            del self.reason
        if rule.text is Text.NONE:
            del self.text
            return
        message = _("Write a sentence.") if rule.text is Text.NEEDED else None
        self.text.validators = text_rules(LONGEST_WORDS, message)
        self.text.label.text = presenters.TEXT_LABELS[rule.move]

    def seen_version(self) -> int:
        """The version of the page the move was made on; 0, which fits none, if damaged."""
        text = self.version.data or ""
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0

    def said(self) -> dict[str, Any]:
        return {
            "text": (self.text.data or "") if self.text else "",
            "reason": DeclineReason(self.reason.data) if self.reason else None,
        }
