"""The first meeting: booked, or given another time, confirmed, arrived at; later moves end it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from flask_babel import gettext

from app import clock
from app.accounts.models import AccountRole
from app.audit.services import record
from app.db import atomic
from app.errors import Conflict, Forbidden
from app.policy import Permission, Viewer
from app.referrals.following import ended_for
from app.referrals.meeting_notices import tell_companion_off, tell_of_meeting
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, State


@dataclass(frozen=True)
class Arrangements:
    """What has to be ready on the day; what is not known yet is empty."""

    interpreter_language: str = ""
    accompanied_by: str = ""
    companion_organisation: str = ""
    companion_phone: str = ""
    companion_email: str = ""
    meeting_point: str = ""
    ask_for: str = ""
    ask_phone: str = ""
    childcare: str = ""
    travel_help: str = ""


def book_meeting(
    actor: Viewer,
    referral: Referral,
    decision: Decision,
    *,
    starts_at: datetime,
    place: str,
    arrangements: Arrangements | None = None,
    version: int | None = None,
) -> FirstMeeting:
    """Book the first meeting, or another time for one that is booked.

    `starts_at` is a naive UTC instant. The person and who comes along are written to as far as
    they have an e-mail address.
    """
    booked = referral.state == State.FIRST_MEETING_BOOKED
    move = Move.CHANGE_MEETING if booked else Move.BOOK_MEETING
    with atomic():
        before = booked_meeting(referral)
        row = make_move(actor, referral, move, decision, version=version)
        meeting = FirstMeeting.create(
            referral=referral,
            starts_at=starts_at,
            place=place,
            created_at=clock.now(),
            **asdict(arrangements or Arrangements()),
        )
        if before is not None and before.companion_email != meeting.companion_email:
            tell_companion_off(referral, before)
        tell_of_meeting(referral, meeting, text=row.text_for_client)
    return meeting


def confirm_meeting(actor: Viewer, referral: Referral, *, seen: int | None) -> None:
    """The person, or who referred or looks after her, says that she will come; said once.

    `seen` is the meeting that was on the page: another time since then is not what was confirmed.
    """
    if not actor.may(Permission.MEETING_CONFIRM) or ended_for(actor, [referral]):
        raise Forbidden("meeting:confirm")
    with atomic():
        # Whoever has the code of a self-referral has no account: the product notes it for her.
        by = AccountRole(actor.role) if actor.role in set(AccountRole) else AccountRole.CLIENT
        said = {"confirmed_at": clock.now(), "confirmed_by": by}
        if _note(referral, seen, FirstMeeting.confirmed_at.is_null(), **said):
            record(actor, "referral.confirm_meeting", referral, client_id=referral.client_id)


def note_arrival(actor: Viewer, referral: Referral, *, seen: int | None) -> None:
    """Staff note that the person is there; from then on she cannot have failed to come."""
    if not actor.may(Permission.REFERRAL_TRIAGE):
        raise Forbidden("referral:triage")
    with atomic():
        if _note(referral, seen, FirstMeeting.arrived_at.is_null(), arrived_at=clock.now()):
            record(actor, "referral.note_arrival", referral, client_id=referral.client_id)


def _note(referral: Referral, seen: int | None, unsaid: object, **said: object) -> bool:
    """Write it on the booked meeting; False when it is there already, Conflict for another."""
    planned = (FirstMeeting.referral == referral) & (FirstMeeting.outcome == MeetingOutcome.PLANNED)
    same = planned & (FirstMeeting.id == seen)
    if FirstMeeting.update(**said).where(same, unsaid).execute():
        return True
    if not FirstMeeting.select().where(same).exists():
        raise Conflict(
            gettext(
                "The meeting has another time or place by now, or does not take place. "
                "Go back and look at it again. Nothing was changed."
            )
        )
    return False


def booked_meeting(referral: Referral) -> FirstMeeting | None:
    """The meeting that is to take place."""
    return FirstMeeting.get_or_none(
        FirstMeeting.referral == referral, FirstMeeting.outcome == MeetingOutcome.PLANNED
    )


def last_meeting(referral: Referral) -> FirstMeeting | None:
    """The meeting that was arranged last, whatever came of it."""
    return (
        FirstMeeting.select()
        .where(FirstMeeting.referral == referral)
        .order_by(FirstMeeting.id.desc())
        .first()
    )
