"""What a client reads of her own referral: where it stands, and what she can do about it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from app.audit.services import record
from app.clients.models import Client
from app.db import atomic
from app.errors import Forbidden
from app.policy import SYSTEM, Role, Viewer
from app.referrals.models import FirstMeeting, Referral
from app.referrals.queries import history, planned_meetings, referrals_of_client
from app.referrals.services import Decision, make_move
from app.referrals.standing import meeting_sentence
from app.referrals.transitions import OPEN, Move, State


@dataclass(frozen=True)
class OwnReferral:
    """A client's latest referral; `meeting` is the booked one.

    `question` is what staff ask who referred herself and waits for her answer.
    """

    referral: Referral
    sentence: str
    meeting: FirstMeeting | None
    is_open: bool
    question: str


def own_referral(viewer: Viewer, client: Client) -> OwnReferral | None:
    """The latest of her referrals, with a sentence; None where there is none."""
    rows = referrals_of_client(viewer, client)
    if not rows:
        return None
    referral = next((row for row in rows if row.state in OPEN), rows[0])
    meeting = planned_meetings([referral]).get(referral.id)
    return OwnReferral(
        referral, _sentence(referral, meeting), meeting, referral.state in OPEN,
        question=_question(referral),
    )  # fmt: skip


def _question(referral: Referral) -> str:
    if not referral.is_own or referral.state != State.NEEDS_INFORMATION:
        return ""
    asked = (row for row in history(referral) if row.move == Move.ASK_INFORMATION)
    return next((row.text_for_client for row in asked), "")


def answer_question(actor: Viewer, referral: Referral, text: str, *, version: int) -> None:
    """What she answers once she has an account; her code, which did it before, is used up."""
    if actor.role is not Role.CLIENT or not referral.is_own:
        raise Forbidden("referral:respond")
    with atomic():
        make_move(SYSTEM, referral, Move.GIVE_INFORMATION, Decision(note=text), version=version)
        record(actor, "referral.answer_question", referral, client_id=referral.client_id)


def _sentence(referral: Referral, meeting: FirstMeeting | None) -> str:
    if meeting is not None:
        return meeting_sentence(meeting)
    match State(referral.state):
        case State.NEEDS_INFORMATION if referral.is_own:
            return gettext("We have a question for you.")
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
