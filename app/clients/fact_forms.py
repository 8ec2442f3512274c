"""The forms that add to a client's record: tests, qualifications, evidence, notes."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from app import clock
from app.clients import consent_text, fact_text, presenters, reference_names
from app.clients.consent_models import ConsentGiven
from app.clients.fact_models import EvidenceLevel, Topic
from app.clients.forms import SectionForm
from app.clients.freshness import Standing
from app.clients.said_differently import LONGEST
from app.reference import reference
from app.reference.lists import Component
from app.reference.scores import BadScore, Exam, check_score
from app.web.forms import BaseForm, DateField, LongText, choices, needed, text_rules
from app.web.years import YearField, past_year

LEVELS = choices(presenters.LEVEL_NAMES)


def not_ahead(field: DateField) -> None:
    if field.data and field.data > clock.today():
        raise ValidationError(gettext("The date must be today or in the past."))


class ScoreField(StringField):
    """A score as it is printed, with a point or a comma; `score` is its value."""

    score: Decimal | None = None


class EnglishForm(BaseForm):
    exam = RadioField(_("Which test?"), validators=needed(_("Choose the test.")))
    taken_on = DateField(_("Day of the test"), description=_("For example, 27 3 2026"))
    listening = ScoreField(_("Listening"), validators=needed(_("Enter the listening score.")))
    reading = ScoreField(_("Reading"), validators=needed(_("Enter the reading score.")))
    writing = ScoreField(_("Writing"), validators=needed(_("Enter the writing score.")))
    speaking = ScoreField(_("Speaking"), validators=needed(_("Enter the speaking score.")))
    level = RadioField(_("How well is it known?"), choices=LEVELS, default=EvidenceLevel.CLAIMED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exam.choices = choices(
            {one.key: gettext(one.title) for one in reference().english_tests}
        )

    def validate_taken_on(self, field: DateField) -> None:
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Enter the day of the test."))
        not_ahead(field)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        exam = Exam(self.exam.data)
        return all([_read_score(exam, self[part.value]) for part in Component])

    @property
    def scores(self) -> dict[Component, Decimal]:
        return {part: self[part.value].score for part in Component}


def _read_score(exam: Exam, field: ScoreField) -> bool:
    try:
        field.score = check_score(exam, Decimal((field.data or "").replace(",", ".")))
    except (InvalidOperation, BadScore):
        field.errors = [
            gettext("Enter a band from 0 to 9, in halves, for example 6.5.")
            if exam is Exam.IELTS
            else gettext("Enter a score from 0 to 500, in tens, for example 350.")
        ]
        return False
    return True


class QualificationForm(SectionForm):
    title = StringField(_("Qualification"), validators=text_rules(200, _("Enter what it is.")))
    institution = StringField(_("Where (optional)"), validators=text_rules(200))
    country = SelectField(_("Country (optional)"))
    year = YearField(_("Year (optional)"), validators=past_year())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = choices(reference_names.countries(), _("Not known"))


class EvidenceForm(BaseForm):
    level = RadioField(_("How well is it known?"), choices=LEVELS)
    seen_on = DateField(_("Seen on (optional)"), description=_("Left empty: today"))
    expires_on = DateField(_("Holds until (optional)"))
    document = StringField(
        _("What was seen (optional)"),
        description=_("For example: the regulator's letter. No copy is kept."),
        validators=text_rules(120),
    )
    version = HiddenField()
    note = StringField(_("Note for staff (optional)"), validators=text_rules(300))

    def validate_seen_on(self, field: DateField) -> None:
        not_ahead(field)

    def validate_expires_on(self, field: DateField) -> None:
        if field.data and field.data < (self.seen_on.data or clock.today()):
            raise ValidationError(gettext("The last day must come after the day it was seen."))


class WordsForm(BaseForm):
    goal = LongText(_("What I hope for"), validators=text_rules(300))
    childcare_need = LongText(_("Childcare I need"), validators=text_rules(300))
    health_adjustments = LongText(
        _("What helps me because of my health"), validators=text_rules(500)
    )


class ConsentForm(BaseForm):
    """How a yes was given and until when; the choice of how is for staff alone."""

    counterparty = HiddenField()
    organisation = HiddenField()
    purpose = HiddenField()
    given = RadioField(
        _("How was it agreed?"),
        choices=choices(
            {how: name for how, name in consent_text.GIVEN_NAMES.items() if how != "online"}
        ),
        validators=needed(_("Choose how it was agreed.")),
    )
    interpreter = StringField(
        _("Who interpreted? (when there was an interpreter)"), validators=[Length(max=200)]
    )
    language = SelectField(_("In which language was it read or said?"))
    until_on = DateField(
        _("Until when? (optional)"), description=_("Left empty: until it is taken back")
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = choices(
            {one.code: gettext(one.label) for one in reference().languages}
        )
        if is_own:
            for name in ("given", "interpreter", "language"):
                del self[name]

    def validate_interpreter(self, field: StringField) -> None:
        if self.given.data == ConsentGiven.SPOKEN_WITH_INTERPRETER and not field.data:
            raise ValidationError(gettext("Enter who interpreted."))

    def validate_until_on(self, field: DateField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(gettext("The last day must be today or later."))


class ConfirmForm(BaseForm):
    """That what the page shows on a topic (its prefix) is right; staff say how they know."""

    seen = HiddenField()
    how = SelectField(_("How do you know?"), validators=needed(_("Say how you know.")))

    def __init__(self, *args: Any, prefix: str, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix, **kwargs)
        self.topic = prefix
        if is_own:
            del self.how
            return
        ways = {how: fact_text.CONFIRMED_NAMES[how] for how in fact_text.CONFIRMED_BY_STAFF}
        self.how.choices = choices(ways, _("Choose one"))


def N_(text: str) -> str:  # noqa: N802 -- the mark that the message extractor looks for
    """Mark a message for translation where it stands; it is translated with its topic."""
    return text


# The question, its answers (yes: what stands there holds), and what her words are asked for.
STILL_RIGHT = (
    N_("%(topic)s: is this still right?"),
    {"yes": _("Yes, this is right"), "no": _("No, something is different")},
    N_("%(topic)s: what is different? Write it in your own words."),
)
UNSAID = (
    N_("%(topic)s: we have not asked you yet. Can you tell us?"),
    {"no": _("Yes, I write it here"), "yes": _("I do not know yet")},
    N_("%(topic)s: write it in your own words."),
)


class StillRightForm(BaseForm):
    """For each topic whether it is still right, or her words on what is different."""

    topics: tuple[Topic, ...] = ()

    @property
    def questions(self) -> list[tuple[Topic, RadioField, LongText]]:
        return [(topic, self[topic.value], self[f"{topic}_words"]) for topic in self.topics]

    @property
    def different(self) -> dict[Topic, str]:
        """What she wrote counts, whichever answer is chosen beside it."""
        return {topic: words.data for topic, _choice, words in self.questions if words.data}

    @property
    def right(self) -> list[Topic]:
        chosen = [topic for topic, choice, _words in self.questions if choice.data == "yes"]
        return [topic for topic in chosen if topic not in self.different]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        for _topic, choice, words in self.questions:
            if choice.data == "no" and not words.data:
                words.errors = [gettext("Write it in your own words.")]
                return False
        if not (self.right or self.different) and self.questions:
            self.questions[0][1].errors = [gettext("Choose an answer for at least one.")]
            return False
        return True


def still_right_form(standings: Iterable[Standing]) -> StillRightForm:
    """The form that asks whether topics still hold, or of an unsaid one what she can tell."""
    asked = {one.rule.topic: one.is_unsaid for one in standings}
    fields: dict[str, Any] = {"topics": tuple(asked)}
    for topic, is_unsaid in asked.items():
        question, answers, words = UNSAID if is_unsaid else STILL_RIGHT
        name = fact_text.TOPIC_NAMES[topic]
        fields[topic.value] = RadioField(
            _(question, topic=name), choices=choices(answers), validators=[Optional()]
        )
        fields[f"{topic}_words"] = LongText(_(words, topic=name), validators=text_rules(LONGEST))
    return type("TopicsForm", (StillRightForm,), fields)()
