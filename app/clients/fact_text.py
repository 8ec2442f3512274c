"""What a fact, and a changed column, is called on a page."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.english_text import exam_name
from app.clients.evidence import Fact
from app.clients.models import EnglishResult, Qualification
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


def field_name(column: str) -> str:
    return str(FIELD_NAMES.get(column, column))


def fact_name(fact: Fact) -> str:
    """A column by its name, a sitting by test and day, a qualification and a step by title."""
    about = fact.about
    if isinstance(about, EnglishResult):
        return f"{exam_name(about)}, {long_date(about.taken_on)}"
    if isinstance(about, Qualification):
        return about.title
    return field_name(about) if about in FIELD_NAMES else gettext(about)
