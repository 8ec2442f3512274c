"""Which profession an advert is for, at what level, and whether registration is needed: by rules.

Deterministic and explainable: the title's words earn points by the rules of
classifier_rules.yaml; when they leave a doubt the text adds to them; the best wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.opportunities.postings import Posting
from app.opportunities.rules import Rules, TitleRule, rules
from app.opportunities.salary import HOURS_A_YEAR, Salary, band_named_in

Level = Literal["entry", "experienced", "senior"]
Confidence = Literal["sure", "unsure"]

FIRM = 80  # points at which a title needs no support from the text
CLEAR_LEAD = 15  # points between the best two below which a person should look
LATER_PART = 0.6  # what a word after "-", "(", "in", "for" counts, compared with the role itself
ALSO_WITHIN = 4  # "Nurse/Paramedic": named side by side, so within a few points of each other
_MEDICAL = frozenset({"doctor", "anaesthetist", "eye_surgeon", "paediatric_surgeon"})
_UNBANDED = _MEDICAL | {"gp", "dentist"}
_UNREGISTERED = frozenset({"healthcare_assistant", "other"})
_SEPARATOR = re.compile(
    r"\s+-+\s*|-+\s+|[–—(),:;|*\[\]]+|(?<=\w)\s+(?:in|for|to|at|within|with|based|on|from)\s+"
)
_OR = re.compile(r"/|\bor\b|,|\band\b|\(|-")
_TEXT_READ = 6000  # characters; what a post asks for stands before the small print


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profession the advert may be for, with the points it earned and the reasons."""

    profession: str
    points: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """What an advert is for; `also` are professions it accepts as well; `why` plain reasons."""

    profession: str
    also: tuple[str, ...]
    level: Level
    band: str | None
    registration_required: bool
    interim: bool
    why: tuple[str, ...]
    confidence: Confidence
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: TitleRule
    points: int
    start: int
    part: int
    words: str


def classify(posting: Posting) -> Classification:
    """Classify an advert by the rules in force; the same advert always gets the same answer."""
    return classify_words(posting.title, posting.salary, text=posting.description)


def classify_title(title: str, *, band: str | None = None) -> Classification:
    """Classify a bare role title, as a workforce plan has it."""
    return classify_words(title, Salary(band=band))


def as_row(posting: Posting, classification: Classification) -> dict[str, object]:
    """One line of `classify FILE --json`."""
    return {
        "id": posting.id,
        "profession": classification.profession,
        "also": list(classification.also),
        "level": classification.level,
        "band": classification.band,
        "registration_required": classification.registration_required,
        "interim": classification.interim,
        "why": list(classification.why),
    }


def classify_words(title: str, salary: Salary, *, text: str = "") -> Classification:
    """Classify a title with its pay and text; every part but the title may be empty."""
    known = rules()
    heading = _normal(title)
    hits = list(_hits(known, heading))
    ranked = _ranked(known, hits, text=text)
    ranked = _by_specialty(known, heading, ranked=ranked)
    best = ranked[0]
    profession = best.profession
    band = _band(profession, title, salary=salary)
    level, level_why = _level(known, heading, profession=profession, band=band, salary=salary)
    needed = _registration(known, heading, profession=profession, hits=hits, text=text)
    return Classification(
        profession=profession,
        also=_also(hits, heading, best=best),
        level=level,
        band=band,
        registration_required=needed,
        interim=_interim(known, heading, profession=profession, hits=hits),
        why=(*best.why, level_why),
        confidence=_confidence(ranked),
        candidates=tuple(ranked[:2]),
    )


def _normal(title: str) -> str:
    text = title.lower().replace("&", " and ").replace("’", "'").replace("‘", "'")
    return " ".join(text.replace(".", " ").split())


def _hits(known: Rules, heading: str) -> Iterator[_Hit]:
    """Every rule the title meets; words after the first part that names a role count less."""
    parts = _parts(heading)
    first = next((n for n, (_, part) in enumerate(parts) if known.any_title.search(part)), 0)
    for rule in known.titles:
        if rule.unless and rule.unless.search(heading):
            continue
        if rule.whole:
            yield from _whole_title_hit(rule, heading)
            continue
        for number, (offset, part) in enumerate(parts):
            found = rule.match.search(part)
            if found:
                worth = 1.0 if number <= first else LATER_PART
                start = offset + found.start()
                yield _Hit(rule, round(rule.points * worth), start, number, found.group())
                break


def _whole_title_hit(rule: TitleRule, heading: str) -> Iterator[_Hit]:
    """A rule that reads the title uncut, because its words stand on both sides of an "in"."""
    found = rule.match.search(heading)
    needed = rule.needs.search(heading) if rule.needs else found
    if found and needed:
        yield _Hit(rule, rule.points, min(needed.start(), found.start()), 0, found.group())


def _parts(heading: str) -> list[tuple[int, str]]:
    """The title cut where its role ends and a place or service begins, with offsets."""
    parts, start = [], 0
    for cut in _SEPARATOR.finditer(heading):
        parts.append((start, heading[start : cut.start()]))
        start = cut.end()
    parts.append((start, heading[start:]))
    return [(offset, part) for offset, part in parts if part.strip()] or [(0, heading)]


