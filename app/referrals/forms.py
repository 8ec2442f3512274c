"""The question pages of a referral as forms; what is needed on each comes from `sections`."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.consent_text import GIVEN_NAMES, PURPOSE_NAMES
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.clients.wordings import sentences
from app.organisations.models import Programme
from app.reference import outward_code
from app.referrals import choices, presenters, sections
from app.referrals.answer_fields import radio, select
from app.referrals.models import Companion, Referral
from app.referrals.sections import Section
from app.web.forms import BaseForm, LongText, email_rules, phone_rules, text_rules
from app.web.seen import Clash, SeenForm
from app.web.years import YearField, birth_year, past_year

MISSING = {
    "name": _("Enter the person's name. One name is enough."),
    "contact_route": _("Choose how we can reach the person."),
    "phone": _("Enter a phone number, or choose another way to reach the person."),
    "email": _("Enter an e-mail address, or choose another way to reach the person."),
    "profession": _("Choose a profession, or that you do not know."),
    "trained_in": _("Choose a country, or that you do not know."),
    "preferred_language": _("Choose a language, or that you do not know."),
    "interpreter": _("Choose yes, no, or that you do not know."),
    "companion": _("Choose who comes along, or that it is not known yet."),
    "companion_name": _("Enter the name of the person who comes along."),
    "consent_given": _("Choose how the person agreed. Without it we cannot take the referral."),
}


class QuestionForm(SeenForm):
    """One question page; `later` keeps what is there although something is missing."""

    section: Section
    missing = MISSING

    def validate(self, extra_validators: Any = None, *, later: bool = False) -> bool:
        right = super().validate(extra_validators)
        if later:
            return right
        for name in self.needed():
            if not self[name].data and not self[name].process_errors:
                self[name].errors = [str(self.missing[name])]
                right = False
        return right

    def needed(self) -> tuple[str, ...]:
        """The answers that this page cannot do without."""
        return sections.needed(self.section, SimpleNamespace(**self.answers()))

    def answers(self) -> dict[str, Any]:
        """The page's answers by column; an empty text is empty, an open choice None."""
        found = {name: self[name].data for name in self.names()}
        blank = {name: None if Referral._meta.fields[name].null else "" for name in found}
        return {name: value or blank[name] for name, value in found.items()}

    def names(self) -> tuple[str, ...]:
        """The answers that this page asks for."""
        return sections.ANSWERS[self.section]

    def prepare(self, _programme: Programme | None) -> None:
        """Fill the lists that depend on the programme or on the page's language."""

    def show(self, answers: Any) -> None:
        """Show these answers, and remember that they are what the page showed."""
        for name in self.names():
            self[name].data, self[name].raw_data = getattr(answers, name), None
        self.note_seen(self.names(), answers)

    def show_clash(self, clash: Clash) -> None:
        """Go on with what was typed beside the answers that nobody typed here."""
        self.show(SimpleNamespace(**clash.kept))
        self.note_seen(self.names(), SimpleNamespace(**clash.current))


class PersonForm(QuestionForm):
    section = Section.PERSON
    name = StringField(
        _("Name"),
        description=_("As the person says it, in any script. One name is enough."),
        validators=text_rules(200),
    )
    contact_route = radio(
        _("How can we best reach the person?"),
        CONTACT_ROUTE_NAMES | {"referrer": _("Through me")},
    )
    phone = TelField(_("Phone number"), validators=phone_rules())
    email = EmailField(_("E-mail address"), validators=email_rules())
    contact_note = StringField(
        _("When is it safe and good to call or write? (optional)"), validators=text_rules(300)
    )


class ProgrammeChoice(BaseForm):
    """The first page of a new referral asks for the programme where several are open."""

    programme = RadioField(_("Which programme is it for?"))

    def offer(self, programmes: Sequence[Programme]) -> None:
        if len(programmes) == 1:
            del self.programme
            return
        self.programme.choices = [SelectChoice(entry.key, entry.name) for entry in programmes]

    def chosen(self, programmes: Sequence[Programme]) -> Programme:
        wanted = self.programme.data if self.programme else None
        return next((one for one in programmes if one.key == wanted), programmes[0])

    def validate_programme(self, field: RadioField) -> None:
        if not field.data:
            field.errors = []
            raise ValidationError(gettext("Choose the programme."))


class StartForm(ProgrammeChoice, PersonForm):
    """The first page of a partner's new referral."""


