"""Forms of signing in and of one's own account."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice

from app.web import locales
from app.web.forms import BaseForm, needed, phone_rules, text_rules


class SignInForm(BaseForm):
    email = EmailField(
        _("E-mail address"),
        description=_("Or your user name, if you have no e-mail address."),
        validators=text_rules(254, _("Enter your e-mail.")),
    )
    password = PasswordField(_("Password"), validators=needed(_("Enter your password.")))
    next = HiddenField()
    kept = HiddenField()


class PasswordForm(BaseForm):
    password = PasswordField(
        _("New password"),
        description=_("At least 12 characters. Three words that do not belong together are good."),
        validators=needed(_("Enter a password.")),
    )


class PreferencesForm(BaseForm):
    name = StringField(_("Your name"), validators=text_rules(200, _("Enter your name.")))
    phone = TelField(_("Phone (optional)"), validators=phone_rules())
    locale = SelectField(_("Language of your pages"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = [
            SelectChoice(code, locales.own_name(code)) for code in locales.offered()
        ]


class SavedListForm(BaseForm):
    name = StringField(_("Name of the list"), validators=text_rules(60, _("Give it a name.")))
    is_first = BooleanField(_("Show it first when I open the list"))
