"""A first meeting as a calendar entry, in which the person is not named."""

from datetime import timedelta

from flask_babel import gettext
from icalendar import Event

from app.notifications.calendar_files import calendar_file, makes_entries, new_entry
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral

LASTS = timedelta(hours=1)
OFF = (MeetingOutcome.CANCELLED, MeetingOutcome.DID_NOT_ATTEND)


def meeting_file(referral: Referral, meeting: FirstMeeting) -> bytes:
    """The referral's meeting for a calendar: one entry, whatever it is moved to or taken off."""
    return calendar_file(_entry(referral, meeting))


@makes_entries("first-meeting")
def _of_referral(referral_id: int) -> Event | None:
    """The meeting that was arranged last: an earlier time must not come after it."""
    latest = (
        FirstMeeting.select()
        .where(FirstMeeting.referral == referral_id)
        .order_by(FirstMeeting.id.desc())
        .first()
    )
    return latest and _entry(latest.referral, latest)


def _entry(referral: Referral, meeting: FirstMeeting) -> Event:
    """The number of the meeting among the referral's makes each version later than the last."""
    earlier = FirstMeeting.select().where(
        FirstMeeting.referral == referral, FirstMeeting.id < meeting.id
    )
    is_off = meeting.outcome in OFF
    entry = new_entry(
        f"first-meeting-{referral.id}", meeting.starts_at, meeting.starts_at + LASTS,
        sequence=2 * earlier.count() + int(is_off), is_off=is_off,
    )  # fmt: skip
    entry.add("summary", gettext("First meeting, %(place)s", place=_whose(referral)))
    entry.add("location", meeting.place)
    entry.add("description", "\n".join(_how(meeting)))
    return entry


def _whose(referral: Referral) -> str:
    return str(referral.programme.trust.learning_works_name)


def _how(meeting: FirstMeeting) -> list[str]:
    lines = [meeting.meeting_point]
    if meeting.ask_for:
        lines.append(gettext("Ask for %(name)s.", name=meeting.ask_for))
    return [line for line in (*lines, meeting.ask_phone) if line]