class ProfessionForm(QuestionForm):
    section = Section.PROFESSION
    profession = SelectField(_("Profession"))
    trained_in = SelectField(_("Country where the person trained"))
    trained_year = YearField(_("Year when the training ended (optional)"), validators=past_year())
    english = radio(_("How much English does the person speak? (optional)"), presenters.ENGLISH)

    def prepare(self, programme: Programme | None) -> None:
        unknown = _("I do not know, or it is not in the list")
        self.profession.choices = select(
            choices.professions(programme), choices.UNKNOWN_PROFESSION, unknown
        )
        self.trained_in.choices = select(
            choices.countries(), choices.UNKNOWN_COUNTRY, _("I do not know")
        )


class SuitabilityForm(ProfessionForm):
    """The three questions of `suitability`, asked in an address: nothing is kept or changed."""

    trained_year = None  # type: ignore[assignment]
    english = radio(_("How much English does the person speak?"), presenters.ENGLISH)
    missing = MISSING | {"english": _("Choose one, or that you do not know.")}

    class Meta(BaseForm.Meta):
        csrf = False

    def names(self) -> tuple[str, ...]:
        return ("profession", "trained_in", "english")

    def needed(self) -> tuple[str, ...]:
        return self.names()


class FirstMeetingForm(QuestionForm):
    section = Section.FIRST_MEETING
    preferred_language = SelectField(_("Language the person speaks best"))
    interpreter = radio(_("Is an interpreter needed?"), presenters.INTERPRETER)
    companion = radio(
        _("Who comes along to the first meeting?"),
        {
            Companion.REFERRER: _("I do, or a colleague"),
            Companion.OTHER: _("Somebody else"),
            Companion.NOBODY: _("Nobody"),
            Companion.UNKNOWN: _("I do not know yet"),
        },
        description=_("Many people feel safer when somebody they know comes along."),
    )
    companion_name = StringField(
        _("Name of somebody else who comes along"), validators=text_rules(200)
    )
    companion_phone = TelField(
        _("Phone number of somebody else (optional)"), validators=phone_rules()
    )

    def prepare(self, _programme: Programme | None) -> None:
        unknown = _("I do not know, or it is not in the list")
        self.preferred_language.choices = select(
            choices.languages(), choices.UNKNOWN_LANGUAGE, unknown
        )


def _share(purpose: ConsentPurpose) -> BooleanField:
    """What the referring organisation may see, with the words that are kept of it."""
    lines = sentences(Counterparty.ORGANISATION, purpose)
    words = LazyString(lambda: " ".join(str(line) for line in lines))
    return BooleanField(PURPOSE_NAMES[purpose], description=words)


class ConsentForm(QuestionForm):
    section = Section.CONSENT
    consent_given = radio(
        _("How did the person agree?"),
        {given: name for given, name in GIVEN_NAMES.items() if given != ConsentGiven.ONLINE},
    )
    share_profile = _share(ConsentPurpose.SHARE_PROFILE)
    share_english = _share(ConsentPurpose.SHARE_ENGLISH)
    share_plan = _share(ConsentPurpose.SHARE_PLAN)

    def answers(self) -> dict[str, Any]:
        found = {name: bool(self[name].data) for name in sections.ANSWERS[self.section][1:]}
        return {"consent_given": self.consent_given.data or None} | found


class MoreForm(QuestionForm):
    section = Section.MORE
    birth_year = YearField(_("Year of birth"), validators=birth_year())
    postcode = StringField(
        _("Postcode"), description=_("The first half is enough."), validators=text_rules(10)
    )
    right_to_work = SelectField(
        _("Right to work"),
        description=_("Mentors and other organisations do not see this."),
        validators=[Optional()],
    )
    childcare_need = StringField(_("Childcare the person needs"), validators=text_rules(300))
    goal = StringField(_("What the person hopes for"), validators=text_rules(300))
    about = LongText(_("Anything else we should know"), validators=text_rules(2000))
    plan_goals = LongText(
        _("Goals of a plan that you have made with the person"), validators=text_rules(1000)
    )
    plan_steps = LongText(
        _("Steps of that plan"),
        description=_("A step a line. They become a part of the person's plan with us."),
        validators=text_rules(2000),
    )

    def prepare(self, _programme: Programme | None) -> None:
        self.right_to_work.choices = [
            SelectChoice("", gettext("I do not know")),
            *(SelectChoice(key, name) for key, name in choices.rights_to_work()),
        ]

    def validate_postcode(self, field: StringField) -> None:
        if field.data and outward_code(field.data) is None:
            raise ValidationError(gettext("Enter a postcode, for example B66 or B66 2QT."))


FORMS: dict[Section, type[QuestionForm]] = {
    form.section: form
    for form in (PersonForm, ProfessionForm, FirstMeetingForm, ConsentForm, MoreForm)
}
