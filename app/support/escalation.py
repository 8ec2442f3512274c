"""What time alone brings about: requests that wait too long come up by themselves.

A job for any number of runs and runners: what has been told is not told again.
"""

from functools import reduce
from operator import or_

from app.audit.queries import has_happened
from app.audit.services import record
from app.db import atomic, lock_row
from app.policy import SYSTEM
from app.support.listing import late_in
from app.support.models import SupportRequest
from app.support.notices import tell_that_it_waits
from app.support.queries import reachable
from app.support.transitions import State

ESCALATED = "support.escalate"
# What the organisation is to do; an open question waits for the asking side.
TOLD_OF = (State.REQUESTED, State.ACKNOWLEDGED)


def escalate_late_requests() -> int:
    """Tell of requests that nobody has seen or answered in time, once for each wait; how many."""
    late = reachable(SYSTEM).where(reduce(or_, map(late_in, TOLD_OF)))
    return sum(map(_escalate, list(late.order_by(SupportRequest.asked_at, SupportRequest.id))))


def _escalate(request: SupportRequest) -> bool:
    """Whether this run is the one that told; two at once wait for one another."""
    with atomic():
        lock_row(request)
        if SupportRequest.get_by_id(request.id).version != request.version:
            return False
        if has_happened(ESCALATED, request, since=request.state_since):
            return False
        tell_that_it_waits(request)
        record(SYSTEM, ESCALATED, request, client_id=request.client_id)
    return True
