"""A match as a plain record: what is kept with a candidature, printed, and shown on pages."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.matching import Fact, Judgement, Match, Reason, Remedy, sentence

A_DATE = "on"
"""The one parameter of reasons that is a date."""


def as_record(match: Match, *, on: date) -> dict[str, Any]:
    """The match with its rules, verdicts and evidence in JSON's own types; dates as ISO text."""
    return {
        "client": match.client,
        "opportunity": match.opportunity,
        "judged_on": on.isoformat(),
        "readiness": match.readiness.value,
        "points": match.points,
        "possible": match.possible,
        "requirements": [_requirement(each) for each in match.judgements],
        "gaps": [
            {
                "requirement": match.judgements.index(gap.judgement),
                "remedy": _remedy(gap.remedy),
            }
            for gap in match.gaps
        ],
        "next_step": _remedy(match.next_step),
    }


def _requirement(judgement: Judgement) -> dict[str, Any]:
    asked = judgement.requirement
    return {
        "kind": asked.kind.value,
        "operator": asked.operator.value,
        "value": _plain(asked.value),
        "label": asked.label,
        "topics": sorted(asked.topics),
        "must": asked.must,
        "weight": asked.weight,
        "source": asked.source,
        "verdict": judgement.verdict.value,
        "date": judgement.date.isoformat() if judgement.date else None,
        "is_blocking": judgement.is_blocking,
        "evidence": _evidence(judgement.evidence),
        "reason": {
            "name": judgement.reason.name,
            "parameters": {k: _plain(v) for k, v in judgement.reason.parameters.items()},
        },
    }


def _evidence(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    return {
        "value": _plain(fact.value),
        "label": fact.label,
        "level": fact.level.value,
        "as_of": _plain(fact.as_of),
        "expires_on": _plain(fact.expires_on),
    }


def _remedy(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    return {
        "kind": remedy.kind.value,
        "title": remedy.title,
        "months": remedy.months,
        "fee_pounds": remedy.fee_pounds,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted((_plain(each) for each in value), key=str)
    if hasattr(value, "_asdict"):
        return {name: _plain(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def said(
    requirement: dict[str, Any],
    translate: Callable[[str], str] = str,
    *,
    about_client: bool,
    show_date: Callable[[date], str] | None = None,
) -> str:
    """The plain sentence of one recorded requirement."""
    kept = requirement["reason"]
    parameters = dict(kept["parameters"])
    if parameters.get(A_DATE):
        parameters[A_DATE] = date.fromisoformat(parameters[A_DATE])
    reason = Reason(kept["name"], parameters)
    shown = {"show_date": show_date} if show_date else {}
    return sentence(reason, translate, about_client=about_client, **shown)
