"""Who fits what, why, and what is missing: pure rules over facts and requirements.

Plain Python and NumPy; it knows no database, no web and no clock, and imports nothing of `app`.
"""

from .arrays import best_pairs
from .best import best_clients, best_opportunities
from .columns import (
    ClientColumns,
    OpportunityColumns,
    encode_clients,
    encode_opportunities,
)
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
from .selection import Best
from .sentences import sentence

__all__ = [
    "Best",
    "ClientColumns",
    "Fact",
    "Facts",
    "Gap",
    "Judgement",
    "Kind",
    "Level",
    "Match",
    "Operator",
    "OpportunityColumns",
    "Place",
    "Readiness",
    "Reason",
    "Remedy",
    "Requirement",
    "Requirements",
    "Scores",
    "Verdict",
    "best_clients",
    "best_opportunities",
    "best_pairs",
    "clients_for",
    "encode_clients",
    "encode_opportunities",
    "explain",
    "judge",
    "opportunities_for",
    "sentence",
]
