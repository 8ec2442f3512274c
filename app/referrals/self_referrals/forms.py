"""The pages of a self-referral as forms: a partner's questions, asked of the person herself."""

from types import SimpleNamespace
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import ValidationError

from app.clients.consent_models import ConsentGiven
from app.clients.models import ContactRoute
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.organisations.models import Programme
from app.reference import reference
from app.referrals import presenters
from app.referrals.answer_fields import radio
from app.referrals.forms import (
    FirstMeetingForm,
    PersonForm,
    ProfessionForm,
    ProgrammeChoice,
    QuestionForm,
)
from app.referrals.models import Companion
from app.referrals.self_referrals import codes
from app.referrals.self_referrals.models import HeardFrom
from app.referrals.self_referrals.presenters import HEARD_FROM
from app.referrals.self_referrals.queries import client_who_shared, code_of
from app.referrals.self_referrals.questions import ANSWERS, Question, needed
from app.web.forms import BaseForm, LongText, VersionedForm, email_rules, phone_rules, text_rules
from app.web.forms import needed as needed_answer

MISSING = {
    "name": _("Enter your name. One name is enough."),
    "contact_route": _("Choose how we can reach you."),
    "phone": _("Enter your phone number, or choose another way."),
    "email": _("Enter your e-mail address, or choose another way."),
    "profession": _("Choose your profession, or that it is not in the list."),
    "trained_in": _("Choose the country."),
    "preferred_language": _("Choose a language, or that it is not in the list."),
    "interpreter": _("Choose yes, no, or that you do not know."),
    "companion": _("Choose who comes with you, or that you do not know yet."),
    "companion_name": _("Enter the name of the person who comes with you."),
    "is_helped": _("Choose yes or no."),
    "helper": _("Enter the name of the person who helps you."),
    "consent_given": _("Tick the box if you agree. Without it we cannot help you."),
}
YES, NO = "yes", "no"


class OwnForm(QuestionForm):
    """One question page of a self-referral."""

    question: Question
    missing = MISSING

    def names(self) -> tuple[str, ...]:
        return ANSWERS[self.question]

    def needed(self) -> tuple[str, ...]:
        return needed(self.question, SimpleNamespace(**self.answers()))


class OwnProfessionForm(OwnForm, ProfessionForm):
    question = Question.PROFESSION
    profession = SelectField(_("Your profession"))
    trained_in = SelectField(_("Country where you trained"))
    goal = StringField(
        _("What do you hope for? (optional)"),
        description=_("In your own words, in any language."),
        validators=text_rules(300),
    )
    trained_year = None  # type: ignore[assignment]
    english = None


class OwnStartForm(ProgrammeChoice, OwnProfessionForm):
    """The first page; a friend's code travels with it to the page that asks for it."""


class OwnPersonForm(OwnForm, PersonForm):
    question = Question.PERSON
    name = StringField(
        _("Your name"),
        description=_("As you say it, in any script. One name is enough."),
        validators=text_rules(200),
    )
    contact_route = radio(
        _("How can we reach you?"),
        {key: name for key, name in CONTACT_ROUTE_NAMES.items() if key != ContactRoute.REFERRER},
    )
    phone = TelField(_("Your phone number"), validators=phone_rules())
    email = EmailField(_("Your e-mail address, if you have one"), validators=email_rules())
    contact_note = StringField(
        _("When is it safe and good to call or write? (optional)"), validators=text_rules(300)
    )


class OwnLanguageForm(OwnForm, FirstMeetingForm):
    question = Question.LANGUAGE
    preferred_language = SelectField(_("Language you speak best"))
    interpreter = radio(_("Do you want an interpreter?"), presenters.INTERPRETER)
    english = radio(_("How much English do you speak? (optional)"), presenters.ENGLISH)
    companion = None
    companion_name = None
    companion_phone = None

    def prepare(self, programme: Programme | None) -> None:
        """Begin with the language of the page, but for English, which all pages have."""
        super().prepare(programme)
        page = str(get_locale() or "en").partition("_")[0]
        known = {language.code for language in reference().languages} - {"en"}
        if not self.preferred_language.data and page in known:
            self.preferred_language.data = page


