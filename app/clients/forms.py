"""The forms in which a client's facts are changed, a section at a time."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from app import clock
from app.clients import presenters, reference_names
from app.reference import outward_code, reference
from app.web.forms import (
    LongText,
    VersionedForm,
    choices,
    email_rules,
    phone_rules,
    text_rules,
)
from app.web.years import YearField, birth_year, past_year

ANY_SCRIPT = {"attributes": {"dir": "auto"}}
SHORT = {"width": "4", "inputmode": "numeric"}


class WholeNumber(IntegerField):
    """A number without a fraction, in the digits of any script; may be left empty."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = int(text)
        except ValueError:
            raise ValueError(gettext("Enter a whole number, for example 12.")) from None


def between(least: int, most: int) -> list[Any]:
    message = _("Enter a number from %(min)s to %(max)s.")
    return [Optional(), NumberRange(min=least, max=most, message=message)]


def number_or_none(value: Any) -> int | None:
    """A choice's value as the column holds it."""
    return int(value) if value not in (None, "") else None


def _yes(value: Any) -> bool:
    if str(value) not in ("True", "False"):
        raise ValueError
    return str(value) == "True"


class YesOrNo(RadioField):
    """Yes, no, or nothing chosen: a box would say no where nobody has been asked."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            label,
            choices=choices({True: _("Yes"), False: _("No")}),
            coerce=_yes,
            validators=[Optional()],
            **kwargs,
        )


class SectionForm(VersionedForm):
    """A section of a client's facts."""

    OPTIONS: dict[str, dict[str, Any]] = {}

    @classmethod
    def columns(cls) -> list[str]:
        """The facts that the form holds, in order."""
        inner = {"version", "form_key", "csrf_token"}
        return [field.name for field in cls(formdata=None) if field.name not in inner]

    @property
    def answers(self) -> dict[str, Any]:
        found = {name: self[name].data for name in self.columns()}
        # A text field that was not sent at all is an empty answer, as the columns have it.
        texts = {name for name in found if isinstance(self[name], StringField)}
        return found | {name: "" for name in texts if found[name] is None}

    def keep(self, values: Mapping[str, Any], version: int) -> None:
        """Show these values instead of what was typed."""
        for name, value in {**values, "version": version}.items():
            self[name].data = value
            self[name].raw_data = None


