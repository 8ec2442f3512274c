"""Which profession an advert is for, at what level, and whether registration is needed: by rules.

Deterministic and explainable: the title's words earn points by the rules of
classifier_rules.yaml; when they leave a doubt the text adds to them; the best wins.
"""

import re
from dataclasses import dataclass
from typing import Literal

from app.opportunities.levels import MEDICAL, Level, band_of, level_of
from app.opportunities.postings import Posting
from app.opportunities.rules import Rules, rules
from app.opportunities.salary import Salary, band_named_in
from app.opportunities.titles import Hit, normal, title_hits

Confidence = Literal["sure", "unsure"]

FIRM = 80  # points at which a title needs no support from the text
CLEAR_LEAD = 15  # points between the best two below which a person should look
_UNREGISTERED = frozenset({"healthcare_assistant", "other"})
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
    heading = normal(known, title)
    hits = list(title_hits(known, heading))
    if _is_support_band(band_named_in(title) or salary.band):
        text = ""
        hits = [h for h in hits if h.rule.profession in _UNREGISTERED or h.points >= FIRM]
    ranked = _by_specialty(known, heading, ranked=_ranked(known, hits, text=text, salary=salary))
    best = ranked[0]
    profession = best.profession
    band = band_of(profession, title, salary=salary)
    level, level_why = level_of(known, heading, profession=profession, band=band, salary=salary)
    needed = _registration(known, heading, profession=profession, hits=hits, text=text)
    return Classification(
        profession=profession,
        also=_also(hits, heading, best=best),
        level=level,
        band=band,
        registration_required=needed,
        interim=_interim(known, heading, profession=profession, hits=hits, band=band),
        why=(*best.why, level_why),
        confidence=_confidence(ranked),
        candidates=tuple(ranked[:2]),
    )


def _is_support_band(band: str | None) -> bool:
    """Bands 1 to 4 are support posts: what their text asks for are the people they work with."""
    return band is not None and band[-1] in "1234"


def _ranked(known: Rules, hits: list[Hit], *, text: str, salary: Salary) -> list[Candidate]:
    """Candidates by points; equal points go to what the title names first."""
    best: dict[str, Hit] = {}
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
        if _is_consultant_pay(known, salary):
            points["doctor"] = points.get("doctor", 0) + known.consultant_pay["points"]
            why.setdefault("doctor", []).append("the pay is a consultant's")
    order = {p: (h.part, h.start) for p, h in best.items()}
    candidates = [Candidate(p, points[p], tuple(why[p])) for p in points]
    return sorted(candidates, key=lambda c: (-c.points, order.get(c.profession, (99, 0))))


def _is_consultant_pay(known: Rules, salary: Salary) -> bool:
    """Whether a yearly range is the consultants' scale."""
    if salary.unit != "year" or salary.minimum is None or salary.maximum is None:
        return False
    (low_from, low_to), (high_from, high_to) = (
        known.consultant_pay["from"],
        known.consultant_pay["to"],
    )
    low, high = salary.minimum // 100, salary.maximum // 100
    return bool(low_from <= low <= low_to and high_from <= high <= high_to)


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
    if best.profession != "doctor":
        return ranked
    training = known.entry_training.search(heading)
    for specialty in known.specialties:
        if training and not specialty.at_entry:
            continue
        if specialty.match.search(heading) and not specialty.unless.search(heading):
            named = Candidate(specialty.profession, best.points, (*best.why, specialty.why))
            lesser = Candidate("doctor", best.points - 2 * CLEAR_LEAD, best.why)
            rest = [*ranked[1:], lesser]
            return [named, *sorted(rest, key=lambda c: -c.points)]
    return ranked


def _also(hits: list[Hit], heading: str, *, best: Candidate) -> tuple[str, ...]:
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


def _side_by_side(heading: str, one: Hit, *, other: Hit) -> bool:
    first, second = sorted((one, other), key=lambda h: h.start)
    between = heading[first.start + len(first.words) : second.start]
    return bool(re.search(r"/|\bor\b|,|\band\b", between)) and len(between) < 40


def _confidence(ranked: list[Candidate]) -> Confidence:
    best = ranked[0]
    second = next((c for c in ranked[1:] if c.profession != "other" or best.points < FIRM), None)
    if best.points < FIRM:
        return "unsure"
    return "unsure" if second and best.points - second.points < CLEAR_LEAD else "sure"


def _registration(
    known: Rules, heading: str, *, profession: str, hits: list[Hit], text: str
) -> bool:
    """Whether the post needs an entry on a statutory register."""
    learning = known.not_yet_registered.search(heading)
    if learning and not known.already_registered.search(heading) and profession not in MEDICAL:
        return False
    if profession == "healthcare_assistant":
        return False
    if profession != "other":
        return True
    top = max(
        (h for h in hits if h.rule.profession == "other"), key=lambda h: h.points, default=None
    )
    if top and (top.rule.registered or top.points >= FIRM):
        return top.rule.registered
    return bool(known.registration_in_text.search(text[:_TEXT_READ].lower()))


def _interim(
    known: Rules, heading: str, *, profession: str, hits: list[Hit], band: str | None
) -> bool:
    """Whether the job suits somebody on the way to registration."""
    if known.not_interim.search(heading):
        return False
    if profession == "healthcare_assistant":
        return True
    low = band is None or band[0] in "234"
    return profession == "other" and low and any(h.rule.interim for h in hits)
