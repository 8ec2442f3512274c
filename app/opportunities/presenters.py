"""How opportunities read on a page: kinds, levels, professions, pay."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.opportunities.models import (
    Opportunity,
    OpportunityKind,
    OpportunityLevel,
    OpportunityStatus,
    SalaryUnit,
)
from app.opportunities.queries import ANY_PROFESSION
from app.opportunities.salary import BANDS
from app.places import distance_choices as distance_choices
from app.reference import UnknownKey, reference

OTHER_PROFESSION = "other"
# Steps of routes that an opportunity can serve; their titles come from the routes.
SERVED_STEPS = (
    "english_course", "english_test", "mentor", "observership", "clinical_attachment",
    "test_of_competence", "plab1", "plab2", "documents", "interim_job",
)  # fmt: skip

KIND_NAMES = {
    OpportunityKind.VACANCY: _("Vacancy"),
    OpportunityKind.APPRENTICESHIP: _("Apprenticeship"),
    OpportunityKind.PLACEMENT: _("Placement"),
    OpportunityKind.OBSERVERSHIP: _("Observership"),
    OpportunityKind.MENTORING: _("Mentoring"),
    OpportunityKind.COURSE: _("Course"),
    OpportunityKind.SUPPORT: _("Support"),
}
STATUS_NAMES = {
    OpportunityStatus.OPEN: _("Open"),
    OpportunityStatus.CLOSED: _("Closed"),
    OpportunityStatus.DRAFT: _("Draft"),
}
LEVEL_NAMES = {
    OpportunityLevel.ENTRY: _("Entry"),
    OpportunityLevel.EXPERIENCED: _("Experienced"),
    OpportunityLevel.SENIOR: _("Senior"),
}
EMPLOYMENT_NAMES = {
    "FULL_TIME": _("Full time"),
    "PART_TIME": _("Part time"),
    "TEMPORARY": _("Temporary"),
    "CONTRACTOR": _("Fixed term"),
    "VOLUNTEER": _("Unpaid"),
    "INTERN": _("Training post"),
    "PER_DIEM": _("By the day"),
}


def profession_name(key: str) -> str:
    """A profession as people say it."""
    if key == ANY_PROFESSION:
        return gettext("Any profession")
    if key == OTHER_PROFESSION:
        return gettext("Other work")
    try:
        return gettext(reference().profession(key).title)
    except UnknownKey:
        return key


def profession_list(keys: Iterable[str]) -> str:
    """Several professions, the opportunity's own first."""
    return ", ".join(profession_name(key) for key in keys)


def profession_names() -> dict[str, str]:
    """The professions and "other", in the order of the reference data."""
    keys = [profession.key for profession in reference().professions]
    return {key: profession_name(key) for key in [*keys, OTHER_PROFESSION]}


def band_names() -> dict[str, str]:
    return {band: gettext("Band %(band)s", band=band) for band in BANDS}


def band_name(band: str) -> str:
    """`Band 5`; a doctor's grade is said as it is."""
    if not band:
        return "–"
    return gettext("Band %(band)s", band=band) if band.split("/")[0] in BANDS else band


def status_choices() -> dict[str, Any]:
    """What the list may be narrowed to by state."""
    return {str(key): name for key, name in STATUS_NAMES.items()} | {"all": _("All states")}


def served(opportunity: Opportunity) -> list[str]:
    """The titles of the route steps it serves."""
    names = step_names()
    return [names[key] for key in opportunity.serves if key in names]


def employment(opportunity: Opportunity) -> str:
    """Hours as schema.org names them, in words; what we do not know is not said."""
    return str(EMPLOYMENT_NAMES.get(opportunity.employment_type, ""))


def step_names() -> dict[str, str]:
    """The route steps an opportunity can serve, by the title of the first route that has them."""
    titles = {
        step.key: step.title for route in reversed(reference().routes) for step in route.steps
    }
    return {key: gettext(titles[key]) for key in SERVED_STEPS if key in titles}


def pay(opportunity: Opportunity) -> str:
    """`£24,907 – £30,615 a year`, `£11.44 an hour`, else the advert's own words."""
    ends = [end for end in (opportunity.salary_min, opportunity.salary_max) if end is not None]
    if not ends or opportunity.salary_unit is None:
        return opportunity.salary_text
    amounts = " – ".join(dict.fromkeys(_money(end) for end in ends))
    if opportunity.salary_unit == SalaryUnit.HOUR:
        return gettext("%(amounts)s an hour", amounts=amounts)
    return gettext("%(amounts)s a year", amounts=amounts)


def _money(pence: int) -> str:
    return f"£{pence // 100:,}" if pence % 100 == 0 else f"£{pence / 100:,.2f}"


@dataclass(frozen=True)
class Block:
    """A paragraph, or the items of a list."""

    lines: list[str]
    is_list: bool = False


def blocks(text: str) -> list[Block]:
    """A stored text as paragraphs and lists: lines that start with a dash are items."""
    found: list[Block] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("- "):
            found.append(Block([line]))
        elif found and found[-1].is_list:
            found[-1].lines.append(line[2:])
        else:
            found.append(Block([line[2:]], is_list=True))
    return found
