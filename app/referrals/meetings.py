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
from app.referrals.meeting_notices import tell_of_meeting
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
        row = make_move(actor, referral, move, decision, version=version)
        meeting = FirstMeeting.create(
            referral=referral,
            starts_at=starts_at,
            place=place,
            created_at=clock.now(),
            **asdict(arrangements or Arrangements()),
        )
        tell_of_meeting(referral, meeting, text=row.text_for_client)
    return meeting


def confirm_meeting(actor: Viewer, referral: Referral) -> None:
    """The person, or who referred or looks after her, says that she will come; said once."""
    if not actor.may(Permission.MEETING_CONFIRM) or ended_for(actor, [referral]):
        raise Forbidden("meeting:confirm")
    with atomic():
        said = {"confirmed_at": clock.now(), "confirmed_by": AccountRole(actor.role)}
        if _note(referral, FirstMeeting.confirmed_at.is_null(), **said):
            record(actor, "referral.confirm_meeting", referral, client_id=referral.client_id)


def note_arrival(actor: Viewer, referral: Referral) -> None:
    """Staff note that the person is there; from then on she cannot have failed to come."""
    if not actor.may(Permission.REFERRAL_TRIAGE):
        raise Forbidden("referral:triage")
    with atomic():
        if _note(referral, FirstMeeting.arrived_at.is_null(), arrived_at=clock.now()):
            record(actor, "referral.note_arrival", referral, client_id=referral.client_id)


def _note(referral: Referral, unsaid: object, **said: object) -> bool:
    """Write it on the booked meeting; False when it is there already, Conflict without one."""
    planned = (FirstMeeting.referral == referral) & (FirstMeeting.outcome == MeetingOutcome.PLANNED)
    if FirstMeeting.update(**said).where(planned, unsaid).execute():
        return True
    if not FirstMeeting.select().where(planned).exists():
        raise Conflict(gettext("There is no meeting booked any more. Look at the referral again."))
    return False


def last_meeting(referral: Referral) -> FirstMeeting | None:
    """The meeting that was arranged last, whatever came of it."""
    return (
        FirstMeeting.select()
        .where(FirstMeeting.referral == referral)
        .order_by(FirstMeeting.id.desc())
        .first()
    )
