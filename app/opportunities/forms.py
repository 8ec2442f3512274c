"""Forms of opportunities: one made or edited by hand, a profession settled, a file to import."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    URLField,
    ValidationError,
)
from wtforms.validators import NumberRange, Optional, Regexp

from app import clock
from app.opportunities.models import OpportunityStatus
from app.opportunities.postings import normal_postcode
from app.opportunities.presenters import (
    KIND_NAMES,
    LEVEL_NAMES,
    band_names,
    profession_names,
    step_names,
)
from app.web.forms import BaseForm, DateField, LongText, VersionedForm, choices, needed, text_rules

LONGEST_DESCRIPTION = 20_000
NONE = {"": "–"}


class ProfessionForm(BaseForm):
    """Settles which profession an advert is for."""

    profession = SelectField(_("Profession"), choices=lambda: choices(profession_names()))


class AdvertsForm(BaseForm):
    file = FileField(
        _("File of adverts"),
        description=_("JSON lines in schema.org JobPosting form, plain or .gz, at most 10 MB"),
        validators=[FileRequired(_("Choose a file."))],
    )


class OpportunityForm(VersionedForm):
    """An opportunity's facts; a field's name is its column's."""

    version = HiddenField(default="1")
    kind = RadioField(
        _("What is it?"),
        choices=lambda: choices(KIND_NAMES),
        validators=needed(_("Choose what it is.")),
    )
    title = StringField(_("Title"), validators=text_rules(300, _("Enter a title.")))
    employer = StringField(
        _("Who offers it"), validators=text_rules(200, _("Enter who offers it."))
    )
    description = LongText(
        _("What it is, and who it is for (optional)"), validators=text_rules(LONGEST_DESCRIPTION)
    )
    profession = SelectField(
        _("Profession"),
        choices=lambda: choices({"": _("Any profession")} | profession_names()),
        validators=[Optional()],
    )
    level = SelectField(
        _("Level"), choices=lambda: choices(NONE | LEVEL_NAMES), validators=[Optional()]
    )
    band = SelectField(_("Agenda for Change band"), validators=[Optional()])
    registration_required = BooleanField(_("Registration with a regulator is needed"))
    is_interim = BooleanField(_("It suits people who are waiting for registration"))
    serves = SelectMultipleField(
        _("Steps of a pathway that it serves (optional)"),
        choices=lambda: choices(step_names()),
        validators=[Optional()],
    )
    salary_text = StringField(
        _("Pay (optional)"),
        description=_("For example, £24,907 to £30,615 a year"),
        validators=text_rules(300),
    )
    locality = StringField(_("Place (optional)"), validators=text_rules(200))
    postcode = StringField(_("Postcode (optional)"), validators=text_rules(10))
    url = URLField(
        _("Link to more about it (optional)"),
        validators=[
            *text_rules(500),
            Regexp(
                r"^https?://[^\s/]\S*$", message=_("Enter an address that starts with https://")
            ),
        ],
    )
    starts_on = DateField(_("First day (optional)"), description=_("For example, 6 10 2026"))
    closes_on = DateField(
        _("Last day to apply (optional)"), description=_("For example, 30 11 2026")
    )
    capacity = IntegerField(
        _("How many places (optional)"),
        validators=[Optional(), NumberRange(1, 1000, _("Enter a number from 1 to 1,000."))],
    )
    status = RadioField(
        _("Is it ready to be seen?"),
        choices=lambda: choices(
            {
                OpportunityStatus.OPEN: _("Yes, put it on the lists"),
                OpportunityStatus.DRAFT: _("No, keep it as a draft"),
            }
        ),
        default=OpportunityStatus.OPEN,
    )

    def __init__(self, *args: Any, band: str = "", **kwargs: Any) -> None:
        """`band` is the opportunity's own, which may be a pair that the list does not have."""
        super().__init__(*args, band=band, **kwargs)
        own = {band: band_names().get(band, band)} if band else {}
        self.band.choices = choices(NONE | own | band_names())

    def validate_postcode(self, field: StringField) -> None:
        if not field.data:
            return
        normal = normal_postcode(field.data)
        if normal is None:
            raise ValidationError(_("Enter a postcode, for example B66 2QT, or its first half."))
        field.data = normal

    def facts(self) -> dict[str, Any]:
        """The columns as answered."""
        names = (
            "title", "employer", "description", "level", "band", "registration_required",
            "is_interim", "serves", "salary_text", "locality", "postcode", "url", "starts_on",
            "closes_on", "capacity",
        )  # fmt: skip
        answers = {name: value for name, value in self.given().items() if name in names}
        return answers | {
            "level": self.level.data or None,
            "url": self.url.data or None,
            "serves": self.serves.data or [],
        }


class PlanFileForm(BaseForm):
    file = FileField(
        _("Workforce plan"),
        description=_("A spreadsheet (.xlsx) or a .csv file of at most 10 MB"),
        validators=[FileRequired(_("Choose a file."))],
    )


class PlanForm(BaseForm):
    """What a plan is called, of which day it is, and which earlier one it replaces."""

    name = StringField(_("Name of the plan"), validators=text_rules(150, _("Enter a name.")))
    figures_on = DateField(
        _("Which day are the figures of?"),
        description=_("For example, 30 9 2026"),
        default=clock.today,
        validators=needed(_("Enter the day the figures are of.")),
    )
    # Not held against its choices: sent again, the form names a plan that is replaced by now.
    replaces = RadioField(
        _("Which plan does it replace?"), default="", validate_choice=False, validators=[Optional()]
    )

    def __init__(self, *args: Any, replaces_choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces.choices = choices({"": _("It replaces no plan"), **replaces_choices})

    def validate_figures_on(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("The figures cannot be of a day to come."))
