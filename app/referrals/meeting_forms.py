"""The form on which a first meeting is arranged or changed."""

import re
from dataclasses import fields
from datetime import datetime, time

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField, StringField, TelField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from app import clock
from app.bookings.recurrence import NoSuchTime, TimeComesTwice, instant
from app.digits import plain_digits
from app.referrals import choices
from app.referrals.decision_forms import FURTHEST, DecisionForm
from app.referrals.meetings import Arrangements
from app.referrals.models import Companion, FirstMeeting, InterpreterNeed, Referral
from app.referrals.transitions import Move
from app.web.filters import weekday_date
from app.web.forms import DateField, email_rules, needed, phone_rules, text_rules

ARRANGED = tuple(entry.name for entry in fields(Arrangements))
NO_TIME = _("Enter a time, for example 14:00.")


CLOCK_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))? ?(?:([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)


class ClockTimeField(TimeField):
    """A time of day as people write it: 14:00, 14.00, 2pm, 2.30 pm."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = CLOCK_TIME.fullmatch(plain_digits(valuelist[0]).strip()) if valuelist else None
        hour, minute, half = typed.groups() if typed else ("", "", "")
        # A bare 2 may be meant either way.
        if not (half or minute) or (half and not 1 <= int(hour) <= 12):
            raise ValueError(NO_TIME)
        shift = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
        try:
            self.data = time(shift, int(minute or 0))
        except ValueError as error:
            raise ValueError(NO_TIME) from error


class MeetingForm(DecisionForm):
    starts_on = DateField(_("Day"), description=_("For example 6 10 2026."))
    starts_time = ClockTimeField(
        _("Time"), description=_("For example 14:00."), validators=needed(NO_TIME)
    )
    place = StringField(_("Place"), validators=text_rules(250, _("Enter the place.")))
    interpreter_language = SelectField(_("Interpreter"), validators=[Optional()])
    meeting_point = StringField(
        _("Where exactly to meet (optional)"),
        description=_("For example: in front of the library door, next to the bus stop."),
        validators=text_rules(250),
    )
    ask_for = StringField(_("Whom to ask for (optional)"), validators=text_rules(150))
    ask_phone = TelField(_("Phone number on the day (optional)"), validators=phone_rules())
    accompanied_by = StringField(_("Who comes along (optional)"), validators=text_rules(200))
    companion_organisation = StringField(
        _("Their organisation (optional)"), validators=text_rules(150)
    )
    companion_phone = TelField(_("Their phone number (optional)"), validators=phone_rules())
    companion_email = EmailField(
        _("Their e-mail address (optional)"),
        description=_("We write to them when and where. The mail does not name the person."),
        validators=email_rules(),
    )
    childcare = StringField(
        _("Childcare needed for the meeting (optional)"), validators=text_rules(250)
    )
    travel_help = StringField(
        _("Help needed with the way (optional)"),
        description=_("For example: bus fare, a lift, somebody to meet at the station."),
        validators=text_rules(250),
    )

    starts_at: datetime | None = None

    def prepare(self) -> None:
        """Offer the languages."""
        self.interpreter_language.choices = [
            SelectChoice("", gettext("No interpreter")),
            SelectChoice(choices.UNKNOWN_LANGUAGE, gettext("Yes, language not known yet")),
            *(SelectChoice(*pair) for pair in choices.languages()),
        ]

    def begin(self, referral: Referral, move: Move) -> None:
        super().begin(referral, move)
        if referral.interpreter == InterpreterNeed.YES:
            self.interpreter_language.data = referral.preferred_language
        self._begin_companion(referral)
        self.childcare.data = referral.childcare_need[:250]
        self.place.data = referral.programme.trust.address

    def _begin_companion(self, referral: Referral) -> None:
        """Who comes along, as the referral says it."""
        if referral.companion == Companion.OTHER:
            self.accompanied_by.data = referral.companion_name
            self.companion_phone.data = referral.companion_phone
        if referral.companion == Companion.REFERRER:
            account = referral.referred_by
            self.accompanied_by.data = account.name if account else ""
            self.companion_email.data = account.email if account else ""
            home = referral.organisation
            self.companion_organisation.data = home.name if home else ""

    def show_arranged(self, meeting: FirstMeeting) -> None:
        """Start from the meeting arranged last; a day that is over is asked anew."""
        if meeting.starts_at > clock.now():
            start = clock.local(meeting.starts_at)
            self.starts_on.data, self.starts_time.data = start.date(), start.time()
        for name in ("place", *ARRANGED):
            self[name].data = getattr(meeting, name)

    def arrangements(self) -> Arrangements:
        """What was arranged besides day, time and place."""
        return Arrangements(**{name: self[name].data or "" for name in ARRANGED})

    def validate_starts_on(self, field: DateField) -> None:
        if field.data is None:
            raise ValidationError(gettext("Enter the day."))
        if not clock.today() <= field.data <= clock.today() + FURTHEST:
            raise ValidationError(gettext("Enter a day between today and a year from now."))

    def validate_starts_time(self, field: TimeField) -> None:
        day = self.starts_on.data
        if field.data is None or day is None:
            return
        try:
            self.starts_at = instant(datetime.combine(day, field.data), clock.LONDON)
        except NoSuchTime:
            raise ValidationError(
                gettext(
                    "There is no such time on %(day)s: the clocks go forward that night.",
                    day=weekday_date(day),
                )
            ) from None
        except TimeComesTwice:
            raise ValidationError(
                gettext(
                    "This time comes twice on %(day)s: the clocks go back. Choose another time.",
                    day=weekday_date(day),
                )
            ) from None
        if self.starts_at <= clock.now():
            raise ValidationError(gettext("Enter a time that lies ahead."))


def seen_on_page() -> int | None:
    """The meeting that stood on the page whose button was pressed."""
    text = request.form.get("meeting", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
