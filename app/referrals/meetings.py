"""The first meeting: booked, or given another time; what comes of it is told by later moves."""

from datetime import datetime

from app import clock
from app.db import atomic
from app.policy import Viewer
from app.referrals.models import FirstMeeting, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State


def book_meeting(
    actor: Viewer,
    referral: Referral,
    decision: Decision,
    *,
    starts_at: datetime,
    place: str,
    interpreter_language: str = "",
    accompanied_by: str = "",
    version: int | None = None,
) -> FirstMeeting:
    """Book the first meeting, or another time for one that is booked.

    `starts_at` is a naive UTC instant; `interpreter_language` is empty where none is needed.
    """
    booked = referral.state == State.FIRST_MEETING_BOOKED
    move = Move.CHANGE_MEETING if booked else Move.BOOK_MEETING
    with atomic():
        make_move(actor, referral, move, decision, version=version)
        return FirstMeeting.create(
            referral=referral,
            starts_at=starts_at,
            place=place,
            interpreter_language=interpreter_language,
            accompanied_by=accompanied_by,
            created_at=clock.now(),
        )
