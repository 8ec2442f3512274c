"""The form on which staff enter a referral that an organisation told them, on one page."""

from types import SimpleNamespace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.organisations.models import Organisation, Programme
from app.referrals import presenters, sections
from app.referrals.forms import (
    MISSING,
    ConsentForm,
    FirstMeetingForm,
    PersonForm,
    ProfessionForm,
)
from app.web.forms import BaseForm, choices, email_rules, needed, text_rules


class EnterForm(PersonForm, ProfessionForm, FirstMeetingForm, ConsentForm):
    """All that a partner is asked on several pages, and who told it."""

    organisation = SelectField(
        _("Referring organisation"), validators=needed(_("Choose the organisation."))
    )
    told_by = StringField(
        _("Who told you?"), validators=text_rules(150, _("Enter the name of who told you."))
    )
    organisation_email = EmailField(
        _("E-mail address of the organisation"),
        description=_(
            "We ask and answer by links that we send there. Leave it empty to keep ours."
        ),
        validators=email_rules(),
    )
    programme = SelectField(_("Programme"), validators=needed(_("Choose the programme.")))

    def offer(self, organisations: list[Organisation], programmes: list[Programme]) -> None:
        """Fill the lists; the only programme of a trust is not asked for."""
        self.organisation.choices = [
            SelectChoice("", gettext("Choose from the list")),
            *(SelectChoice(one.reference, one.name) for one in organisations),
        ]
        self.programme.choices = [SelectChoice(one.key, one.name) for one in programmes]
        only = programmes[0] if len(programmes) == 1 else None
        for form in (ProfessionForm, FirstMeetingForm):
            form.prepare(self, only)
        self.contact_route.choices = choices(CONTACT_ROUTE_NAMES)
        self.companion.choices = choices(presenters.COMPANIONS)

    def validate(self, extra_validators: Any = None, *, later: bool = False) -> bool:
        """Everything at once: there is no draft to keep for `later`."""
        right = BaseForm.validate(self, extra_validators) and not later
        said = SimpleNamespace(**self.answers())
        for section in sections.NEEDED_SECTIONS:
            for name in sections.needed(section, said):
                if not self[name].data and not self[name].process_errors:
                    self[name].errors = [str(MISSING[name])]
                    right = False
        return right

    def answers(self) -> dict[str, Any]:
        """The answers of every page by column."""
        found: dict[str, Any] = {}
        for form in (PersonForm, ProfessionForm, FirstMeetingForm, ConsentForm):
            self.section = form.section
            found |= form.answers(self)
        return found
