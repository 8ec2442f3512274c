"""A first meeting as a calendar file (RFC 5545), in which nobody is named."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext
from icalendar import Calendar, Event

from app import clock
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral

LASTS = timedelta(hours=1)
OFF = (MeetingOutcome.CANCELLED, MeetingOutcome.DID_NOT_ATTEND)


def meeting_file(referral: Referral, meeting: FirstMeeting) -> bytes:
    """The referral's meeting for a calendar: one entry, whatever it is moved to or taken off.

    The number of the meeting among the referral's makes each version later than the one before.
    """
    earlier = FirstMeeting.select().where(
        FirstMeeting.referral == referral, FirstMeeting.id < meeting.id
    )
    is_off = meeting.outcome in OFF
    base = current_app.config["BASE_URL"].rstrip("/")
    event = Event()
    event.add("uid", f"first-meeting-{referral.id}@{urlsplit(base).hostname}")
    event.add("dtstamp", clock.now().replace(tzinfo=UTC))
    event.add("dtstart", clock.local(meeting.starts_at))
    event.add("dtend", clock.local(meeting.starts_at + LASTS))
    event.add("summary", gettext("First meeting, %(place)s", place=_whose(referral)))
    event.add("location", meeting.place)
    event.add("description", "\n".join(_how(meeting)))
    event.add("sequence", 2 * earlier.count() + int(is_off))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Pathways//First meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _whose(referral: Referral) -> str:
    return str(referral.programme.trust.learning_works_name)


def _how(meeting: FirstMeeting) -> list[str]:
    lines = [meeting.meeting_point]
    if meeting.ask_for:
        lines.append(gettext("Ask for %(name)s.", name=meeting.ask_for))
    return [line for line in (*lines, meeting.ask_phone) if line]
