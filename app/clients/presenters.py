"""How a client's facts read on a page."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _

from app import clock
from app.clients.access import FieldGroup
from app.clients.duplicates import Grade, Signal
from app.clients.models import (
    ClientLanguage,
    Confirmed,
    ConsentGiven,
    ConsentPurpose,
    ContactRoute,
    Counterparty,
    EvidenceLevel,
    Hours,
    NoteAudience,
    RegistrationStage,
    Topic,
)
from app.clients.practice import away as practice_away
from app.policy import Role
from app.reference import reference
from app.reference.errors import UnknownKey
from app.web.filters import long_date

STAGE_NAMES = {
    RegistrationStage.NOT_STARTED: _("Not started"),
    RegistrationStage.DOCUMENTS: _("Collecting documents"),
    RegistrationStage.APPLIED: _("Applied to the regulator"),
    RegistrationStage.EXAMS: _("Taking the regulator's tests"),
    RegistrationStage.REGISTERED: _("Registered"),
}
HOURS_NAMES = {
    Hours.FULL_TIME: _("Full time"),
    Hours.PART_TIME: _("Part time"),
    Hours.EITHER: _("Full time or part time"),
}
CONTACT_ROUTE_NAMES = {
    ContactRoute.PHONE: _("Phone call"),
    ContactRoute.TEXT: _("Text message"),
    ContactRoute.WHATSAPP: _("WhatsApp"),
    ContactRoute.EMAIL: _("E-mail"),
    ContactRoute.REFERRER: _("Through the organisation that referred"),
}
LEVEL_NAMES = {
    EvidenceLevel.CLAIMED: _("Claimed"),
    EvidenceLevel.SEEN: _("Seen"),
    EvidenceLevel.VERIFIED: _("Verified"),
}
LEVEL_MEANINGS = {
    EvidenceLevel.CLAIMED: _("The client says so."),
    EvidenceLevel.SEEN: _("Staff have seen the document."),
    EvidenceLevel.VERIFIED: _("Confirmed by whoever issued it."),
}
LEVEL_COLOURS = {
    EvidenceLevel.CLAIMED: "grey",
    EvidenceLevel.SEEN: "blue",
    EvidenceLevel.VERIFIED: "green",
}
AUDIENCE_NAMES = {
    NoteAudience.STAFF: _("Staff only"),
    NoteAudience.PARTNER: _("Staff and the referring organisations"),
    NoteAudience.CLIENT: _("Staff and the client"),
}
GIVEN_NAMES = {
    ConsentGiven.WRITTEN: _("In writing"),
    ConsentGiven.SPOKEN: _("By speaking, in a shared language"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("By speaking, with an interpreter"),
    ConsentGiven.ONLINE: _("Online"),
}
GROUP_NAMES = {
    FieldGroup.FIRST_NAME: _("First name"),
    FieldGroup.IDENTITY: _("Whole name, year of birth, nationality"),
    FieldGroup.CONTACT: _("Phone, e-mail, postcode"),
    FieldGroup.LANGUAGES: _("Languages"),
    FieldGroup.PROFESSION: _("Profession, training, registration and goal"),
    FieldGroup.ENGLISH_LEVEL: _("About which level the English has"),
    FieldGroup.ENGLISH: _("English scores, and which documents were seen"),
    FieldGroup.NEXT_STEPS: _("Goals and next steps"),
    FieldGroup.PLAN: _("The whole pathway plan and its progress"),
    FieldGroup.MATCH_STATE: _("How far things are with work and courses"),
    FieldGroup.MATCHES: _("Work and courses that fit, with reasons"),
    FieldGroup.BOOKINGS: _("Bookings with them"),
    FieldGroup.MONEY: _("Money and awards"),
    FieldGroup.RIGHT_TO_WORK: _("Right to work"),
    FieldGroup.NEEDS: _("Childcare and health adjustments"),
    FieldGroup.SUPPORT: _("What is needed on the way, and the support asked for"),
    FieldGroup.NOTES: _("Notes that are written for them"),
    FieldGroup.CONSENTS: _("Who may see what, and who looked"),
    FieldGroup.AUDIT: _("The history of every change"),
}
COUNTERPARTY_NAMES = {
    Counterparty.STAFF: _("The Learning Works"),
    Counterparty.MENTOR: _("Mentors"),
    Counterparty.ORGANISATION: _("An organisation"),
}
SIGHT_NAMES = {
    Role.STAFF: _("They keep the record and see it whole."),
    Role.PARTNER: _(
        "They referred, and walk along. They also see what they wrote in the referral themselves."
    ),
    Role.MENTOR: _("Only those who have a booking together see anything, while it stands."),
}
PURPOSE_NAMES = {
    ConsentPurpose.HOLD_RECORD: _("Keeping this record"),
    ConsentPurpose.SHARE_PROFILE: _("Profession, training, qualifications and goal"),
    ConsentPurpose.SHARE_ENGLISH: _("English tests"),
    ConsentPurpose.SHARE_PLAN: _("Pathway plan and its progress"),
    ConsentPurpose.SHARE_NEEDS: _("Childcare and other needs"),
}
SIGNAL_NAMES = {
    Signal.SAME_NAME: _("same name"),
    Signal.NAME_ALIKE: _("name spelled alike"),
    Signal.PART_OF_NAME: _("a part of the name alike"),
    Signal.SAME_YEAR: _("born the same year"),
    Signal.YEAR_ONE_OFF: _("born a year apart"),
    Signal.YEAR_UNKNOWN: _("a year of birth is not known"),
    Signal.YEARS_APART: _("years of birth differ"),
    Signal.PHONE: _("same phone"),
    Signal.EMAIL: _("same e-mail"),
    Signal.REFERRER: _("referred by the same organisation"),
    Signal.PROFESSION: _("same profession"),
    Signal.COUNTRY: _("trained in the same country"),
}
TOPIC_NAMES = {
    Topic.CONTACT: _("Contact"),
    Topic.AVAILABILITY: _("Availability"),
    Topic.REGISTRATION: _("Registration"),
    Topic.PRACTICE: _("Work in the profession"),
}
CONFIRMED_NAMES = {
    Confirmed.ONLINE: _("online"),
    Confirmed.PHONE: _("on the phone"),
    Confirmed.MEETING: _("in person"),
    Confirmed.MESSAGE: _("in a message"),
    Confirmed.REFERRER: _("through the organisation that referred"),
    Confirmed.DOCUMENT: _("from a document"),
    Confirmed.CHANGE: _("when it was changed"),
}
CONFIRMED_BY_STAFF = tuple(
    how for how in Confirmed if how not in (Confirmed.ONLINE, Confirmed.CHANGE)
)
GRADE_NAMES = {
    Grade.ALMOST_CERTAIN: _("Almost certain"),
    Grade.LIKELY: _("Likely"),
    Grade.POSSIBLE: _("Possible"),
}


def signal_list(why: Iterable[str]) -> str:
    """What two records have in common, as a list of words."""
    return ", ".join(str(SIGNAL_NAMES[Signal(one)]) for one in why)


@cache
def _territories(locale: str) -> dict[str, str]:
    """Country names by code: Babel's list holds groups of countries and tests, too."""
    names = {str(code): str(name) for code, name in Locale.parse(locale).territories.items()}
    codes = {code for code in names if len(code) == 2 and code.isalpha()} - NOT_COUNTRIES
    kept = {code: names[code] for code in codes}
    return dict(sorted(kept.items(), key=lambda item: item[1].casefold()))


