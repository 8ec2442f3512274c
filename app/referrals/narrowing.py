"""The conditions by which lists of referrals are narrowed: what waits, for whom, for how long."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_

from peewee import Expression, ModelSelect, fn

from app import clock
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral, ReferralMove
from app.referrals.transitions import BEFORE_ACTIVE, EXITS, OPEN, Consequence, State
from app.referrals.waiting import AFTER_A_MEETING, PATIENCE
from app.working_days import first_day_in_time

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
    """The condition of a choice above the list: one of `Show`, or a state; else all."""
    if show == Show.WAITING:
        unanswered = _late_in(State.NEEDS_INFORMATION)
        over = Referral.id.in_(_meetings_before(clock.today()))
        return Referral.state.in_(WAITING_FOR_STAFF) | unanswered | over
    if show == Show.STALLED:
        return stalled()
    if show == Show.OPEN:
        return Referral.state.in_([*OPEN, State.DRAFT])
    if show == Show.COMING:
        return Referral.state.in_([*BEFORE_ACTIVE, State.DRAFT])
    if show == Show.AGAIN:
        left = leaving().where(ReferralMove.referral == Referral.id)
        return Referral.state.in_(list(EXITS)) & fn.EXISTS(left)
    if show in set(State):
        return Referral.state == show
    return Referral.id.is_null(False)


def stalled() -> Expression:
    """Those that have waited longer than they may, whoever is to act: computed, never stored."""
    untold = first_day_in_time(AFTER_A_MEETING, today=clock.today())
    return reduce(or_, map(_late_in, PATIENCE)) | Referral.id.in_(_meetings_before(untold))


def leaving() -> ModelSelect[ReferralMove]:
    """The moves out of triage, each of a referral since, that leave something to come back to."""
    return ReferralMove.select(ReferralMove.id).where(
        ReferralMove.consequence.in_([Consequence.PARK, Consequence.REASSESS]),
        ReferralMove.at == Referral.state_since,
    )


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
