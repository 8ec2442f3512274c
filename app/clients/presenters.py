"""How a client's facts read on a page."""

from functools import cache

from babel import Locale
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _

from app import clock
from app.clients.fact_models import EvidenceLevel
from app.clients.models import ContactRoute, Hours, NoteAudience, RegistrationStage
from app.clients.practice import away as practice_away
from app.clients.reference_names import country_name
from app.reference import reference
from app.reference.errors import UnknownKey
from app.web.reading_order import listed

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


def yes_or_no(value: bool | None) -> str:
    """Nothing where nobody has said."""
    if value is None:
        return ""
    return gettext("Yes") if value else gettext("No")


def trained(country: str, year: int | None) -> str:
    """`Eritrea, 2011`, whichever of the two is known."""
    return listed((country_name(country), year))


def practice(number: int | None, last_year: int | None, month: int | None = None) -> str:
    """`8 years, last in March 2021`, whichever of the two is known."""
    when = " ".join(str(part) for part in (months()[month] if month else "", last_year) if part)
    last = gettext("last in %(year)s", year=when) if last_year else ""
    return listed((years(number), last))


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
