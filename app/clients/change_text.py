"""How a changed column, and a part of what has rows of its own, reads on a page."""

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.fact_models import EvidenceLevel
from app.clients.presenters import (
    CONTACT_ROUTE_NAMES,
    HOURS_NAMES,
    LEVEL_NAMES,
    STAGE_NAMES,
    months,
    yes_or_no,
)
from app.clients.reference_names import (
    country_name,
    language_name,
    profession_name,
    right_to_work_name,
    route_name,
)
from app.reference import reference
from app.web.filters import long_date
from app.web.reading_order import listed


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
    "closed_at": lambda day: long_date(date.fromisoformat(day)),
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
        return listed(language_name(code) for code in value)
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


FIELD_NAMES = {
    "name": _("Full name"),
    "known_as": _("Known as"),
    "birth_year": _("Year of birth"),
    "nationality": _("Nationality"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "contact_route": _("Best way to reach"),
    "contact_note": _("When contacting"),
    "postcode": _("Postcode"),
    "profession": _("Profession"),
    "specialty": _("Specialty"),
    "goal": _("Goal"),
    "route": _("Route"),
    "registration_stage": _("Registration"),
    "trained_in": _("Country of training"),
    "trained_year": _("Year of qualifying"),
    "years_of_practice": _("Years of practice"),
    "last_practised_year": _("Last year of practice"),
    "last_practised_month": _("Last month of practice"),
    "availability": _("Availability"),
    "current_job": _("Job now"),
    "hours": _("Hours"),
    "travel_km": _("Travel"),
    "open_to_interim": _("Open to an interim job"),
    "childcare_need": _("Childcare"),
    "health_adjustments": _("Health adjustments"),
    "right_to_work": _("Right to work"),
    "preferred_language": _("Preferred language"),
    "interpreter_needed": _("Interpreter needed"),
    "speaks": _("Languages spoken"),
    "reads": _("Languages read"),
    "closed_at": _("Not kept any more since"),
}
COLUMNS = frozenset(FIELD_NAMES) - {"availability"}
ROW_NAMES = {
    "qualification": _("Qualification"),
    "english": _("English test"),
    "evidence": _("Evidence"),
    "own_words": _("The client's own words"),
}


ABOUT_A_FACT = ("evidence", "own_words")


def field_name(column: str) -> str:
    """A column by its name; of a row of its own what it is (`Evidence: Registration`)."""
    kind, _colon, rest = column.partition(":")
    if kind not in ROW_NAMES:
        return str(FIELD_NAMES.get(column, column))
    fact, _colon, part = rest.partition(":")
    about = FIELD_NAMES.get(fact) or ROW_NAMES.get(fact) or (kind == "evidence" and part)
    more = about if kind in ABOUT_A_FACT else part and part_name(part)
    return f"{ROW_NAMES[kind]}: {more}" if more else str(ROW_NAMES[kind])


def history_fields() -> dict[str, str]:
    """What the history can be narrowed to, by the key of `history.changes`."""
    rows = {f"{kind}:": str(name) for kind, name in ROW_NAMES.items()}
    return {name: str(text) for name, text in FIELD_NAMES.items() if name in COLUMNS} | rows
