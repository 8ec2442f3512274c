"""Forms about organisations and what they offer."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    EmailField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, Optional, Regexp

from app.organisations.models import OrganisationKind, Service, ServiceKind
from app.organisations.presenters import KIND_NAMES, SERVICE_KINDS
from app.reference import outward_code, reference
from app.web.forms import (
    LongText,
    VersionedForm,
    choices,
    email_rules,
    needed,
    phone_rules,
    text_rules,
)
from app.web.seen import SeenForm


class OrganisationForm(SeenForm):
    name = StringField(_("Name"), validators=text_rules(150, _("Enter the name.")))
    kind = SelectField(_("Kind"), choices=choices(KIND_NAMES))
    about = LongText(_("What it does (optional)"), validators=text_rules(1000))
    phone = TelField(_("Phone (optional)"), validators=phone_rules())
    email = EmailField(_("E-mail (optional)"), validators=email_rules())
    website = StringField(
        _("Website (optional)"),
        validators=[
            Optional(),
            URL(message=_("Enter the whole address, for example https://example.org.")),
            Regexp(r"^https?://", message=_("Enter an address that starts with https://")),
            *text_rules(200),
        ],
    )
    address = StringField(_("Address (optional)"), validators=text_rules(250))
    postcode = StringField(_("Postcode (optional)"), validators=text_rules(10))

    def answers(self) -> dict[str, Any]:
        """The answers as the columns of an organisation."""
        return self.given() | {"kind": OrganisationKind(self.kind.data)}


class ServiceForm(VersionedForm):
    """A service with where it is, what it costs and how to get it."""

    name = StringField(_("Name of the service"), validators=text_rules(150, _("Enter the name.")))
    kind = SelectField(_("Kind"))
    description = LongText(_("What people get (optional)"), validators=text_rules(1000))
    eligibility = StringField(_("Whom it is for (optional)"), validators=text_rules(200))
    is_free = RadioField(_("Is it free?"), validators=needed(_("Say whether it is free.")))
    cost = StringField(_("What it costs, if it is not free"), validators=text_rules(150))
    how_to_get = LongText(
        _("How to get it (optional)"),
        description=_("For example: come on Tuesdays from 10:00, or ring first."),
        validators=text_rules(500),
    )
    address = StringField(_("Address (optional)"), validators=text_rules(250))
    postcode = StringField(
        _("Postcode (optional)"),
        description=_("People look for what is near them."),
        validators=text_rules(10),
    )
    accessibility = StringField(
        _("Getting in and around (optional)"),
        description=_("For example: no steps, hearing loop, prams welcome."),
        validators=text_rules(300),
    )
    languages = SelectMultipleField(_("Languages spoken (optional)"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(SERVICE_KINDS)
        self.is_free.choices = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        known = reference().languages
        self.languages.choices = [SelectChoice(one.code, gettext(one.label)) for one in known]

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators)
        if self.postcode.data and outward_code(self.postcode.data) is None:
            self.postcode.errors = [gettext("Enter a postcode, for example B66 2QT or B66.")]
            return False
        return bool(is_right)

    def begin(self, service: Service, languages: Sequence[str]) -> None:
        """Show what is written down of a service."""
        self.process(obj=service, data={"is_free": "yes" if service.is_free else "no"})
        self.is_free.data = "yes" if service.is_free else "no"
        self.languages.data = list(languages)

    def details(self) -> dict[str, Any]:
        """The answers as the columns of a service."""
        answers = self.given()
        is_free = answers["is_free"] == "yes"
        return answers | {
            "kind": ServiceKind(answers["kind"]),
            "languages": answers["languages"] or [],
            "is_free": is_free,
            "cost": "" if is_free else answers["cost"],
        }
