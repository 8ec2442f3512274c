"""Forms of mentors, slots, bookings and attendance."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, URLField
from wtforms.fields.choices import SelectChoice

from app.bookings.models import Mentor, SlotKind
from app.bookings.presenters import KIND_NAMES, profession_title
from app.bookings.recurrence import FORTNIGHTLY, WEEKLY
from app.bookings.services import Offer
from app.clients.listing import ListedClient
from app.organisations.models import Organisation
from app.reference import reference
from app.web.forms import BaseForm, DateField, LongText, choices, needed, text_rules, tidy

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]?([0-5]\d)")
MINUTES = (30, 45, 60, 90, 120, 180, 240, 300, 360, 420, 480)
MOST_OFFERED = 20
RULES = {"once": "", "weekly": WEEKLY, "fortnightly": FORTNIGHTLY}
Choices = list[SelectChoice]


class ClockField(StringField):
    """A time of day as people write it: 14:00, 14.00, 9:30."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.time: time | None = None
        found = CLOCK.fullmatch((self.data or "").strip())
        if found:
            self.time = time(int(found[1]), int(found[2]))
        elif self.data:
            raise ValueError(gettext("Enter a time, for example 14:00."))


class SlotForm(BaseForm):
    """What is offered, when, where and to how many."""

    mentor = SelectField(_("Who is the mentor?"), validators=needed(_("Choose a mentor.")))
    kind = RadioField(_("What do you offer?"), validators=needed(_("Choose what you offer.")))
    first_on = DateField(_("On which day?"), validators=needed(_("Enter the day.")))
    local_start = ClockField(
        _("At what time does it start?"),
        description=_("For example 14:00."),
        validators=needed(_("Enter the time.")),
    )
    duration_minutes = SelectField(_("How long is it?"), coerce=int, default=60)
    capacity = SelectField(_("How many people can come?"), coerce=int, default=1)
    is_online = RadioField(_("Where is it?"), default="no")
    place = StringField(_("Address, if people come to you"), validators=text_rules(250))
    online_link = URLField(
        _("Link, if it is online (optional)"),
        description=_("Only people who are booked see it."),
        validators=text_rules(500),
    )
    title = StringField(_("What is it about? (optional)"), validators=text_rules(150))
    repeats = RadioField(_("Does it repeat?"), default="once")
    until_on = DateField(
        _("If it repeats, until which day?"),
        description=_("At most 52 slots. The time of day stays the same in summer and winter."),
    )

    def __init__(self, mentors: Sequence[Mentor] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if mentors is None:
            del self.mentor
        else:
            self.mentor.choices = [SelectChoice("", _("Choose a mentor"))]
            self.mentor.choices += [SelectChoice(m.reference, m.account.name) for m in mentors]
        self.kind.choices = choices(KIND_NAMES)
        self.duration_minutes.choices = [SelectChoice(n, _minutes(n)) for n in MINUTES]
        self.capacity.choices = [SelectChoice(n, str(n)) for n in range(1, MOST_OFFERED + 1)]
        self.is_online.choices = [
            SelectChoice("no", _("At a place")),
            SelectChoice("yes", _("Online")),
        ]
        self.repeats.choices = [
            SelectChoice("once", _("No, it is once")),
            SelectChoice("weekly", _("Every week")),
            SelectChoice("fortnightly", _("Every two weeks")),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each answer alone, then those that depend on another."""
        is_right = bool(super().validate(extra_validators))
        for field, problem in (
            (self.place, self._place_problem()),
            (self.online_link, self._link_problem()),
            (self.until_on, self._until_problem()),
        ):
            if problem and not field.errors:
                field.errors = [problem]
                is_right = False
        return is_right

    def _place_problem(self) -> str | None:
        if self.is_online.data == "no" and not self.place.data:
            return gettext("Enter the address, or choose online.")
        return None

    def _link_problem(self) -> str | None:
        # Anything else, javascript: above all, must not become a link on somebody's page.
        link = self.online_link.data
        if link and not re.fullmatch(r"https://[^\s/]+\S*", link):
            return gettext("Enter a link that starts with https://")
        return None

    def _until_problem(self) -> str | None:
        last: date | None = self.until_on.data
        if self.repeats.data == "once":
            return None
        if last is None:
            return gettext("Enter the last day.")
        if self.first_on.data and last < self.first_on.data:
            return gettext("The last day must be after the first day.")
        return None

    def offer(self) -> Offer:
        """The answers of a form that has been found right."""
        is_online, repeats = self.is_online.data == "yes", self.repeats.data != "once"
        assert self.first_on.data is not None
        assert self.local_start.time is not None
        return Offer(
            kind=SlotKind(self.kind.data),
            first_on=self.first_on.data,
            at=self.local_start.time,
            minutes=self.duration_minutes.data,
            capacity=self.capacity.data,
            title=self.title.data or "",
            place="" if is_online else self.place.data,
            is_online=is_online,
            online_link=(self.online_link.data or "") if is_online else "",
            rrule=RULES[self.repeats.data],
            until_on=self.until_on.data if repeats else None,
        )


class BookingForm(BaseForm):
    """For whom a place is booked; a client books for herself and is not asked."""

    client = RadioField(
        _("Who is it for?"),
        validators=needed(_("Choose who the place is for.")),
        filters=(tidy,),
    )

    def __init__(self, clients: Iterable[ListedClient] | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if clients is None:
            del self.client
        else:
            # What was found by searching is chosen here; the reach is checked when it is sent.
            self.client.validate_choice = False
            self.client.choices = [SelectChoice(c.reference, client_line(c)) for c in clients]


class AttendanceForm(BaseForm):
    came = RadioField(_("Did the person come?"), validators=needed(_("Say who came.")))
    feedback = LongText(
        _("What went well, and what is the next step? (optional)"),
        description=_("The person and the Learning Works can read this."),
        validators=text_rules(4000),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.came.choices = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]


class MentorForm(BaseForm):
    """What a mentor tells about themselves."""

    profession = SelectField(_("Your profession"), validators=needed(_("Choose a profession.")))
    specialty = StringField(_("Your specialty (optional)"), validators=text_rules(150))
    workplace = SelectField(_("Where do you work? (optional)"))
    place = StringField(
        _("Where do people usually meet you? (optional)"),
        description=_("An address. You can change it for each slot."),
        validators=text_rules(250),
    )
    languages = SelectMultipleField(_("Which languages do you speak? (optional)"))
    about = LongText(
        _("What can you help with? (optional)"),
        description=_("Clients and partners read this."),
        validators=text_rules(2000),
    )

    def __init__(self, workplaces: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        professions = reference().professions
        self.profession.choices = [SelectChoice("", _("Choose a profession"))]
        self.profession.choices += [
            SelectChoice(p.key, profession_title(p.key)) for p in professions
        ]
        self.workplace.choices = [SelectChoice("", _("None of these"))]
        self.workplace.choices += [SelectChoice(o.reference, o.name) for o in workplaces]
        known = reference().languages
        more = gettext("More languages")
        self.languages.choices = [
            SelectChoice(one.code, gettext(one.label), optgroup=None if one.is_common else more)
            for one in known
        ]


def client_line(client: ListedClient) -> str:
    """A client in a list to choose from: two of the same name are told apart by the reference.

    Not by the profession, which a partner sees only while the client's consent stands.
    """
    return f"{client.name}, {client.reference}"


def _minutes(count: int) -> str:
    hours, rest = divmod(count, 60)
    if rest and hours == 0:
        return gettext("%(minutes)d minutes", minutes=rest)
    text = ngettext("%(num)d hour", "%(num)d hours", hours)
    return gettext("%(hours)s %(minutes)d minutes", hours=text, minutes=rest) if rest else text
