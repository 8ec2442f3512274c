"""What time alone brings about: requests that wait too long come up by themselves.

A job for any number of runs and runners: what has been told is not told again.
"""

from app.audit.queries import has_happened
from app.audit.services import record
from app.db import atomic, lock_row
from app.policy import SYSTEM
from app.support.listing import late
from app.support.models import SupportRequest
from app.support.notices import tell_that_it_waits
from app.support.queries import reachable

ESCALATED = "support.escalate"


def escalate_late_requests() -> int:
    """Tell of what nobody has seen, answered or explained in time, once a wait; how many."""
    rows = reachable(SYSTEM).where(SupportRequest.is_open, late())
    return sum(map(_escalate, list(rows.order_by(SupportRequest.asked_at, SupportRequest.id))))


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
