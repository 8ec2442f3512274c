"""Until when a request for support should be answered; "late" is computed and never stored. Pure.

The programme's rule: two working days to say that it has arrived, five more to say yes or no, and
five for the asker to answer a question.
"""

from dataclasses import dataclass
from datetime import date

from app.support.transitions import State
from app.working_days import add_working_days

PATIENCE = {State.REQUESTED: 2, State.ACKNOWLEDGED: 5, State.NEEDS_INFORMATION: 5}


@dataclass(frozen=True)
class Waiting:
    """The day by which something should happen, None where none is set, and how old it is."""

    by: date | None
    is_late: bool
    days: int


def waiting(state: State, *, since: date, asked: date, today: date) -> Waiting:
    """What a request in `state` since a day waits for; `asked` is the day it was made."""
    days = (today - asked).days
    if state not in PATIENCE:
        return Waiting(None, False, days)
    by = add_working_days(since, PATIENCE[state])
    return Waiting(by, today > by, days)