NOT_COUNTRIES = frozenset(
    {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
)


def countries() -> dict[str, str]:
    """Every country's name in the viewer's language, by its two-letter code, in order."""
    return _territories(str(get_locale() or "en"))


def country_name(code: str) -> str:
    return countries().get(code, code)


def profession_name(key: str) -> str:
    return gettext(reference().profession(key).title)


def route_name(key: str) -> str:
    return gettext(reference().route(key).title)


def route_of(profession: str, chosen: str) -> str:
    """The chosen route, else the profession's usual one, which is said."""
    if chosen:
        return route_name(chosen)
    usual = next(iter(reference().routes_for(profession)), None)
    if usual is None:
        return gettext("No route to registration is in our list")
    return gettext("%(route)s (the usual one)", route=gettext(usual.title))


def language_name(code: str) -> str:
    try:
        return gettext(reference().language(code).label)
    except UnknownKey:
        return code


def right_to_work_name(key: str) -> str:
    return gettext(reference().right_to_work(key).label)


def professions() -> dict[str, str]:
    """Names of the professions by key, in the reference data's order."""
    return _professions(str(get_locale()))


@cache
def _professions(_locale: str) -> dict[str, str]:
    return {one.key: gettext(one.title) for one in reference().professions}


def stages() -> dict[str, str]:
    """Names of the stages of registration, in their order."""
    return _stages(str(get_locale()))


@cache
def _stages(_locale: str) -> dict[str, str]:
    return {stage.value: str(name) for stage, name in STAGE_NAMES.items()}


def years(number: int | None) -> str:
    if number is None:
        return ""
    return ngettext("%(num)d year", "%(num)d years", number)


def yes_or_no(value: bool) -> str:
    return gettext("Yes") if value else gettext("No")


def month_name(number: int) -> str:
    return months()[number]


NAMERS: dict[str, Any] = {
    "last_practised_month": month_name,
    "nationality": country_name,
    "trained_in": country_name,
    "profession": profession_name,
    "route": route_name,
    "preferred_language": language_name,
    "right_to_work": right_to_work_name,
    "contact_route": CONTACT_ROUTE_NAMES.__getitem__,
    "registration_stage": STAGE_NAMES.__getitem__,
    "hours": HOURS_NAMES.__getitem__,
}


def value_text(field: str, value: Any) -> str:
    """A column's value as a person reads it, whichever column it is.

    Of what has rows of its own the history names a part: `qualification:7:country`.
    """
    if ":" in field and not isinstance(value, dict):
        return part_text(field.rpartition(":")[2], value)
    if value is None or value == "" or value == []:
        return gettext("nothing")
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, dict):
        held = [name for name in PART_NAMES if name in value]
        return "; ".join(f"{PART_NAMES[name]}: {part_text(name, value[name])}" for name in held)
    if isinstance(value, list):
        return ", ".join(language_name(code) for code in value)
    return str(NAMERS[field](value)) if field in NAMERS else str(value)


