"""How referrals read: states and moves in the referrer's words and in staff's words."""

from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from app import clock
from app.clients.models import ConsentGiven, ContactRoute
from app.policy import Role, Viewer
from app.reference import reference
from app.referrals.models import (
    Companion,
    FirstMeeting,
    InterpreterNeed,
    MeetingOutcome,
    Referral,
    SelfSaidEnglish,
)
from app.referrals.transitions import Consequence, Move, Party, State
from app.referrals.waiting import Waiting, WaitsFor, waiting
from app.web.filters import clock_time, weekday_date

S, M = State, Move

STATES_FOR_STAFF: dict[State, LazyString] = {
    S.DRAFT: _("Draft"),
    S.SUBMITTED: _("To decide"),
    S.NEEDS_INFORMATION: _("Question asked"),
    S.ACCEPTED: _("Accepted, meeting to book"),
    S.FIRST_MEETING_BOOKED: _("First meeting booked"),
    S.ACTIVE: _("Support under way"),
    S.CLOSED: _("Finished"),
    S.RETURNED_WITH_ADVICE: _("Returned with advice"),
    S.DECLINED: _("Declined"),
    S.WITHDRAWN: _("Withdrawn"),
    S.DUPLICATE: _("Already referred"),
    S.UNREACHABLE: _("Could not be reached"),
}
STATES_FOR_REFERRER: dict[State, LazyString] = {
    S.DRAFT: _("Not sent yet"),
    S.SUBMITTED: _("Sent"),
    S.NEEDS_INFORMATION: _("A question for you"),
    S.ACCEPTED: _("Accepted"),
    S.FIRST_MEETING_BOOKED: _("First meeting booked"),
    S.ACTIVE: _("Support has started"),
    S.CLOSED: _("Finished"),
    S.RETURNED_WITH_ADVICE: _("Advice for you"),
    S.DECLINED: _("Not accepted"),
    S.WITHDRAWN: _("Withdrawn"),
    S.DUPLICATE: _("Already referred"),
    S.UNREACHABLE: _("Could not be reached"),
}
# The NHS tag colours; a state is always said in words too.
COLOURS: dict[State, str] = {
    S.DRAFT: "grey",
    S.SUBMITTED: "blue",
    S.NEEDS_INFORMATION: "yellow",
    S.ACCEPTED: "aqua-green",
    S.FIRST_MEETING_BOOKED: "aqua-green",
    S.ACTIVE: "green",
}
# What a button says.
MOVE_NAMES: dict[Move, LazyString] = {
    M.SUBMIT: _("Send the referral"),
    M.ACKNOWLEDGE: _("Say that we have read it"),
    M.ASK_INFORMATION: _("Ask the referrer a question"),
    M.GIVE_INFORMATION: _("Answer the question"),
    M.ACCEPT: _("Accept"),
    M.BOOK_MEETING: _("Book the first meeting"),
    M.CHANGE_MEETING: _("Change the first meeting"),
    M.DID_NOT_ATTEND: _("The meeting did not happen"),
    M.ACTIVATE: _("The meeting happened: start support"),
    M.CLOSE: _("Finish"),
    M.REOPEN: _("Open again"),
    M.RETURN_WITH_ADVICE: _("Return with advice"),
    M.DECLINE: _("Decline"),
    M.WITHDRAW: _("Withdraw the referral"),
    M.MARK_DUPLICATE: _("Already referred"),
    M.MARK_UNREACHABLE: _("Could not be reached"),
    M.REASSESS: _("Look at it again"),
}
# What the history and the mail say.
MOVE_TOLD: dict[Move, LazyString] = {
    M.SUBMIT: _("The referral was sent."),
    M.ACKNOWLEDGE: _("The referral was read. A decision comes next."),
    M.ASK_INFORMATION: _("There is a question for the referrer."),
    M.GIVE_INFORMATION: _("The question was answered."),
    M.ACCEPT: _("The referral was accepted."),
    M.BOOK_MEETING: _("The first meeting was booked."),
    M.CHANGE_MEETING: _("The first meeting was changed."),
    M.DID_NOT_ATTEND: _("The first meeting did not happen. There will be a new date."),
    M.ACTIVATE: _("The first meeting happened and support has started."),
    M.CLOSE: _("The support has finished."),
    M.REOPEN: _("The referral was opened again."),
    M.RETURN_WITH_ADVICE: _("The referral was returned with advice."),
    M.DECLINE: _("The referral was not accepted."),
    M.WITHDRAW: _("The referral was withdrawn."),
    M.MARK_DUPLICATE: _("The person had already been referred."),
    M.MARK_UNREACHABLE: _("The person could not be reached."),
    M.REASSESS: _("The referral is being looked at again."),
}
PARTIES: dict[Party, LazyString] = {
    Party.CLIENT: _("The person"),
    Party.PROGRAMME: _("Our programme"),
    Party.HOST: _("The place where we were to meet"),
    Party.SYSTEM: _("The records"),
}
CONSEQUENCES: dict[Consequence, LazyString] = {
    Consequence.NONE: _("Nothing more"),
    Consequence.PARK: _("Look at it again on a date"),
    Consequence.REASSESS: _("Look at it again when something changes"),
}
CONTACT_ROUTES: dict[ContactRoute, LazyString] = {
    ContactRoute.PHONE: _("Phone call"),
    ContactRoute.TEXT: _("Text message"),
    ContactRoute.WHATSAPP: _("WhatsApp"),
    ContactRoute.EMAIL: _("E-mail"),
    ContactRoute.REFERRER: _("Through the referrer"),
}
ENGLISH: dict[SelfSaidEnglish, LazyString] = {
    SelfSaidEnglish.FEW_WORDS: _("A few words"),
    SelfSaidEnglish.EVERYDAY: _("Enough for every day, for example in a shop"),
    SelfSaidEnglish.WORK: _("Enough for work"),
    SelfSaidEnglish.PROFESSION: _("Enough to speak about the profession"),
    SelfSaidEnglish.UNKNOWN: _("I do not know"),
}
INTERPRETER: dict[InterpreterNeed, LazyString] = {
    InterpreterNeed.YES: _("Yes"),
    InterpreterNeed.NO: _("No"),
    InterpreterNeed.UNKNOWN: _("I do not know"),
}
COMPANIONS: dict[Companion, LazyString] = {
    Companion.REFERRER: _("The referrer"),
    Companion.OTHER: _("Somebody else"),
    Companion.NOBODY: _("Nobody"),
    Companion.UNKNOWN: _("Not known yet"),
}
CONSENTS: dict[ConsentGiven, LazyString] = {
    ConsentGiven.WRITTEN: _("In writing"),
    ConsentGiven.SPOKEN: _("By speaking, in a language we both speak"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("By speaking, with an interpreter"),
    ConsentGiven.ONLINE: _("Online"),
}
MEETING_OUTCOMES: dict[MeetingOutcome, LazyString] = {
    MeetingOutcome.PLANNED: _("Booked"),
    MeetingOutcome.ATTENDED: _("Happened"),
    MeetingOutcome.DID_NOT_ATTEND: _("Did not happen"),
    MeetingOutcome.CANCELLED: _("Cancelled"),
}
OUTCOMES: dict[str, LazyString] = {
    "need_met": _("The person got what they came for"),
    "need_partly_met": _("The person got a part of what they came for"),
    "lost_contact": _("We lost contact"),
}


def reason_label(key: str) -> str:
    """A reason of any list in plain words."""
    if key in OUTCOMES:
        return str(OUTCOMES[key])
    entries = (*reference().decline_reasons, *reference().unmet_reasons)
    return next((gettext(entry.label) for entry in entries if entry.key == key), key)


@dataclass(frozen=True)
class Standing:
    """Where a referral stands, in the words of whoever looks: a tag, a sentence, a warning."""

    state: str
    colour: str
    sentence: str
    stalled: str
    waiting: Waiting


def standing(viewer: Viewer, referral: Referral, meeting: FirstMeeting | None) -> Standing:
    """The referral's state for the viewer and what it waits for; `meeting` is the booked one."""
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
        sentence=_for_staff(state, wait, meeting) if is_staff else _told(state, wait, meeting),
        stalled=_why_stalled(wait) if wait.is_stalled else "",
        waiting=wait,
    )


