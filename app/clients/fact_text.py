"""What a fact, and a changed column, is called on a page."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients import presenters
from app.clients.english_text import exam_name
from app.clients.evidence import Fact
from app.clients.freshness import Standing
from app.clients.models import Client, EnglishResult, Qualification
from app.web.filters import long_date

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
}
COLUMNS = frozenset(FIELD_NAMES) - {"availability"}


ROW_NAMES = {
    "qualification": _("Qualification"),
    "english": _("English test"),
    "evidence": _("Evidence"),
}


def field_name(column: str) -> str:
    """A column by its name; of a row of its own what it is (`Evidence: Registration`)."""
    kind, _colon, rest = column.partition(":")
    if kind not in ROW_NAMES:
        return str(FIELD_NAMES.get(column, column))
    fact, _colon, part = rest.partition(":")
    about = FIELD_NAMES.get(fact) or ROW_NAMES.get(fact) or (kind == "evidence" and part)
    more = about if kind == "evidence" else part and presenters.part_name(part)
    return f"{ROW_NAMES[kind]}: {more}" if more else str(ROW_NAMES[kind])


def history_fields() -> dict[str, str]:
    """What the history can be narrowed to, by the key of `history.changes`."""
    rows = {f"{kind}:": str(name) for kind, name in ROW_NAMES.items()}
    return {name: str(text) for name, text in FIELD_NAMES.items() if name in COLUMNS} | rows


def topic_lines(client: Client, standing: Standing) -> list[tuple[str, str]]:
    """What is written down on a topic, name and value."""
    return [
        (field_name(column), presenters.value_text(column, getattr(client, column)))
        for column in standing.rule.columns
    ]


def fact_name(fact: Fact) -> str:
    """A column by its name, a sitting by test and day, a qualification and a step by title."""
    about = fact.about
    if isinstance(about, EnglishResult):
        return f"{exam_name(about)}, {long_date(about.taken_on)}"
    if isinstance(about, Qualification):
        return about.title
    return field_name(about) if about in FIELD_NAMES else gettext(about)