PART_NAMES = {
    "level": _("Level"),
    "seen_on": _("Seen on"),
    "expires_on": _("Holds until"),
    "document": _("What was seen"),
    "note": _("Note"),
    "title": _("Qualification"),
    "institution": _("Where"),
    "country": _("Country"),
    "year": _("Year"),
    "test": _("Test"),
    "taken_on": _("Day of the test"),
    "listening": _("Listening"),
    "reading": _("Reading"),
    "writing": _("Writing"),
    "speaking": _("Speaking"),
}


def part_name(name: str) -> str:
    """What a part of a sitting, a qualification or a piece of evidence is called."""
    return str(PART_NAMES.get(name, name))


def part_text(name: str, value: Any) -> str:
    """Such a part as a person reads it, from the form in which the history keeps it."""
    if value in (None, ""):
        return gettext("nothing")
    if name == "level":
        return str(LEVEL_NAMES[EvidenceLevel(value)])
    if name == "country":
        return country_name(value)
    if name == "test":
        return gettext(reference().english_test(value).title)
    return long_date(date.fromisoformat(value)) if name.endswith("_on") else str(value)


def trained(country: str, year: int | None) -> str:
    """`Eritrea, 2011`, whichever of the two is known."""
    return ", ".join(str(part) for part in (country_name(country), year) if part)


def practice(number: int | None, last_year: int | None, month: int | None = None) -> str:
    """`8 years, last in March 2021`, whichever of the two is known."""
    when = " ".join(str(part) for part in (months()[month] if month else "", last_year) if part)
    last = gettext("last in %(year)s", year=when) if last_year else ""
    return ", ".join(part for part in (years(number), last) if part)


def months() -> dict[int, str]:
    """The months' names by number, as they stand alone."""
    names = (get_locale() or Locale("en")).months["stand-alone"]["wide"]
    return {number: str(name) for number, name in names.items()}


def away(year: int | None, month: int | None) -> str:
    """`5 years and 8 months`; `about 5 years` where only the year is known."""
    found = practice_away(year, month, on=clock.today())
    if found is None:
        return ""
    if found.months is None:
        words = years(found.years) if found.years else gettext("less than a year")
        return gettext("about %(time)s", time=words) if found.years else words
    some = ngettext("%(num)d month", "%(num)d months", found.months) if found.months else ""
    if found.years and some:
        return gettext("%(years)s and %(months)s", years=years(found.years), months=some)
    return some or (years(found.years) if found.years else gettext("less than a month"))


def out_of_practice(year: int | None, month: int | None, profession: str) -> str:
    """How long, and whom to ask what it means: the reference data holds no rule on it."""
    time = away(year, month)
    try:
        regulator = reference().profession(profession).regulator
    except UnknownKey:
        return time
    if not time or regulator == "none":
        return time
    return gettext(
        "%(time)s. Check with the regulator (%(regulator)s) whether that matters.",
        time=time, regulator=regulator,
    )  # fmt: skip


def distance(kilometres: int | None) -> str:
    if kilometres is None:
        return ""
    return gettext("Up to %(distance)s km from home", distance=kilometres)


def language_list(known: Iterable[ClientLanguage], ability: str) -> str:
    """The languages she `speaks` or `reads`."""
    return ", ".join(language_name(one.code) for one in known if getattr(one, ability))