def _told(state: State, wait: Waiting, meeting: FirstMeeting | None) -> str:
    """What the referrer is told about what comes next, and by when."""
    if meeting is not None:
        return meeting_sentence(meeting)
    day = weekday_date(wait.by) if wait.by else ""
    match state:
        case State.DRAFT:
            return gettext("Answer the questions and send it. Only your organisation sees it.")
        case State.SUBMITTED if wait.is_stalled:
            return gettext("You should have had our answer by %(day)s. We are sorry.", day=day)
        case State.SUBMITTED:
            return gettext("We will answer by %(day)s.", day=day)
        case State.NEEDS_INFORMATION:
            return gettext(
                "We need your answer before we can decide, if you can by %(day)s.", day=day
            )
        case State.ACCEPTED:
            return gettext("We will find a time for the first meeting by %(day)s.", day=day)
        case State.ACTIVE:
            return gettext("The Learning Works and the person work on the plan.")
    return gettext("Nothing is waiting. Read below what was decided.")


def _for_staff(state: State, wait: Waiting, meeting: FirstMeeting | None) -> str:
    if meeting is not None and wait.on is WaitsFor.STAFF:
        return gettext("Say what came of the meeting on %(day)s.", day=_day(meeting))
    if meeting is not None:
        return meeting_sentence(meeting)
    day = weekday_date(wait.by) if wait.by else ""
    match state:
        case State.SUBMITTED:
            return gettext("Decide by %(day)s.", day=day)
        case State.NEEDS_INFORMATION:
            return gettext("The referrer has a question to answer by %(day)s.", day=day)
        case State.ACCEPTED:
            return gettext("Book the first meeting by %(day)s.", day=day)
    return ""


def _why_stalled(wait: Waiting) -> str:
    day = weekday_date(wait.by) if wait.by else ""
    if wait.on is WaitsFor.REFERRER:
        return gettext("Stalled: no answer from the referrer by %(day)s", day=day)
    return gettext("Stalled: nothing was done by %(day)s", day=day)


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
        return gettext("since today")
    return ngettext("for %(num)d day", "for %(num)d days", days)


def answer_by(referral: Referral) -> date | None:
    """The day by which a sent referral is to be answered."""
    since = clock.local(referral.state_since).date()
    return waiting(State(referral.state), since=since, meeting_on=None, today=since).by
