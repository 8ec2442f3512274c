"""Whom a referral waits for and until when; "stalled" is computed here and never stored.

Pure. The programme's rule: an answer in two working days, a question answered in five, a first
meeting booked in ten, and what came of a meeting noted by the next working day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.referrals.transitions import State
from app.working_days import add_working_days


class WaitsFor(StrEnum):
    REFERRER = "referrer"
    STAFF = "staff"
    MEETING = "meeting"
    NOBODY = "nobody"


# Working days that a state may last, and who is to act in it.
PATIENCE: dict[State, tuple[WaitsFor, int]] = {
    State.SUBMITTED: (WaitsFor.STAFF, 2),
    State.NEEDS_INFORMATION: (WaitsFor.REFERRER, 5),
    State.ACCEPTED: (WaitsFor.STAFF, 10),
}
AFTER_A_MEETING = 1


@dataclass(frozen=True)
class Waiting:
    """Who acts next, by which day (None where no day is set), and whether that day is over."""

    on: WaitsFor
    by: date | None
    is_stalled: bool
    days: int


def waiting(state: State, *, since: date, meeting_on: date | None, today: date) -> Waiting:
    """What a referral in `state` since a day waits for; `meeting_on` is its booked meeting's."""
    days = (today - since).days
    if state is State.FIRST_MEETING_BOOKED and meeting_on is not None:
        by = add_working_days(meeting_on, AFTER_A_MEETING)
        on = WaitsFor.MEETING if today <= meeting_on else WaitsFor.STAFF
        return Waiting(on, by if on is WaitsFor.STAFF else meeting_on, today > by, days)
    if state not in PATIENCE:
        return Waiting(WaitsFor.NOBODY, None, False, days)
    on, allowed = PATIENCE[state]
    by = add_working_days(since, allowed)
    return Waiting(on, by, today > by, days)
