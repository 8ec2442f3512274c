"""English tests and regulators' rules in the whole numbers that matching compares."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.matching import Fact, Level, Scores
from app.reference import reference, uncertain
from app.reference.english import meets, targets
from app.reference.lists import Component
from app.reference.professions import Profession
from app.reference.routes import EnglishRule
from app.reference.scores import Evidence, Exam, Sitting, ielts_overall, level_of, oet_total

TESTS = {Exam.IELTS: "IELTS", Exam.OET: "OET"}
LEVELS = ("", "A1", "A2", "B1", "B2", "C1", "C2")
LEVEL_TEST = "CEFR"
A_TEST = ""
"""The topic of a sitting's own scores; two taken together have their regulator's."""


def sitting_of(
    test: str,
    taken_on: date,
    listening: Decimal,
    reading: Decimal,
    writing: Decimal,
    speaking: Decimal,
    level: str,
) -> Sitting:
    """A stored result as the reference data judges it."""
    scores = (listening, reading, writing, speaking)
    parts = dict(zip(Component, scores, strict=True))
    return Sitting(Exam(test), taken_on, parts, Evidence(level))


def as_scores(sitting: Sitting) -> Scores:
    """IELTS times ten with its overall band; OET as printed with its total."""
    return _scores(sitting.exam, {part.value: score for part, score in sitting.scores.items()})


def _scores(exam: Exam, parts: dict[str, Decimal]) -> Scores:
    by_part = {part: parts[part.value] for part in Component if part.value in parts}
    overall = ielts_overall(by_part) if exam is Exam.IELTS else oet_total(by_part)
    times = 10 if exam is Exam.IELTS else 1
    whole = [int(parts.get(part.value, Decimal(0)) * times) for part in Component]
    return Scores(TESTS[exam], int((overall or 0) * times), *whole)


def combined(
    sittings: Sequence[Sitting], profession: Profession, *, route: str, today: date
) -> Iterator[Fact]:
    """Two sittings that meet her regulator's rule together, where the rule lets them."""
    rule = rule_for(profession.key, route)
    if rule is None or rule.combine is None:
        return
    verdict = meets(rule, sittings, on=today)
    if not verdict.is_met or len(verdict.sittings) < 2 or verdict.exam is None:
        return
    best = {
        part.value: max(one.scores[part] for one in verdict.sittings if part in one.scores)
        for part in Component
    }
    level = Level(verdict.evidence.value) if verdict.evidence else Level.CLAIMED
    last = max(one.taken_on for one in verdict.sittings)
    scores = _scores(verdict.exam, best)
    yield Fact(scores, level, last, verdict.expires_on, topic=profession.regulator)


def general_level(sitting: Sitting) -> Iterator[Fact]:
    """About which level of the Common European Framework it shows; that does not lapse."""
    name = level_of(sitting.exam, sitting.scores)
    if name is not None:
        yield _level_fact(name, Level(sitting.evidence.value), sitting.taken_on)


@lru_cache(maxsize=4096)
def _level_fact(name: str, level: Level, taken_on: date) -> Fact:
    value = Scores(LEVEL_TEST, LEVELS.index(name))
    return Fact(value, level, taken_on, topic=LEVEL_TEST)


@lru_cache(maxsize=512)
def accepted(profession: Profession, level: Level, until: date | None) -> tuple[Fact, ...]:
    """What a registered client has shown: the least that her regulator asks for."""
    return tuple(
        Fact(scores, level, expires_on=until, topic=profession.regulator)
        for route in profession.routes
        for scores in asked_by(reference().english_rule(route))[:1]
    )


def rule_for(profession: str, route: str = "") -> EnglishRule | None:
    """The rule of the chosen route, else of the profession's usual one; None without a test."""
    routes = reference().routes_for(profession)
    chosen = next((each for each in routes if each.key == route), next(iter(routes), None))
    return chosen.english if chosen and chosen.english.asks_for_a_test else None


def asked_by(rule: EnglishRule) -> tuple[Scores, ...]:
    """The least scores of each test that the rule takes, any one of which will do."""
    found = []
    for exam in Exam:
        least = targets(rule, exam)
        if least is None:
            continue
        times = 10 if exam is Exam.IELTS else 1
        overall = least.get("overall", least.get("total", Decimal(0)))
        parts = [int(least[part.value] * times) for part in Component]
        found.append(Scores(TESTS[exam], int(overall * times), *parts))
    return tuple(found)


def rule_label(rule: EnglishRule) -> str:
    """The tests in a few signs that need no translation: "IELTS 7.0 / OET B"."""
    words = []
    if rule.ielts:
        words.append(f"IELTS {rule.ielts.overall or rule.ielts.listening}")
    if rule.oet:
        words.append(f"OET {rule.oet.total or rule.oet.listening.value}")
    return " / ".join(words)


def is_uncertain(rule: EnglishRule) -> bool:
    return uncertain(rule)