class IdentityForm(SectionForm):
    name = StringField(
        _("Full name"),
        description=_("In any script, as the person writes it. One name is enough."),
        validators=text_rules(200, _("Enter the name.")),
    )
    known_as = StringField(
        _("Known as"),
        description=_("What to call the person: mentors see this name alone."),
        validators=text_rules(100, _("Enter what the person is called.")),
    )
    birth_year = YearField(_("Year of birth (optional)"), validators=birth_year())
    nationality = SelectField(_("Nationality (optional)"))
    OPTIONS = {"name": ANY_SCRIPT, "known_as": ANY_SCRIPT, "birth_year": SHORT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nationality.choices = choices(reference_names.countries(), _("Not known"))


class ContactForm(SectionForm):
    phone = TelField(_("Phone (optional)"), validators=phone_rules())
    email = EmailField(_("E-mail (optional)"), validators=email_rules())
    contact_route = RadioField(
        _("Best way to reach"), choices=choices(presenters.CONTACT_ROUTE_NAMES)
    )
    contact_note = StringField(
        _("What to know when making contact (optional)"),
        description=_("For example: not before 3 pm, or ask for a sister."),
        validators=text_rules(300),
    )
    postcode = StringField(_("Postcode (optional)"), validators=text_rules(10))
    OPTIONS = {"phone": {"width": "20"}, "postcode": {"width": "10"}, "contact_note": ANY_SCRIPT}

    def validate_postcode(self, field: StringField) -> None:
        if field.data and outward_code(field.data) is None:
            raise ValidationError(
                gettext("Enter a postcode, for example B66 2QT, or its first half.")
            )
        field.data = (field.data or "").upper()


class ProfessionForm(SectionForm):
    profession = SelectField(_("Profession"))
    specialty = StringField(_("Specialty (optional)"), validators=text_rules(150))
    route = SelectField(_("Route to registration"))
    trained_in = SelectField(_("Country of training"))
    trained_year = YearField(_("Year of qualifying (optional)"), validators=past_year())
    OPTIONS = {"specialty": ANY_SCRIPT, "trained_year": SHORT}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        routes = {one.key: gettext(one.title) for one in reference().routes}
        self.profession.choices = choices(reference_names.professions())
        self.route.choices = choices(routes, _("The usual one"))
        self.trained_in.choices = choices(reference_names.countries(), _("Not known"))

    def validate_route(self, field: SelectField) -> None:
        if not field.data or self.profession.errors:
            return
        fitting = [route.key for route in reference().routes_for(self.profession.data)]
        if field.data not in fitting:
            raise ValidationError(gettext("Choose a route of this profession, or the usual one."))


class ProgressForm(SectionForm):
    """What changes on the way, and what the client herself knows best."""

    goal = StringField(_("Goal (optional)"), validators=text_rules(300))
    registration_stage = RadioField(
        _("How far with the regulator (optional)"),
        choices=choices(presenters.STAGE_NAMES),
        validators=[Optional()],
    )
    years_of_practice = WholeNumber(_("Years of practice (optional)"), validators=between(0, 80))
    last_practised_month = SelectField(
        _("Last month of work in the profession (optional)"), coerce=number_or_none
    )
    last_practised_year = YearField(_("Last year of practice (optional)"), validators=past_year())
    current_job = StringField(_("Job now (optional)"), validators=text_rules(150))
    OPTIONS = dict.fromkeys(("goal", "current_job"), ANY_SCRIPT) | dict.fromkeys(
        ("years_of_practice", "last_practised_year"), SHORT
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_practised_month.choices = choices(presenters.months(), _("Not known"))

    def validate_last_practised_month(self, field: SelectField) -> None:
        month, year = field.data, self.last_practised_year.data
        if month and not year:
            raise ValidationError(gettext("Enter the year of the month, too."))
        if month and year == clock.today().year and month > clock.today().month:
            raise ValidationError(gettext("Enter a month that has begun."))


class AvailabilityForm(SectionForm):
    hours = RadioField(
        _("Hours (optional)"), choices=choices(presenters.HOURS_NAMES), validators=[Optional()]
    )
    travel_km = WholeNumber(
        _("How far to travel, in kilometres (optional)"), validators=between(0, 1000)
    )
    open_to_interim = YesOrNo(_("Open to an interim job on the way (optional)"))
    childcare_need = StringField(_("Childcare needed (optional)"), validators=text_rules(300))
    health_adjustments = LongText(
        _("Health adjustments (optional)"),
        description=_("Only what people must know to help."),
        validators=text_rules(500),
    )
    OPTIONS = {"travel_km": SHORT, "childcare_need": ANY_SCRIPT, "health_adjustments": ANY_SCRIPT}


class RightToWorkForm(SectionForm):
    right_to_work = RadioField(_("Which of these applies?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = {one.key: gettext(one.label) for one in reference().rights_to_work}
        self.right_to_work.choices = choices(rights, _("Not known yet"))


class LanguagesForm(SectionForm):
    preferred_language = SelectField(_("Preferred language"))
    interpreter_needed = YesOrNo(_("Is an interpreter needed? (optional)"))
    speaks = SelectMultipleField(_("Languages spoken"))
    reads = SelectMultipleField(_("Languages read"))
    OPTIONS = {
        name: {"classes": "nhsuk-checkboxes--small app-columns"} for name in ("speaks", "reads")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = reference().languages
        names = {one.code: gettext(one.label) for one in known}
        self.preferred_language.choices = choices(names, _("Not known yet"))
        more = gettext("More languages")
        self.speaks.choices = self.reads.choices = [
            SelectChoice(one.code, gettext(one.label), optgroup=None if one.is_common else more)
            for one in known
        ]

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        return answers | {name: sorted(answers[name] or ()) for name in ("speaks", "reads")}
