"""The mails about a first meeting: when and where, to who comes, without the person's name."""

from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role, Viewer
from app.referrals.models import FirstMeeting, Referral
from app.referrals.readers import reader_of


def tell_of_meeting(referral: Referral, meeting: FirstMeeting, *, text: str) -> None:
    """Write to the person, with staff's words to her, and to who comes along; a new time too."""
    reader = reader_of(referral)
    if reader is not None:
        # To an address that may be a stranger's go the time and the place, and no words to her.
        shown = "" if reader.is_unconfirmed else text
        _put("first_meeting", reader, referral, meeting, text=shown)
        if text and not shown:
            _put("referral_client_text", reader, referral, meeting, text=text)
    if meeting.companion_email:
        _put("first_meeting", Recipient(meeting.companion_email), referral, meeting, text="")


def tell_meeting_off(actor: Viewer, referral: Referral, meeting: FirstMeeting) -> None:
    """Nobody is to wait for a meeting that does not take place."""
    reader = reader_of(referral)
    if reader is not None and actor.role is not Role.CLIENT:
        _put("first_meeting_off", reader, referral, meeting)
    tell_companion_off(referral, meeting)


def tell_companion_off(referral: Referral, meeting: FirstMeeting) -> None:
    """Who was to come along need not: there is no meeting, or somebody else comes."""
    if meeting.companion_email:
        _put("first_meeting_off", Recipient(meeting.companion_email), referral, meeting)


def _put(
    template: str, recipient: Recipient, referral: Referral, meeting: FirstMeeting, **context: str
) -> None:
    put_in_outbox(
        template,
        recipient,
        key=f"{template}-{meeting.id}",
        calendar=f"first-meeting:{referral.id}",
        meeting=meeting,
        trust=referral.programme.trust,
        **context,
    )
