"""Forms of a plan and its steps."""

from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from flask_babel import lazy_gettext as _
from wtforms import (
    DecimalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app import clock
from app.clients.fact_models import EvidenceLevel
from app.pathways.models import PlanStep, StepOwner, StepStatus
from app.pathways.presenters import LEVEL_CHOICES, OWNER_NAMES, STATUS_NAMES, TRACK_NAMES, said
from app.pathways.services import StepDraft, StepEdit
from app.reference.routes import Route, Track
from app.web.forms import BaseForm, DateField, choices, needed, text_rules

NO_ROUTE = "none"
LONGEST_MONTHS = 120
DEAREST = 100_000


def _not_less(most: Any, least: Any) -> None:
    """Refuse a most below its least; what is no number is told of by the fields' own rules."""
    for field in (most, least):
        if field.data is None or not Decimal(field.data).is_finite():
            raise ValidationError(_("Enter a number."))
    if most.data < least.data:
        raise ValidationError(_("The most must not be less than the least."))


class RouteForm(BaseForm):
    route = RadioField(
        _("Which route?"), choices=[], validators=needed(_("Choose a route.")),
        description=_("The steps of the route make the plan. You can add steps and take some out."),
    )  # fmt: skip
    goal = StringField(
        _("Goal (optional)"),
        description=_("In the client's words, for example: work as a nurse in a hospital again."),
        validators=text_rules(300),
    )

    def offer(self, routes: tuple[Route, ...], chosen: str | None) -> None:
        """The profession's routes, and always a plan without one."""
        self.route.choices = [SelectChoice(route.key, said(route.title)) for route in routes]
        self.route.choices.append(SelectChoice(NO_ROUTE, _("No route: only steps of our own")))
        if self.route.data is None:
            self.route.data = chosen or (routes[0].key if routes else NO_ROUTE)


class NewStepForm(BaseForm):
    title = StringField(_("What is the step?"), validators=text_rules(200, _("Name the step.")))
    why = StringField(_("Why it matters (optional)"), validators=text_rules(500))
    track = SelectField(_("Part of the path"), choices=choices(TRACK_NAMES))
    owner = SelectField(_("Who sees to it"), choices=choices(OWNER_NAMES))
    who_helps = StringField(_("Who helps (optional)"), validators=text_rules(300))
    months_least = IntegerField(
        _("Months it takes, at least"), default=0,
        validators=[InputRequired(_("Enter a number of months, 0 or more.")),
                    NumberRange(0, LONGEST_MONTHS, _("Enter 0 to 120 months."))],
    )  # fmt: skip
    months_most = IntegerField(
        _("Months it takes, at most"), default=1,
        validators=[InputRequired(_("Enter a number of months, 0 or more.")),
                    NumberRange(0, LONGEST_MONTHS, _("Enter 0 to 120 months."))],
    )  # fmt: skip
    fee_low = DecimalField(
        _("Cost in pounds, at least"), default=0,
        validators=[InputRequired(_("Enter pounds, 0 if it is free.")),
                    NumberRange(0, DEAREST, _("Enter 0 to 100,000 pounds."))],
    )  # fmt: skip
    fee_high = DecimalField(
        _("Cost in pounds, at most"), default=0,
        validators=[InputRequired(_("Enter pounds, 0 if it is free.")),
                    NumberRange(0, DEAREST, _("Enter 0 to 100,000 pounds."))],
    )  # fmt: skip

    def validate_months_most(self, field: IntegerField) -> None:
        _not_less(field, self.months_least)

    def validate_fee_high(self, field: DecimalField) -> None:
        _not_less(field, self.fee_low)

    def draft(self) -> StepDraft:
        return StepDraft(
            title=self.title.data,
            why=self.why.data or "",
            track=Track(self.track.data),
            owner=StepOwner(self.owner.data),
            who_helps=self.who_helps.data or "",
            months=(self.months_least.data, self.months_most.data),
            pounds=(
                round(self.fee_low.data, 2), round(self.fee_high.data, 2)
            ),
        )  # fmt: skip


class EditStepForm(BaseForm):
    title = StringField(_("What is the step?"), validators=text_rules(200, _("Name the step.")))
    why = StringField(_("Why it matters (optional)"), validators=text_rules(500))
    status = RadioField(_("How far is it?"), choices=choices(STATUS_NAMES))
    owner = SelectField(_("Who sees to it"), choices=choices(OWNER_NAMES))
    who_helps = StringField(_("Who helps (optional)"), validators=text_rules(300))
    staff_note = TextAreaField(
        _("Note for the client (optional)"), validators=text_rules(500),
        description=_("It is shown with the step and printed."),
    )  # fmt: skip
    earliest_on = DateField(
        _("Earliest end, set by hand (optional)"),
        description=_("Leave both dates empty to have them calculated."),
    )
    latest_on = DateField(_("Latest end, set by hand (optional)"))
    version = HiddenField()

    def suit(self, step: PlanStep) -> None:
        """The words of a route's step are the reference data's; those of an own one are ours."""
        if not step.is_own:
            del self.title, self.why

    def validate_latest_on(self, field: DateField) -> None:
        first, last = self.earliest_on.data, field.data
        if (first is None) != (last is None):
            raise ValidationError(_("Enter both dates, or none."))
        if first and last and last < first:
            raise ValidationError(_("The latest end must not be before the earliest."))
        if last and last > clock.today() + relativedelta(months=LONGEST_MONTHS):
            raise ValidationError(_("The latest end must be within ten years from now."))

    def edit(self) -> StepEdit:
        version = str(self.version.data or "")
        return StepEdit(
            status=StepStatus(self.status.data),
            owner=StepOwner(self.owner.data),
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            who_helps=self.who_helps.data or "",
            staff_note=self.staff_note.data or "",
            earliest_on=self.earliest_on.data,
            latest_on=self.latest_on.data,
            title=self.title.data if self.title else None,
            why=self.why.data or "" if self.why else None,
        )

    @classmethod
    def of(cls, step: PlanStep) -> "EditStepForm":
        form = cls(obj=step)
        form.suit(step)
        if not step.is_dated:
            form.earliest_on.data = form.latest_on.data = None
        return form


class TickForm(BaseForm):
    done_on = DateField(_("When was it done?"), default=clock.today)
    outcome = RadioField(_("How did it end?"), choices=[])
    evidence = StringField(
        _("What shows it? (optional)"), validators=text_rules(300),
        description=_("For example a certificate, a letter or an e-mail."),
    )  # fmt: skip
    level = RadioField(
        _("How well do we know?"), choices=choices(LEVEL_CHOICES), default=EvidenceLevel.SEEN
    )

    def suit(self, outcomes: dict[str, str], *, by_staff: bool) -> None:
        """Ask only what this step has and this person can say."""
        if outcomes:
            self.outcome.choices = choices(outcomes)
            self.outcome.validators = needed(_("Choose how it ended."))
        else:
            del self.outcome
        if not by_staff:
            del self.level

    def validate_done_on(self, field: DateField) -> None:
        if field.data is None:
            raise ValidationError(_("Enter the day on which it was done."))
        if field.data > clock.today():
            raise ValidationError(_("This day is still ahead."))


class CommentForm(BaseForm):
    text = TextAreaField(
        _("Write a comment"), validators=text_rules(1000, _("Write something first.")),
    )  # fmt: skip
