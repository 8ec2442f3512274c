"""Scores of the two English tests: what is a score, the overall band, grades and levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from app.reference.lists import Component
from app.reference.routes import Grade


class Exam(StrEnum):
    """The keys of english_tests.yaml."""

    IELTS = "ielts_academic"
    OET = "oet"


class Evidence(StrEnum):
    """How well a score is known, weakest first."""

    CLAIMED = "claimed"
    SEEN = "seen"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        return list(Evidence).index(self)


class BadScore(ValueError):
    """Not a score that the test gives."""


HALF = Decimal("0.5")
HIGHEST = {Exam.IELTS: Decimal(9), Exam.OET: Decimal(500)}
STEP = {Exam.IELTS: HALF, Exam.OET: Decimal(10)}
GRADES = (
    (Grade.A, 450),
    (Grade.B, 350),
    (Grade.C_PLUS, 300),
    (Grade.C, 200),
    (Grade.D, 100),
    (Grade.E, 0),
)
LEVELS = {
    Exam.IELTS: (("C2", Decimal("8.5")), ("C1", Decimal(7)), ("B2", Decimal("5.5")), ("B1", 4)),
    Exam.OET: (("C2", Decimal(450)), ("C1", Decimal(350)), ("B2", Decimal(200)), ("B1", 0)),
}
BELOW_LEVELS = "A2"


@dataclass(frozen=True)
class Sitting:
    """One test taken: scores by component, IELTS in half bands or OET in tens.

    A score may be missing (not known yet). Raises BadScore for what the test cannot give.
    """

    exam: Exam
    taken_on: date
    scores: Mapping[Component, Decimal]
    evidence: Evidence = Evidence.CLAIMED

    def __post_init__(self) -> None:
        for score in self.scores.values():
            check_score(self.exam, score)


def check_score(exam: Exam, score: Decimal | int) -> Decimal:
    """The score as a Decimal. Raises BadScore with a sentence for the person who typed it."""
    exact = Decimal(score)
    if not exact.is_finite() or not 0 <= exact <= HIGHEST[exam] or exact % STEP[exam]:
        asked = "a band from 0 to 9, in halves" if exam is Exam.IELTS else "0 to 500, in tens"
        raise BadScore(f"{score} is not a score of this test: it must be {asked}")
    return exact


def ielts_overall(scores: Mapping[Component, Decimal]) -> Decimal | None:
    """The mean of the four parts to the nearest half band, a quarter going up.

    None while a part is missing. Source: the scoring rule in english_tests.yaml.
    """
    if len(scores) < len(Component):
        return None
    doubled = sum(scores.values(), Decimal(0)) / len(Component) * 2
    return (doubled + HALF).to_integral_value(ROUND_FLOOR) / 2


def oet_total(scores: Mapping[Component, Decimal]) -> Decimal | None:
    """The sum of the four parts; None while one is missing."""
    return sum(scores.values(), Decimal(0)) if len(scores) == len(Component) else None


def oet_grade(points: Decimal | int) -> Grade:
    """The grade of one part. Raises BadScore."""
    exact = check_score(Exam.OET, points)
    return next(grade for grade, lowest in GRADES if exact >= lowest)


def oet_points(grade: Grade) -> Decimal:
    """The fewest points that earn the grade."""
    return Decimal(dict(GRADES)[grade])


def level_of(exam: Exam, scores: Mapping[Component, Decimal]) -> str | None:
    """About which level of the Common European Framework; None while a part is missing."""
    total = oet_total(scores)
    overall = ielts_overall(scores) if exam is Exam.IELTS else total and total / len(Component)
    if overall is None:
        return None
    return next((name for name, least in LEVELS[exam] if overall >= least), BELOW_LEVELS)