class OwnMeetingForm(OwnForm):
    question = Question.MEETING
    companion = radio(
        _("Who comes with you to the first meeting?"),
        {
            Companion.OTHER: _("Somebody I know"),
            Companion.NOBODY: _("Nobody"),
            Companion.UNKNOWN: _("I do not know yet"),
        },
        description=_("Many people feel safer when somebody they know comes along."),
    )
    companion_name = StringField(_("Name of who comes with you"), validators=text_rules(200))
    companion_phone = TelField(_("Their phone number (optional)"), validators=phone_rules())
    childcare_need = StringField(
        _("Do you need childcare to come? (optional)"),
        description=_("For example: two children, three and five years old."),
        validators=text_rules(300),
    )


class OwnHeardForm(OwnForm):
    question = Question.HEARD
    heard_from = radio(_("How did you hear of us? (optional)"), HEARD_FROM)
    share_code = StringField(
        _("Code from a friend (optional)"),
        description=_("Only if somebody gave you one, like S-7K3F-2X."),
        validators=text_rules(40),
    )
    is_helped = radio(
        _("Does somebody help you to fill this in?"),
        {NO: _("No"), YES: _("Yes, somebody helps me")},
    )
    helper = StringField(
        _("Who helps you?"),
        description=_("Their name, and who they are: a friend, a neighbour, a library worker."),
        validators=text_rules(200),
    )

    def answers(self) -> dict[str, Any]:
        friend = client_who_shared(self.share_code.data) if self.share_code.data else None
        is_helped = {YES: True, NO: False}.get(self.is_helped.data or "")
        return {
            "heard_from": self.heard_from.data or (HeardFrom.FRIEND if friend else None),
            "shared_by": friend.id if friend else None,
            "is_helped": is_helped,
            "helper": (self.helper.data or "") if is_helped else "",
        }

    def show(self, answers: Any) -> None:
        self.heard_from.data = answers.heard_from
        self.share_code.data = code_of(answers.shared_by)
        self.is_helped.data = {True: YES, False: NO}.get(answers.is_helped)
        self.helper.data = answers.helper
        self.note_seen(self.names(), answers)

    def validate_share_code(self, field: StringField) -> None:
        if field.data and client_who_shared(field.data) is None:
            raise ValidationError(gettext("We do not know this code. Check it, or leave it empty."))


class OwnConsentForm(OwnForm):
    question = Question.CONSENT
    consent_given = BooleanField(_("I agree"))

    def answers(self) -> dict[str, Any]:
        return {"consent_given": ConsentGiven.ONLINE if self.consent_given.data else None}

    def show(self, answers: Any) -> None:
        self.consent_given.data = bool(answers.consent_given)
        self.note_seen(self.names(), answers)


FORMS: dict[Question, type[OwnForm]] = {
    form.question: form
    for form in (
        OwnProfessionForm, OwnPersonForm, OwnLanguageForm, OwnMeetingForm, OwnHeardForm,
        OwnConsentForm,
    )
}  # fmt: skip


class CodeForm(BaseForm):
    code = StringField(
        _("Your code"),
        description=_("Four groups of three, like 7K3-F2X-CA9-M4T."),
        validators=text_rules(60, _("Enter your code.")),
    )

    def validate_code(self, field: StringField) -> None:
        if field.data and codes.as_typed(field.data) is None:
            raise ValidationError(gettext("Check the code: it has twelve letters and numbers."))


class ClaimForm(BaseForm):
    proof = StringField(
        _("The last four digits of your phone number, or your year of birth"),
        description=_("So that we know that it is you. Four digits."),
        validators=text_rules(20, _("Enter four digits.")),
    )
    email = EmailField(_("E-mail address (optional)"), validators=email_rules())
    password = PasswordField(
        _("New password"),
        description=_("At least 12 characters. Three words that do not belong together are good."),
        validators=needed_answer(_("Enter a password.")),
    )


class AnswerForm(VersionedForm):
    note = LongText(_("Your answer"), validators=text_rules(2000, _("Write an answer.")))
