"""Whether a person's English tests meet a regulator's rule, and what is missing by how much."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from dateutil.relativedelta import relativedelta

from app.reference.lists import Component
from app.reference.routes import EnglishRule, IeltsScores, OetGrades
from app.reference.scores import (
    Evidence,
    Exam,
    Sitting,
    ielts_overall,
    level_of,
    oet_points,
    oet_total,
)

WARNING = relativedelta(months=6)
# About as much English as half an IELTS band, to compare shortfalls across the two tests.
UNIT = {Exam.IELTS: Decimal("0.5"), Exam.OET: Decimal(50)}


class EnglishState(StrEnum):
    """Best first: what a person would rather be told."""

    NOT_NEEDED = "not_needed"
    MET = "met"
    EXPIRING = "expiring"
    SHORT = "short"
    EXPIRED = "expired"
    UNTESTED = "untested"


@dataclass(frozen=True)
class Measure:
    """One part, the overall band or the total: what is asked for and what was reached."""

    name: str
    target: Decimal
    score: Decimal | None

    @property
    def is_met(self) -> bool:
        return self.score is not None and self.score >= self.target

    @property
    def short_by(self) -> Decimal:
        """Bands or points; the whole target when there is no score."""
        return max(Decimal(0), self.target - (self.score or Decimal(0)))


@dataclass(frozen=True)
class EnglishVerdict:
    """`sittings` is what the verdict rests on; `expires_on` is their last valid day."""

    state: EnglishState
    exam: Exam | None = None
    sittings: tuple[Sitting, ...] = ()
    parts: tuple[Measure, ...] = ()
    expires_on: date | None = None
    evidence: Evidence | None = None
    level: str | None = None

    @property
    def is_met(self) -> bool:
        states = (EnglishState.MET, EnglishState.EXPIRING, EnglishState.NOT_NEEDED)
        return self.state in states

    @property
    def missing(self) -> tuple[Measure, ...]:
        return tuple(part for part in self.parts if not part.is_met)


def targets(rule: EnglishRule, exam: Exam) -> dict[str, Decimal] | None:
    """The least score of each part, and `overall` (IELTS) or `total` (OET) where asked for.

    None when the rule does not take this test.
    """
    if exam is Exam.IELTS:
        return _ielts_targets(rule.ielts) if rule.ielts else None
    if rule.oet is None:
        return None
    total = {} if rule.oet.total is None else {"total": Decimal(rule.oet.total)}
    return {**_oet_targets(rule.oet), **total}


def expires_on(taken_on: date, valid_years: int) -> date:
    """The last day on which a test still counts."""
    return taken_on + relativedelta(years=valid_years)


def meets(
    rule: EnglishRule,
    sittings: Iterable[Sitting],
    *,
    on: date,
    needed_on: date | None = None,
) -> EnglishVerdict:
    """The best verdict that the sittings taken by `on` allow.

    `needed_on` is the day of the step that needs the English (six months from `on` by
    default): a test that lapses before it is expiring. Sittings stand together only under
    the rule's own combining rule (NMC: two, within twelve months, none under the floor).
    """
    if not rule.asks_for_a_test:
        return EnglishVerdict(EnglishState.NOT_NEEDED)
    taken = [one for one in sittings if one.taken_on <= on and one.scores]
    horizon = on + WARNING if needed_on is None else max(on, needed_on)
    verdicts = [_judge(rule, group, on, horizon) for group in _groups(rule, taken)]
    return min(verdicts, key=_rank, default=EnglishVerdict(EnglishState.UNTESTED))


def _groups(rule: EnglishRule, taken: Sequence[Sitting]) -> Iterator[tuple[Sitting, ...]]:
    for exam in Exam:
        if targets(rule, exam) is None:
            continue
        mine = sorted((one for one in taken if one.exam is exam), key=lambda one: one.taken_on)
        yield from ((one,) for one in mine)
        most = rule.combine.max_sittings if rule.combine else 1
        for size in range(2, most + 1):
            yield from (group for group in combinations(mine, size) if _combine(rule, group))


def _combine(rule: EnglishRule, group: Sequence[Sitting]) -> bool:
    if rule.combine is None:
        return False
    last_day = group[0].taken_on + relativedelta(months=rule.combine.within_months)
    if group[-1].taken_on > last_day:
        return False
    ielts = group[0].exam is Exam.IELTS
    combine = rule.combine
    floor = _ielts_targets(combine.ielts_floor) if ielts else _oet_targets(combine.oet_floor)
    return all(
        one.scores.get(part, Decimal(-1)) >= floor[part] for one in group for part in Component
    )


def _judge(
    rule: EnglishRule, group: tuple[Sitting, ...], on: date, horizon: date
) -> EnglishVerdict:
    exam = group[0].exam
    best = _best(group)
    asked = targets(rule, exam) or {}
    reached: dict[str, Decimal | None] = {part.value: best.get(part) for part in Component}
    reached["overall"], reached["total"] = ielts_overall(best), oet_total(best)
    parts = tuple(Measure(name, target, reached[name]) for name, target in asked.items())
    last_day = min(expires_on(one.taken_on, rule.valid_years) for one in group)
    return EnglishVerdict(
        state=_state(parts, last_day, on, horizon),
        exam=exam,
        sittings=group,
        parts=parts,
        expires_on=last_day,
        evidence=min((one.evidence for one in group), key=lambda evidence: evidence.rank),
        level=level_of(exam, best),
    )


def _best(group: Sequence[Sitting]) -> dict[Component, Decimal]:
    found: dict[Component, Decimal] = {}
    for one in group:
        for part, score in one.scores.items():
            found[part] = max(score, found.get(part, score))
    return found


def _state(parts: Sequence[Measure], last_day: date, on: date, horizon: date) -> EnglishState:
    if last_day < on:
        return EnglishState.EXPIRED
    if not all(part.is_met for part in parts):
        return EnglishState.SHORT
    return EnglishState.EXPIRING if last_day < horizon else EnglishState.MET


def _rank(verdict: EnglishVerdict) -> tuple[object, ...]:
    """Best state, fewest and smallest gaps, longest valid, fewest sittings, best evidence."""
    assert verdict.exam is not None
    assert verdict.expires_on is not None
    assert verdict.evidence is not None
    gaps = sum((part.short_by for part in verdict.missing), Decimal(0)) / UNIT[verdict.exam]
    return (
        list(EnglishState).index(verdict.state),
        len(verdict.missing),
        gaps,
        -verdict.expires_on.toordinal(),
        len(verdict.sittings),
        -verdict.evidence.rank,
        verdict.exam,
        tuple(-_best(verdict.sittings).get(part, Decimal(-1)) for part in Component),
    )


def _ielts_targets(scores: IeltsScores) -> dict[str, Decimal]:
    asked: Mapping[str, Decimal | None] = vars(scores)
    return {name: score for name, score in asked.items() if score is not None}


def _oet_targets(grades: OetGrades) -> dict[str, Decimal]:
    return {part.value: oet_points(getattr(grades, part.value)) for part in Component}
