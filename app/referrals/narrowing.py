"""The conditions by which lists of referrals are narrowed: what waits, for whom, for how long."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from peewee import Expression, ModelSelect

from app import clock
from app.referrals.models import (
    COMES_BACK,
    IS_BEFORE_ACTIVE,
    FirstMeeting,
    MeetingOutcome,
    Referral,
    ReferralMove,
)
from app.referrals.transitions import BEFORE_ACTIVE, EXITS, OPEN, State
from app.referrals.waiting import AFTER_A_MEETING, PATIENCE
from app.working_days import first_day_in_time

BY_LEAVING = (ReferralMove.at, ReferralMove.referral)
WAITING_FOR_STAFF = (State.SUBMITTED, State.ACCEPTED)


class Show(StrEnum):
    """Lists that are more than one state; any state's own name shows that state."""

    WAITING = "waiting"
    STALLED = "stalled"
    OPEN = "open"
    COMING = "coming"
    AGAIN = "again"
    ALL = "all"


def shown(show: str) -> Expression:
    """The condition of a choice above the list: one of `Show`, or a state; else all.

    Of what is to be looked at again it says the states alone; the rest is `with_leaving`.
    """
    if show == Show.WAITING:
        unanswered = _late_in(State.NEEDS_INFORMATION)
        over = Referral.id.in_(_meetings_before(clock.today()))
        return IS_BEFORE_ACTIVE & (Referral.state.in_(WAITING_FOR_STAFF) | unanswered | over)
    if show == Show.STALLED:
        return stalled()
    if show == Show.OPEN:
        return Referral.state.in_([*OPEN, State.DRAFT])
    if show == Show.COMING:
        return Referral.state.in_([*BEFORE_ACTIVE, State.DRAFT])
    if show == Show.AGAIN:
        # Not "in": by its index the database would begin with all that have ended.
        return Referral.state.not_in([one for one in State if one not in EXITS])
    if show in set(State):
        return Referral.state == show
    return Referral.id.is_null(False)


def stalled() -> Expression:
    """Those that have waited longer than they may, whoever is to act: computed, never stored."""
    untold = first_day_in_time(AFTER_A_MEETING, today=clock.today())
    late = reduce(or_, map(_late_in, PATIENCE)) | Referral.id.in_(_meetings_before(untold))
    return IS_BEFORE_ACTIVE & late


def with_leaving(query: ModelSelect[Referral]) -> ModelSelect[Referral]:
    """Those whose last move left something to come back to, joined with it.

    In the order of `BY_LEAVING` an index gives them, however many have ended for good. The last
    is of the instant since when the state is as it is, and none is later: asked for equality,
    PostgreSQL takes that for so rare that it reads and sorts them all.
    """
    is_last = (ReferralMove.referral == Referral.id) & (ReferralMove.at >= Referral.state_since)
    return query.join_from(Referral, ReferralMove, on=is_last).where(COMES_BACK)


def _late_in(state: State) -> Expression:
    """In this state since before the first day that is still in time."""
    _, allowed = PATIENCE[state]
    first = first_day_in_time(allowed, today=clock.today())
    return (Referral.state == state) & (Referral.state_since < clock.begin_of(first))


def _meetings_before(day: date) -> ModelSelect[FirstMeeting]:
    """Booked meetings whose day is over: staff say what came of them."""
    return FirstMeeting.select(FirstMeeting.referral).where(
        FirstMeeting.outcome == MeetingOutcome.PLANNED, FirstMeeting.starts_at < clock.begin_of(day)
    )
