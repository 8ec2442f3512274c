"""Forms about organisations and what they offer."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField, TelField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import URL, Optional, Regexp

from app.organisations.presenters import KIND_NAMES, SERVICE_KINDS
from app.web.forms import BaseForm, LongText, text_rules


class OrganisationForm(BaseForm):
    name = StringField(_("Name"), validators=text_rules(150, _("Enter the name.")))
    kind = SelectField(
        _("Kind"), choices=[SelectChoice(kind.value, label) for kind, label in KIND_NAMES.items()]
    )
    about = LongText(_("What it does (optional)"), validators=text_rules(1000))
    phone = TelField(_("Phone (optional)"), validators=text_rules(40))
    email = EmailField(_("E-mail (optional)"), validators=text_rules(254))
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


class ServiceForm(BaseForm):
    name = StringField(_("Name of the service"), validators=text_rules(150, _("Enter the name.")))
    kind = SelectField(
        _("Kind"), choices=[SelectChoice(key, label) for key, label in SERVICE_KINDS.items()]
    )
    description = LongText(_("What people get (optional)"), validators=text_rules(1000))
    eligibility = StringField(_("Whom it is for (optional)"), validators=text_rules(200))
    cost = StringField(_("What it costs (optional)"), validators=text_rules(150))
