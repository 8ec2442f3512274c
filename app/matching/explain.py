"""One client and one opportunity, with the full reasons."""

from collections.abc import Iterable
from datetime import date

from .model import (
    Fact,
    Facts,
    Gap,
    Judgement,
    Match,
    Readiness,
    Reason,
    Remedy,
    Requirement,
    Requirements,
    Verdict,
)
from .reasons import reason_for
from .rules import (
    ORDER,
    WORTH,
    applies,
    fits,
    is_blocking,
    readiness_of,
    relevant,
    verdict_of,
)
from .sentences import SHOW_PAPERS, TELL_US

FULL = WORTH[Verdict.MET]
NOTHING_ASKED = Reason("not_applicable", {})


def explain(
    facts: Facts, requirements: Requirements, *, today: date, remedies: Iterable[Remedy] = ()
) -> Match:
    """Judge every requirement and say how near the client is, and what would bring her nearer.

    A match that is not yet has no points: it is not ranked.
    """
    needed_on = max(today, requirements.needed_on or today)
    judgements = tuple(
        judge(asked, facts.known.get(asked.kind, ()), today=today, needed_on=needed_on)
        for asked in requirements.asked
    )
    readiness, points, possible = _tally(judgements)
    gaps = _gaps(judgements, tuple(remedies))
    steps = [gap.remedy for gap in gaps if gap.remedy]
    return Match(
        client=facts.key,
        opportunity=requirements.key,
        readiness=readiness,
        points=0 if readiness is Readiness.NOT_YET else points,
        possible=possible,
        judgements=judgements,
        gaps=gaps,
        next_step=min(steps, key=_cost) if steps else None,
    )


def judge(
    requirement: Requirement, known: tuple[Fact, ...], *, today: date, needed_on: date
) -> Judgement:
    """The verdict on one requirement: the best that any of the client's facts of its kind gives.

    `needed_on` is not before `today`.
    """
    if not applies(requirement, needed_on):
        return Judgement(requirement, Verdict.NOT_APPLICABLE, None, None, NOTHING_ASKED)
    facts = relevant(requirement, known)
    found = [(verdict_of(requirement, f, today=today, needed_on=needed_on), f) for f in facts]
    verdict, fact = _best(found) if found else (Verdict.MISSING, None)
    return Judgement(
        requirement,
        verdict,
        fact,
        None if fact is None else fact.expires_on or fact.as_of,
        reason_for(requirement, verdict, fact),
        is_blocking=verdict is Verdict.MISSING and is_blocking(requirement, facts),
    )


def _best(found: list[tuple[Verdict, Fact]]) -> tuple[Verdict, Fact]:
    """The better verdict; among equals the newer evidence."""
    if len(found) == 1:
        return found[0]
    return max(found, key=lambda each: (ORDER[each[0]], each[1].as_of or date.min))


def _tally(judgements: tuple[Judgement, ...]) -> tuple[Readiness, int, int]:
    """Readiness, points, and the points that all that applies could have brought."""
    points = possible = gaps = unverified = 0
    blocked = False
    for each in judgements:
        verdict = each.verdict
        if verdict is Verdict.NOT_APPLICABLE:
            continue
        points += WORTH[verdict] * each.requirement.weight
        possible += FULL * each.requirement.weight
        if verdict is Verdict.MET or not each.requirement.must:
            continue
        blocked = blocked or each.is_blocking
        if verdict is Verdict.UNVERIFIED:
            unverified += 1
        else:
            gaps += 1
    return readiness_of(gaps, unverified, blocked=blocked), points, possible


def _gaps(judgements: tuple[Judgement, ...], remedies: tuple[Remedy, ...]) -> tuple[Gap, ...]:
    """The musts that are not met, in the order asked."""
    closed = (Verdict.MET, Verdict.NOT_APPLICABLE)
    return tuple(
        Gap(each, _remedy(each, remedies))
        for each in judgements
        if each.requirement.must and each.verdict not in closed
    )


def _remedy(judgement: Judgement, remedies: tuple[Remedy, ...]) -> Remedy | None:
    """The cheapest step that closes the gap: show the papers, tell us, or the best offered one.

    What no step can close has none.
    """
    kind = judgement.requirement.kind
    if judgement.is_blocking:
        return None
    if judgement.verdict is Verdict.UNVERIFIED:
        return SHOW_PAPERS[kind]
    if judgement.evidence is None:
        return TELL_US[kind]
    closing = [each for each in remedies if each.kind is kind and _closes(each, judgement)]
    return min(closing, key=_cost, default=None)


def _closes(remedy: Remedy, judgement: Judgement) -> bool:
    """Whether what the step leaves behind meets the requirement; a step that does not say does."""
    if remedy.gives is None:
        return True
    return any(
        fits(judgement.requirement, fact.value)
        for fact in relevant(judgement.requirement, (remedy.gives,))
    )


def _cost(remedy: Remedy) -> tuple[int, int, str]:
    """Fewest months first, then the lowest fee, then the title so that the choice is stable."""
    return remedy.months, remedy.fee_pounds, remedy.title
