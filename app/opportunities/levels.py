"""The band and the level of a post: entry, experienced or senior, and the reason."""

import re
from typing import Literal

from app.opportunities.rules import Rules
from app.opportunities.salary import HOURS_A_YEAR, Salary, band_named_in

Level = Literal["entry", "experienced", "senior"]

MEDICAL = frozenset({"doctor", "anaesthetist", "eye_surgeon", "paediatric_surgeon"})
UNBANDED = MEDICAL | {"gp", "dentist"}
# Yearly pounds that tell a level where neither band nor title does.
OTHER_ENTRY_BELOW, EXPERIENCED_FROM, SENIOR_FROM = 27_000, 39_000, 60_000


def band_of(profession: str, title: str, *, salary: Salary) -> str | None:
    """The title's band, else the pay's; doctors, dentists and GPs are on other scales."""
    if profession in UNBANDED:
        return None
    return band_named_in(title) or salary.band


def level_of(
    known: Rules, heading: str, *, profession: str, band: str | None, salary: Salary
) -> tuple[Level, str]:
    """Entry, experienced or senior, with the reason: support roles, doctors, band, title, pay."""
    if profession == "healthcare_assistant":
        return "entry", "a support role is open to beginners"
    if profession in UNBANDED:
        return _medical_level(known, heading, profession=profession)
    if band:
        return _banded_level(known, heading, band=band)
    return _unbanded_level(known, heading, profession=profession, salary=salary)


def _medical_level(known: Rules, heading: str, *, profession: str) -> tuple[Level, str]:
    if profession == "gp":
        return "experienced", "a general practitioner has finished training"
    if known.levels["first_years"].search(heading):
        return "entry", "the title is a first-year post"
    senior = r"consultants?|director|head of|chief|clinical lead"
    if re.search(senior, heading) or (profession == "dentist" and "specialist" in heading):
        return "senior", "the title is a consultant's or a specialist's"
    return "experienced", "a doctor or dentist below consultant"


def _banded_level(known: Rules, heading: str, *, band: str) -> tuple[Level, str]:
    """Bands 2 to 5 entry, 6 and 7 experienced, 8a and above senior; a band 7 that leads, senior."""
    lowest = band.split("/")[0]
    if lowest[0] in "89":
        return "senior", f"band {band}"
    leads = known.levels["senior"].search(heading) and not known.levels["deputy"].search(heading)
    if lowest == "7" and leads:
        return "senior", "a band 7 that leads a team"
    if lowest in ("6", "7"):
        return "experienced", f"band {band}"
    return "entry", f"band {band}"


def _unbanded_level(
    known: Rules, heading: str, *, profession: str, salary: Salary
) -> tuple[Level, str]:
    if known.levels["entry"].search(heading):
        return "entry", "the title is a first post's"
    if known.levels["top"].search(heading):
        return "senior", "the title leads a service"
    if known.levels["deputy"].search(heading):
        return "experienced", "the title is a deputy's"
    if known.levels["senior"].search(heading) and profession != "other":
        return "senior", "the title leads a team or a service"
    usual: Level = known.usual_level[profession]  # type: ignore[assignment]
    yearly = _yearly_pounds(salary)
    if yearly and yearly < OTHER_ENTRY_BELOW and profession == "other":
        return "entry", "the pay is that of a first post"
    if yearly and yearly >= SENIOR_FROM:
        return "senior", "the pay is that of a senior post"
    if known.levels["experienced"].search(heading) or known.levels["senior"].search(heading):
        return "experienced", "the title asks for experience"
    if yearly and yearly >= EXPERIENCED_FROM:
        return "experienced", "the pay is above a first post's"
    return usual, "the usual level of such a post"


def _yearly_pounds(salary: Salary) -> float | None:
    top = salary.maximum or salary.minimum
    if top is None:
        return None
    return top / 100 * (HOURS_A_YEAR if salary.unit == "hour" else 1)
