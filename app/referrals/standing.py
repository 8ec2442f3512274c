"""Where a referral stands for whoever looks: its state in words, what comes next and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext, ngettext

from app import clock
from app.policy import Role, Viewer
from app.referrals.following import ended_for
from app.referrals.models import FirstMeeting, Referral, ReferralMove
from app.referrals.narrowing import Show
from app.referrals.presenters import COLOURS, STATES_FOR_REFERRER, STATES_FOR_STAFF, again
from app.referrals.queries import looked_at_again, planned_meetings
from app.referrals.transitions import State
from app.referrals.waiting import Waiting, WaitsFor, waiting
from app.web.filters import clock_time, long_date, weekday_date


@dataclass(frozen=True)
class Standing:
    """Where a referral stands, in the words of whoever looks: a tag, a sentence, a warning."""

    state: str
    colour: str
    sentence: str
    stalled: str  # why, for staff; empty where nothing is late
    age: str
    waiting: Waiting


def with_standing(viewer: Viewer, rows: Sequence[Referral]) -> list[tuple[Referral, Standing]]:
    """Each referral with where it stands for the viewer; three queries at most, however many."""
    meetings, ended, left = planned_meetings(rows), ended_for(viewer, rows), looked_at_again(rows)
    return [
        (
            row,
            _ended(ended[row.id])
            if row.id in ended
            else standing(viewer, row, meetings.get(row.id), left.get(row.id)),
        )
        for row in rows
    ]


def _ended(at: datetime) -> Standing:
    """For an organisation that accompanies the person no more: nothing of what came later."""
    return Standing(
        state=gettext("Ended for you"),
        colour="grey",
        sentence=gettext("Your organisation no longer accompanies this person."),
        stalled="",
        age=gettext("since %(day)s", day=long_date(at)),
        waiting=Waiting(WaitsFor.NOBODY, None, False, 0),
    )


def standing(
    viewer: Viewer,
    referral: Referral,
    meeting: FirstMeeting | None,
    left: ReferralMove | None = None,
) -> Standing:
    """The referral's state for the viewer and what it waits for.

    `meeting` is the booked one, and `left` the exit that is to be looked at again.
    """
    state = State(referral.state)
    wait = waiting(
        state,
        since=clock.local(referral.state_since).date(),
        meeting_on=clock.local(meeting.starts_at).date() if meeting else None,
        today=clock.today(),
    )
    is_staff = viewer.role is Role.STAFF
    names = STATES_FOR_STAFF if is_staff else STATES_FOR_REFERRER
    return Standing(
        state=str(names[state]),
        colour=COLOURS.get(state, "grey"),
        sentence=_for_staff(referral, wait, meeting) or again(left)
        if is_staff
        else _told(referral, wait, meeting, left),
        stalled=_why_stalled(referral, wait) if wait.is_stalled and is_staff else "",
        age=age(wait.days),
        waiting=wait,
    )


def _told(
    referral: Referral, wait: Waiting, meeting: FirstMeeting | None, left: ReferralMove | None
) -> str:
    """What the referrer is told about what comes next, and by when; read is not yet decided."""
    if meeting is not None:
        return meeting_sentence(meeting)
    state = State(referral.state)
    day = weekday_date(wait.by) if wait.by else ""
    match state:
        case State.DRAFT:
            return gettext("Answer the questions and send it. Only your organisation sees it.")
        case State.SUBMITTED:
            return _told_undecided(referral, day, is_late=wait.is_stalled)
        case State.NEEDS_INFORMATION if wait.is_stalled:
            return gettext("We still need your answer before we can decide.")
        case State.NEEDS_INFORMATION:
            return gettext(
                "We need your answer before we can decide, if you can by %(day)s.", day=day
            )
        case State.ACCEPTED if wait.is_stalled:
            return gettext(
                "You should have had a time for the first meeting by %(day)s. We are sorry.",
                day=day,
            )
        case State.ACCEPTED:
            return gettext("We will find a time for the first meeting by %(day)s.", day=day)
        case State.ACTIVE:
            return gettext("The Learning Works and the person work on the plan.")
    if left is not None and left.actor_role != Role.CLIENT and (day := again(left)):
        return gettext("It is decided. %(again)s.", again=day)
    return gettext("It is decided. Nothing is waiting for you.")


def _told_undecided(referral: Referral, day: str, *, is_late: bool) -> str:
    if is_late:
        return gettext("You should have had our answer by %(day)s. We are sorry.", day=day)
    if referral.is_read:
        return gettext("We have read it and will decide by %(day)s.", day=day)
    return gettext("We will answer by %(day)s.", day=day)


def _for_staff(referral: Referral, wait: Waiting, meeting: FirstMeeting | None) -> str:
    if meeting is not None and wait.on is WaitsFor.STAFF:
        return gettext("Say what came of the meeting on %(day)s.", day=_day(meeting))
    if meeting is not None:
        return meeting_sentence(meeting)
    day = weekday_date(wait.by) if wait.by else ""
    match State(referral.state):
        case State.SUBMITTED:
            return gettext("Decide by %(day)s.", day=day)
        case State.NEEDS_INFORMATION if referral.is_own:
            return gettext("The person has a question to answer by %(day)s.", day=day)
        case State.NEEDS_INFORMATION:
            return gettext("The referrer has a question to answer by %(day)s.", day=day)
        case State.ACCEPTED:
            return gettext("Book the first meeting by %(day)s.", day=day)
    return ""


def _why_stalled(referral: Referral, wait: Waiting) -> str:
    day = weekday_date(wait.by) if wait.by else ""
    if wait.on is WaitsFor.REFERRER and referral.is_own:
        return gettext("No answer from the person by %(day)s.", day=day)
    if wait.on is WaitsFor.REFERRER:
        return gettext("No answer from the referrer by %(day)s.", day=day)
    return gettext("Nothing was done by %(day)s.", day=day)


def meeting_sentence(meeting: FirstMeeting) -> str:
    return gettext(
        "First meeting on %(day)s at %(time)s, %(place)s.",
        day=_day(meeting), time=clock_time(meeting.starts_at), place=meeting.place,
    )  # fmt: skip


def _day(meeting: FirstMeeting) -> str:
    return weekday_date(meeting.starts_at)


def age(days: int) -> str:
    """How long a referral has been in its state."""
    if days <= 0:
        return gettext("in this state since today")
    return ngettext("in this state for %(num)d day", "in this state for %(num)d days", days)


def answer_by(referral: Referral) -> date | None:
    """The day by which a sent referral is to be answered."""
    since = clock.local(referral.state_since).date()
    return waiting(State(referral.state), since=since, meeting_on=None, today=since).by


def list_choices(viewer: Viewer) -> dict[str, str]:
    """What the list can be narrowed to, in the words of whoever looks."""
    is_staff = viewer.role is Role.STAFF
    ours = {Show.WAITING: gettext("Waiting for us"), Show.STALLED: gettext("Waiting too long")}
    first = ours if is_staff else {}
    names = STATES_FOR_STAFF if is_staff else STATES_FOR_REFERRER
    states = {state: str(name) for state, name in names.items()}
    if is_staff:
        del states[State.DRAFT]
    later = {Show.AGAIN: gettext("To look at again later")} if is_staff else {}
    wide = {Show.OPEN: gettext("Not finished"), **later, Show.ALL: gettext("All")}
    return {str(key): name for key, name in (first | wide | states).items()}
