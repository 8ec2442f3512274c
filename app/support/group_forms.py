"""Forms about groups."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app import clock
from app.clients.listing import ListedClient
from app.reference import reference
from app.support.models import MOST_MEMBERS, GroupKind, SupportGroup
from app.support.presenters import GROUP_KINDS
from app.web.forms import BaseForm, DateField, LongText, choices, needed, text_rules, tidy
from app.web.seen import SeenForm

LONGEST_NOTICE = timedelta(days=366)
HOW_MANY = _("Enter a number from 1 to %(most)d.", most=MOST_MEMBERS)


class GroupForm(SeenForm):
    name = StringField(_("Name of the group"), validators=text_rules(150, _("Enter the name.")))
    kind = RadioField(_("What is it?"), validators=needed(_("Choose what it is.")))
    about = LongText(_("What do you do there? (optional)"), validators=text_rules(1000))
    meets = StringField(
        _("When does it meet?"),
        description=_("For example: Tuesdays, 18:00 to 20:00."),
        validators=text_rules(200, _("Say when it meets.")),
    )
    language = SelectField(_("In which language?"), default="en")
    is_online = RadioField(_("Where is it?"), default="no")
    place = StringField(_("Address, if people meet in a place"), validators=text_rules(250))
    capacity = IntegerField(
        _("How many people can join?"),
        default=12,
        validators=[InputRequired(HOW_MANY), NumberRange(1, MOST_MEMBERS, HOW_MANY)],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(GROUP_KINDS)
        known = reference().languages
        self.language.choices = [SelectChoice(one.code, gettext(one.label)) for one in known]
        self.is_online.choices = [
            SelectChoice("no", _("People meet in a place")), SelectChoice("yes", _("Online")),
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators)
        if self.is_online.data == "no" and not self.place.data:
            self.place.errors = [gettext("Enter the address, or choose online.")]
            return False
        return bool(is_right)

    def begin(self, group: SupportGroup) -> None:
        """Show what is written of a group."""
        self.process(obj=group, data={"is_online": "yes" if group.is_online else "no"})
        self.is_online.data = "yes" if group.is_online else "no"
        self.note_seen(self.details(), group)

    def keep(self, answers: Mapping[str, Any]) -> None:
        """Go on with these columns instead of what was typed."""
        shown = dict(answers, is_online="yes" if answers["is_online"] else "no")
        for name, value in shown.items():
            self[name].data, self[name].raw_data = value, None

    def details(self) -> dict[str, Any]:
        answers = self.given()
        is_online = answers["is_online"] == "yes"
        return answers | {
            "kind": GroupKind(answers["kind"]),
            "is_online": is_online,
            "place": "" if is_online else answers["place"],
        }


class JoinForm(BaseForm):
    """Who joins, and that she agrees; a client joins herself and is not asked."""

    client = RadioField(_("Who joins?"), validators=needed(_("Choose who joins.")), filters=(tidy,))
    agrees = BooleanField(
        _("The person agrees that whoever runs the group sees their first name"),
        validators=needed(_("Tick the box when the person has agreed.")),
    )

    def __init__(self, clients: Iterable[ListedClient] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if clients is None:
            del self.client
            del self.agrees
            return
        # What was found by searching is chosen here; the reach is checked when it is sent.
        self.client.validate_choice = False
        self.client.choices = [
            SelectChoice(one.reference, f"{one.name}, {one.reference}") for one in clients
        ]


class NoticeForm(BaseForm):
    """What is different in a group, and until when that is shown."""

    words = StringField(
        _("What is different?"),
        description=_("For example: no meeting on Tuesday. We meet again the week after."),
        validators=text_rules(300, _("Write a sentence.")),
    )
    until = DateField(
        _("Until when is it shown?"), validators=needed(_("Enter the last day on which it counts."))
    )

    def validate_until(self, field: DateField) -> None:
        if field.data and not clock.today() <= field.data <= clock.today() + LONGEST_NOTICE:
            raise ValidationError(gettext("Enter a day from today to a year ahead."))