def _ranked(known: Rules, hits: list[_Hit], *, text: str) -> list[Candidate]:
    """Candidates by points; equal points go to what the title names first."""
    best: dict[str, _Hit] = {}
    for hit in hits:
        held = best.get(hit.rule.profession)
        if held is None or hit.points > held.points:
            best[hit.rule.profession] = hit
    points = {p: h.points for p, h in best.items()}
    why = {p: [f"{h.rule.why} (“{h.words.strip()}”)"] for p, h in best.items()}
    if max(points.values(), default=0) < FIRM:
        points.setdefault("other", 40)
        why.setdefault("other", ["the title names no profession in our list"])
        _add_text(known, text, points=points, why=why)
    order = {p: (h.part, h.start) for p, h in best.items()}
    candidates = [Candidate(p, points[p], tuple(why[p])) for p in points]
    return sorted(candidates, key=lambda c: (-c.points, order.get(c.profession, (99, 0))))


def _add_text(
    known: Rules, text: str, *, points: dict[str, int], why: dict[str, list[str]]
) -> None:
    read = text[:_TEXT_READ].lower()
    for rule in known.text:
        if rule.match.search(read):
            points[rule.profession] = points.get(rule.profession, 0) + rule.points
            why.setdefault(rule.profession, []).append(rule.why)


def _by_specialty(known: Rules, heading: str, *, ranked: list[Candidate]) -> list[Candidate]:
    """A doctor of a specialty that is a profession of its own becomes that profession."""
    best = ranked[0]
    if best.profession != "doctor" or known.entry_training.search(heading):
        return ranked
    for specialty in known.specialties:
        if specialty.match.search(heading) and not specialty.unless.search(heading):
            named = Candidate(specialty.profession, best.points, (*best.why, specialty.why))
            lesser = Candidate("doctor", best.points - 2 * CLEAR_LEAD, best.why)
            rest = [*ranked[1:], lesser]
            return [named, *sorted(rest, key=lambda c: -c.points)]
    return ranked


def _also(hits: list[_Hit], heading: str, *, best: Candidate) -> tuple[str, ...]:
    """Other listed professions the title names side by side with the best one."""
    mine = [h for h in hits if h.rule.profession == best.profession]
    open_to = [h.rule.also for h in mine if h.rule.also]
    if open_to:
        return tuple(dict.fromkeys(open_to))
    if not mine or best.profession in _UNREGISTERED or not _OR.search(heading):
        return ()
    named = {
        h.rule.profession: h.start
        for h in hits
        if h.rule.points >= FIRM
        and h.rule.profession not in _UNREGISTERED
        and h.rule.profession != best.profession
        and h.part <= mine[0].part + 1
        and _side_by_side(heading, mine[0], other=h)
    }
    return tuple(sorted(named, key=lambda p: named[p]))


def _side_by_side(heading: str, one: _Hit, *, other: _Hit) -> bool:
    first, second = sorted((one, other), key=lambda h: h.start)
    between = heading[first.start + len(first.words) : second.start]
    return bool(re.search(r"/|\bor\b|,|\band\b", between)) and len(between) < 40


def _confidence(ranked: list[Candidate]) -> Confidence:
    best = ranked[0]
    second = next((c for c in ranked[1:] if c.profession != "other" or best.points < FIRM), None)
    if best.points < FIRM:
        return "unsure"
    return "unsure" if second and best.points - second.points < CLEAR_LEAD else "sure"


def _band(profession: str, title: str, *, salary: Salary) -> str | None:
    """The title's band, else the pay's; doctors, dentists and GPs are on other scales."""
    if profession in _UNBANDED:
        return None
    return band_named_in(title) or salary.band


def _level(
    known: Rules, heading: str, *, profession: str, band: str | None, salary: Salary
) -> tuple[Level, str]:
    """Entry, experienced or senior, with the reason: support roles, doctors, band, title, pay."""
    if profession == "healthcare_assistant":
        return "entry", "a support role is open to beginners"
    if profession in _UNBANDED:
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
    if known.levels["senior"].search(heading) and profession != "other":
        return "senior", "the title leads a team or a service"
    usual: Level = known.usual_level[profession]  # type: ignore[assignment]
    yearly = _yearly_pounds(salary)
    if yearly and yearly < 27_000 and profession == "other":
        return "entry", "the pay is that of a first post"
    if yearly and yearly >= 60_000:
        return "senior", "the pay is that of a senior post"
    if known.levels["experienced"].search(heading):
        return "experienced", "the title asks for experience"
    if yearly and yearly >= 39_000:
        return "experienced", "the pay is above a first post's"
    return usual, "the usual level of such a post"


def _yearly_pounds(salary: Salary) -> float | None:
    top = salary.maximum or salary.minimum
    if top is None:
        return None
    return top / 100 * (HOURS_A_YEAR if salary.unit == "hour" else 1)


def _registration(
    known: Rules, heading: str, *, profession: str, hits: list[_Hit], text: str
) -> bool:
    """Whether the post needs an entry on a statutory register."""
    if known.not_yet_registered.search(heading) and profession not in _MEDICAL:
        return False
    if profession == "healthcare_assistant":
        return False
    if profession != "other":
        return True
    top = max(
        (h for h in hits if h.rule.profession == "other"), key=lambda h: h.points, default=None
    )
    if top and top.points >= FIRM:
        return top.rule.registered
    return bool(known.registration_in_text.search(text[:_TEXT_READ].lower()))


def _interim(known: Rules, heading: str, *, profession: str, hits: list[_Hit]) -> bool:
    """Whether the job suits somebody on the way to registration."""
    if known.not_interim.search(heading):
        return False
    if profession == "healthcare_assistant":
        return True
    return profession == "other" and any(h.rule.interim for h in hits)
