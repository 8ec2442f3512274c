"""The form about a trust."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, StringField, TelField

from app.web.forms import email_rules, phone_rules, text_rules
from app.web.seen import SeenForm


class TrustForm(SeenForm):
    """The trust and its Learning Works, as visitors' pages, letters and mails name them."""

    learning_works_name = StringField(
        _("Name of the Learning Works"), validators=text_rules(150, _("Enter the name."))
    )
    name = StringField(_("Name of the trust"), validators=text_rules(150, _("Enter the name.")))
    phone = TelField(
        _("Phone (optional)"),
        description=_("Visitors, clients, partners and mentors see it at the foot of every page."),
        validators=phone_rules(),
    )
    email = EmailField(
        _("E-mail (optional)"), description=_("It stands on plans."), validators=email_rules()
    )
    address = StringField(
        _("Address (optional)"),
        description=_("It stands on plans and letters."),
        validators=text_rules(250),
    )
