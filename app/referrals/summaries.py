"""A referral's answers as people read them: a heading for each page, a line for each answer."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from app.clients.access import FieldGroup
from app.clients.consent_text import GIVEN_NAMES, PURPOSE_NAMES
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.notifications.addresses import is_unconfirmed, person
from app.notifications.refused import refused_of
from app.reference import reference
from app.referrals import choices, presenters
from app.referrals.models import Companion, FirstMeeting, Referral
from app.referrals.sections import NEEDED_SECTIONS, SHARED, Section
from app.web.filters import clock_time, long_date, weekday_date
from app.web.reading_order import comma, listed

TITLES: dict[Section, LazyString] = {
    Section.PERSON: _("The person"),
    Section.PROFESSION: _("Profession"),
    Section.FIRST_MEETING: _("Language and first meeting"),
    Section.CONSENT: _("Agreement"),
    Section.MORE: _("More about the person"),
}


@dataclass(frozen=True)
class Line:
    """An answer; with a group it is one of those that the person lets her referrer see."""

    label: str
    value: str
    group: FieldGroup | None = None


@dataclass(frozen=True)
class Part:
    """One question page: its address part, heading and answered lines; `is_cut` if some are kept
    from who reads."""

    section: Section
    title: str
    lines: tuple[Line, ...]
    is_cut: bool = False


def summary(referral: Referral, *, hidden: Collection[FieldGroup] = ()) -> list[Part]:
    """The answers in the order in which they were asked; what was not answered is left out.

    So are those of the `hidden` groups (see sight).
    """
    made = {
        Section.PERSON: _person(referral),
        Section.PROFESSION: _profession(referral),
        Section.FIRST_MEETING: _first_meeting(referral),
        Section.CONSENT: _consent(referral),
        Section.MORE: _more(referral),
    }
    if FieldGroup.CONSENTS in hidden:
        del made[Section.CONSENT]
    return [
        _part(section, [line for line in lines if line.value], hidden)
        for section, lines in made.items()
        if section in NEEDED_SECTIONS or any(line.value for line in lines)
    ]


def _part(section: Section, lines: list[Line], hidden: Collection[FieldGroup]) -> Part:
    seen = tuple(line for line in lines if line.group not in hidden)
    return Part(section, str(TITLES[section]), seen, is_cut=len(seen) < len(lines))


def _person(referral: Referral) -> list[Line]:
    route = referral.contact_route
    return [
        Line(gettext("Name"), referral.name),
        Line(gettext("Best way to reach the person"), named(CONTACT_ROUTE_NAMES, route)),
        Line(gettext("Phone number"), referral.phone),
        Line(gettext("E-mail address"), _email(referral)),
        Line(gettext("Safe and good times"), referral.contact_note),
    ]


def _email(referral: Referral) -> str:
    """The address, and whether mail arrives there and its reader has said that it is hers."""
    if refused_of([referral.email]):
        return gettext("%(address)s (mail does not arrive there)", address=referral.email)
    if is_unconfirmed(person("referral", referral.id), referral.email):
        return gettext("%(address)s (not yet confirmed)", address=referral.email)
    return referral.email


def _profession(referral: Referral) -> list[Line]:
    profession, country = referral.profession, referral.trained_in
    profession = choices.profession_name(profession) if profession else ""
    country = choices.country_name(country) if country else ""
    english = named(presenters.ENGLISH, referral.english)
    return [
        Line(gettext("Profession"), profession, FieldGroup.PROFESSION),
        Line(gettext("Trained in"), country, FieldGroup.PROFESSION),
        Line(gettext("Training ended"), str(referral.trained_year or ""), FieldGroup.PROFESSION),
        Line(gettext("English, as said"), english, FieldGroup.ENGLISH),
    ]


def _first_meeting(referral: Referral) -> list[Line]:
    language = referral.preferred_language
    return [
        Line(gettext("Speaks best"), choices.language_name(language) if language else ""),
        Line(gettext("Interpreter"), named(presenters.INTERPRETER, referral.interpreter)),
        Line(gettext("Comes along"), companion(referral)),
    ]


def companion(referral: Referral) -> str:
    """Who comes along to the first meeting, with a phone number if there is one."""
    if referral.companion != Companion.OTHER:
        return named(presenters.COMPANIONS, referral.companion)
    return listed((referral.companion_name, referral.companion_phone))


def when_and_where(meeting: FirstMeeting) -> list[Line]:
    """What somebody must know to come to a first meeting, and no more."""
    when = f"{weekday_date(meeting.starts_at)}{comma()} {clock_time(meeting.starts_at)}"
    lines = [
        Line(gettext("When"), when),
        Line(gettext("Place"), meeting.place),
        Line(gettext("Meeting point"), meeting.meeting_point),
        Line(gettext("Ask for"), listed((meeting.ask_for, meeting.ask_phone))),
    ]
    return [line for line in lines if line.value]


def meeting_lines(meeting: FirstMeeting, *, hidden: Collection[FieldGroup] = ()) -> list[Line]:
    """What is arranged for a first meeting, and what has become of it so far (see sight)."""
    language = meeting.interpreter_language
    companion = (meeting.accompanied_by, meeting.companion_organisation, meeting.companion_phone)
    lines = [
        *when_and_where(meeting),
        Line(
            gettext("Interpreter"), choices.language_name(language) if language else gettext("No")
        ),
        Line(gettext("Comes along"), listed(companion) or gettext("Nobody named")),
        Line(gettext("Childcare"), meeting.childcare, FieldGroup.NEEDS),
        Line(gettext("Help with the way"), meeting.travel_help),
        Line(gettext("Confirmed"), _confirmed(meeting)),
        Line(gettext("Arrived"), clock_time(meeting.arrived_at) if meeting.arrived_at else ""),
    ]
    return [line for line in lines if line.value and line.group not in hidden]


def _confirmed(meeting: FirstMeeting) -> str:
    if meeting.confirmed_at is None:
        return gettext("Not yet")
    who = presenters.CONFIRMERS.get(meeting.confirmed_by, "")
    return listed((long_date(meeting.confirmed_at), who))


def _consent(referral: Referral) -> list[Line]:
    shared = "; ".join(
        str(PURPOSE_NAMES[purpose]) for column, purpose in SHARED if getattr(referral, column)
    )
    return [
        Line(gettext("The person agreed"), named(GIVEN_NAMES, referral.consent_given)),
        Line(gettext("The referrer may also see"), shared),
    ]


def _more(referral: Referral) -> list[Line]:
    right = referral.right_to_work
    right_label = gettext(reference().right_to_work(right).plain_english) if right else ""
    return [
        Line(gettext("Year of birth"), str(referral.birth_year or "")),
        Line(gettext("Postcode"), referral.postcode),
        Line(gettext("Right to work"), right_label),
        Line(gettext("Childcare"), referral.childcare_need),
        Line(gettext("Hopes for"), referral.goal, FieldGroup.PROFESSION),
        Line(gettext("Anything else"), referral.about),
        Line(gettext("Goals agreed before"), _on_one_line(referral.plan_goals)),
        Line(gettext("Steps agreed before"), _on_one_line(referral.plan_steps)),
    ]


def _on_one_line(text: str | None) -> str:
    return "; ".join(line.strip() for line in (text or "").splitlines() if line.strip())


def named(names: dict, value: str | None) -> str:
    return str(names[value]) if value else ""
