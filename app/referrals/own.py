"""What a client reads of her own referral: where it stands, and what she can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from app.clients.models import Client
from app.policy import Viewer
from app.referrals.models import FirstMeeting, Referral
from app.referrals.queries import planned_meetings, referrals_of_client
from app.referrals.standing import meeting_sentence
from app.referrals.transitions import OPEN, State


@dataclass(frozen=True)
class OwnReferral:
    """A client's latest referral; `meeting` is the booked one."""

    referral: Referral
    sentence: str
    meeting: FirstMeeting | None
    is_open: bool


def own_referral(viewer: Viewer, client: Client) -> OwnReferral | None:
    """The latest of her referrals, with a sentence; None where there is none."""
    rows = referrals_of_client(viewer, client)
    if not rows:
        return None
    referral = next((row for row in rows if row.state in OPEN), rows[0])
    meeting = planned_meetings([referral]).get(referral.id)
    return OwnReferral(referral, _sentence(referral, meeting), meeting, referral.state in OPEN)


def _sentence(referral: Referral, meeting: FirstMeeting | None) -> str:
    if meeting is not None:
        return meeting_sentence(meeting)
    match State(referral.state):
        case State.SUBMITTED | State.NEEDS_INFORMATION:
            return gettext("We look at how we can help you, and will tell you.")
        case State.ACCEPTED:
            return gettext("We are glad to help you. We will find a time for the first meeting.")
        case State.ACTIVE:
            return gettext("We work on your plan together.")
        case State.CLOSED:
            return gettext("The support has come to its end. You can always ask again.")
        case State.WITHDRAWN:
            return gettext("You do not want this help now. You can always ask again.")
    return gettext("We do not work on it now. You can always ask again.")
