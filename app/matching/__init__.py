"""Who fits what, why, and what is missing: pure rules over facts and requirements.

Plain Python and NumPy; it knows no database, no web and no clock, and imports nothing of `app`.
"""

from .explain import explain, judge
from .model import (
    Fact,
    Facts,
    Gap,
    Judgement,
    Kind,
    Level,
    Match,
    Operator,
    Place,
    Readiness,
    Reason,
    Remedy,
    Requirement,
    Requirements,
    Scores,
    Verdict,
)
from .rank import clients_for, opportunities_for
from .sentences import sentence

__all__ = [
    "Fact",
    "Facts",
    "Gap",
    "Judgement",
    "Kind",
    "Level",
    "Match",
    "Operator",
    "Place",
    "Readiness",
    "Reason",
    "Remedy",
    "Requirement",
    "Requirements",
    "Scores",
    "Verdict",
    "clients_for",
    "explain",
    "judge",
    "opportunities_for",
    "sentence",
]
