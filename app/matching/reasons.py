"""Which sentence a verdict calls for, and the words that go into it."""

from typing import Any

from .model import Fact, Kind, Operator, Reason, Requirement, Scores, Verdict
from .rules import distance_km, fits
from .sentences import LESS_THAN_ONE, PARTS

CEFR = ("", "A1", "A2", "B1", "B2", "C1", "C2")


def reason_for(requirement: Requirement, verdict: Verdict, fact: Fact | None) -> Reason:
    """The sentence for a verdict on a requirement that applies."""
    kind = requirement.kind
    if fact is None:
        return Reason(f"{kind}.unknown", {"needed": needed_words(requirement)})
    if verdict is Verdict.MISSING and not fits(requirement, fact.value):
        return _shortfall(requirement, fact)
    if verdict is Verdict.MISSING:
        return Reason("expired", {"have": have_words(fact), "on": fact.expires_on})
    if verdict is Verdict.EXPIRING:
        return Reason("expiring", {"have": have_words(fact), "on": fact.expires_on})
    if verdict is Verdict.UNVERIFIED:
        return Reason("unverified", {"have": have_words(fact)})
    if requirement.operator is Operator.WITHIN:
        return _distance(requirement, fact, "met")
    return Reason(f"{kind}.met", {"have": have_words(fact)})


def needed_words(requirement: Requirement) -> str:
    """The label of a requirement, or its value spelt out."""
    if requirement.label:
        return requirement.label
    value: Any = requirement.value
    match requirement.operator:
        case Operator.ONE_OF:
            return ", ".join(sorted(str(each) for each in value))
        case Operator.SCORES:
            return ", ".join(scores_words(each) for each in value)
    return str(value)


def have_words(fact: Fact) -> str:
    """The label of a fact, or its value spelt out."""
    if fact.label:
        return fact.label
    return scores_words(fact.value) if isinstance(fact.value, Scores) else str(fact.value)


def scores_words(scores: Scores) -> str:
    """A test and its overall score, or the score of its parts when it has no overall one."""
    return test_words(scores.test, scores.overall or min(scores[2:]))


def test_words(test: str, score: int) -> str:
    """A test's name and score as it is printed: "IELTS 6.5", "OET 350", "CEFR B2"."""
    return f"{test} {score_words(test, score)}"


def score_words(test: str, score: int) -> str:
    """A score as the test prints it."""
    if test == "IELTS":
        return f"{score / 10:.1f}"
    return CEFR[score] if test == "CEFR" and 0 <= score < len(CEFR) else str(score)


def _shortfall(requirement: Requirement, fact: Fact) -> Reason:
    if requirement.operator is Operator.SCORES:
        return _english(requirement, fact)
    if requirement.operator is Operator.WITHIN:
        return _distance(requirement, fact, "missing")
    words = {"needed": needed_words(requirement), "have": have_words(fact)}
    return Reason(f"{requirement.kind}.missing", words)


def _english(requirement: Requirement, fact: Fact) -> Reason:
    """Name the part of the same test that is furthest below what is asked, the first of equals."""
    asked: Any = requirement.value
    got: Any = fact.value
    least = next((each for each in asked if each.test == got.test), None)
    if least is None:
        words = {"needed": needed_words(requirement), "have": have_words(fact)}
        return Reason("english.missing", words)
    part = max(Scores._fields[1:], key=lambda name: getattr(least, name) - getattr(got, name))
    words = {
        "needed": test_words(least.test, getattr(least, part)),
        "have": score_words(got.test, getattr(got, part)),
    }
    if part == "overall":
        return Reason("english.overall", words)
    return Reason("english.part", {**words, "part": PARTS[part]})


def _distance(requirement: Requirement, fact: Fact, outcome: str) -> Reason:
    here: Any = fact.value
    there: Any = requirement.value
    limit = here.limit_km
    km = distance_km(here, there) or LESS_THAN_ONE
    words = {"km": km, "limit": None if limit is None else round(limit)}
    return Reason(f"{Kind.DISTANCE}.{outcome}", words)
