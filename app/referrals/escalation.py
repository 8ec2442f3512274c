"""What time alone brings about: staff hear of what waits too long, parked referrals wake up.

Both are jobs for any number of runs and runners: what has been done is not done again.
"""

from __future__ import annotations

from datetime import date

from flask_babel import force_locale, gettext
from peewee import ModelSelect, fn

from app import clock
from app.audit.queries import has_happened
from app.audit.services import record
from app.db import atomic, lock_row
from app.errors import Conflict
from app.policy import SYSTEM
from app.referrals.models import Referral, ReferralMove
from app.referrals.narrowing import stalled
from app.referrals.notices import tell_that_it_waits
from app.referrals.queries import reachable
from app.referrals.readers import person_language, referrer_language
from app.referrals.services import Decision, make_move
from app.referrals.transitions import EXITS, Consequence, Move, State

ESCALATED = "referral.escalate"


def escalate_waiting_referrals() -> int:
    """Tell staff of sent referrals past their two working days, once for each wait; how many."""
    late = reachable(SYSTEM).where(stalled(), Referral.state == State.SUBMITTED)
    return sum(map(_escalate, list(late.order_by(Referral.state_since, Referral.id))))


def _escalate(referral: Referral) -> bool:
    """Whether this run is the one that told; two at once wait for one another."""
    with atomic():
        lock_row(referral)
        now = Referral.get_by_id(referral.id)
        if now.state != State.SUBMITTED or now.state_since != referral.state_since:
            return False
        if has_happened(ESCALATED, referral, since=referral.state_since):
            return False
        tell_that_it_waits(referral)
        record(SYSTEM, ESCALATED, referral, client_id=referral.client_id)
    return True


def wake_parked_referrals() -> int:
    """Look again at each exit whose day to be looked at has come; how many were woken."""
    parked = _parked_until(clock.today())
    return sum(map(_wake, list(reachable(SYSTEM).where(Referral.id.in_(parked)))))


def _parked_until(day: date) -> ModelSelect[ReferralMove]:
    """The referrals whose last move parked them until this day or an earlier one."""
    later = ReferralMove.alias()
    overtaken = later.select(fn.MAX(later.id)).where(later.referral == ReferralMove.referral)
    return ReferralMove.select(ReferralMove.referral).where(
        ReferralMove.consequence == Consequence.PARK,
        ReferralMove.park_until <= day,
        ReferralMove.id == overtaken,
    )


def _wake(referral: Referral) -> bool:
    """Make the move that a person would make, unless somebody has just made it."""
    if referral.state not in EXITS:
        return False
    try:
        make_move(SYSTEM, referral, Move.REASSESS, _woken(referral))
    except Conflict:
        return False
    return True


def _woken(referral: Referral) -> Decision:
    """What is said to who referred, in their language; who referred herself is told herself."""
    reads = person_language if referral.is_own else referrer_language
    with force_locale(reads(referral)):
        text = gettext("The day has come to look at this referral again. We will tell you more.")
    note = gettext("Parked until today: it woke up by itself.")
    if referral.is_own:
        return Decision(note=note, text_for_client=text)
    return Decision(note=note, text_for_referrer=text)
