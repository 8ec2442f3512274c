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
    readiness = _readiness(judgements)
    gaps = _gaps(judgements, tuple(remedies))
    steps = [gap.remedy for gap in gaps if gap.remedy]
    return Match(
        client=facts.key,
        opportunity=requirements.key,
        readiness=readiness,
        points=0 if readiness is Readiness.NOT_YET else sum(map(_worth, judgements)),
        possible=sum(map(_most, judgements)),
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
    verdict, fact = Verdict.MISSING, None
    for each in facts:
        its = verdict_of(requirement, each, today=today, needed_on=needed_on)
        if fact is None or _preference(its, each) > _preference(verdict, fact):
            verdict, fact = its, each
    return Judgement(
        requirement,
        verdict,
        fact,
        None if fact is None else fact.expires_on or fact.as_of,
        reason_for(requirement, verdict, fact),
        is_blocking=verdict is Verdict.MISSING and is_blocking(requirement, facts),
    )


def _preference(verdict: Verdict, fact: Fact) -> tuple[int, date]:
    """The better verdict first; among equals the newer evidence."""
    return ORDER[verdict], fact.as_of or date.min


def _worth(judgement: Judgement) -> int:
    return WORTH[judgement.verdict] * judgement.requirement.weight


def _most(judgement: Judgement) -> int:
    """The points that the requirement could have brought."""
    if judgement.verdict is Verdict.NOT_APPLICABLE:
        return 0
    return WORTH[Verdict.MET] * judgement.requirement.weight


def _readiness(judgements: tuple[Judgement, ...]) -> Readiness:
    musts = [each for each in judgements if each.requirement.must]
    return readiness_of(
        sum(each.verdict in (Verdict.MISSING, Verdict.EXPIRING) for each in musts),
        sum(each.verdict is Verdict.UNVERIFIED for each in musts),
        blocked=any(each.is_blocking for each in musts),
    )


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
