"""What time alone brings about: requests that nobody has seen come up by themselves.

A job for any number of runs and runners: what has been told is not told again.
"""

from datetime import datetime, time

from app import clock
from app.audit.queries import has_happened
from app.audit.services import record
from app.db import atomic, lock_row
from app.policy import SYSTEM
from app.support.models import SupportRequest
from app.support.notices import tell_that_it_waits
from app.support.queries import reachable
from app.support.transitions import State
from app.support.waiting import PATIENCE
from app.working_days import first_day_in_time

ESCALATED = "support.escalate"


def escalate_unseen_requests() -> int:
    """Tell both sides' people of requests unseen for two working days, once; how many."""
    first = first_day_in_time(PATIENCE[State.REQUESTED], today=clock.today())
    begin = clock.utc(datetime.combine(first, time(), clock.LONDON))
    late = reachable(SYSTEM).where(
        SupportRequest.is_open == True,  # noqa: E712
        SupportRequest.state == State.REQUESTED,
        SupportRequest.asked_at < begin,
    )
    return sum(map(_escalate, list(late.order_by(SupportRequest.asked_at, SupportRequest.id))))


def _escalate(request: SupportRequest) -> bool:
    """Whether this run is the one that told; two at once wait for one another."""
    with atomic():
        lock_row(request)
        if SupportRequest.get_by_id(request.id).state != State.REQUESTED:
            return False
        if has_happened(ESCALATED, request, since=request.state_since):
            return False
        tell_that_it_waits(request)
        record(SYSTEM, ESCALATED, request, client_id=request.client_id)
    return True
