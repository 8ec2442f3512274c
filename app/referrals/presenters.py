"""The words for states, moves, reasons and answers: the referrer's own and those of staff."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from app.clients.duplicate_text import GRADE_NAMES, signal_list
from app.clients.duplicates import Candidate
from app.reference import reference
from app.referrals.models import (
    Companion,
    InterpreterNeed,
    ReferralMove,
    SelfSaidEnglish,
)
from app.referrals.transitions import Consequence, Move, Party, State
from app.web.filters import long_date

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
# The same where nobody referred but the person.
MOVE_NAMES_OWN: dict[Move, LazyString] = {M.ASK_INFORMATION: _("Ask the person a question")}
# What the history and the mail say.
MOVE_TOLD: dict[Move, LazyString] = {
    M.SUBMIT: _("The referral was sent."),
    M.ACKNOWLEDGE: _("The referral was read. A decision comes next."),
    M.ASK_INFORMATION: _("A question was asked."),
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
# The same where nobody referred but the person.
MOVE_TOLD_OWN: dict[Move, LazyString] = {
    M.SUBMIT: _("The person sent the answers."),
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
# Who said that the person will come.
CONFIRMERS: dict[str, LazyString] = {
    "client": _("by the person"),
    "partner": _("by the referrer"),
    "staff": _("by us"),
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


def move_name(move: Move, *, is_own: bool) -> str:
    """What the button of a move says."""
    return str(MOVE_NAMES_OWN.get(move, MOVE_NAMES[move]) if is_own else MOVE_NAMES[move])


def move_told(move: Move, *, is_own: bool) -> str:
    """What the history says was done."""
    return str(MOVE_TOLD_OWN.get(move, MOVE_TOLD[move]) if is_own else MOVE_TOLD[move])


def again(row: ReferralMove | None) -> str:
    """When a referral that a move ended is looked at again; empty where it is not."""
    if row is None or not row.consequence or row.consequence == Consequence.NONE:
        return ""
    if row.park_until:
        return gettext("Will be looked at again on %(day)s", day=long_date(row.park_until))
    return str(CONSEQUENCES[Consequence(row.consequence)])


FEWEST_SHOWN = 5


def likeness(candidate: Candidate) -> str:
    """Which client it is, how sure that is, and what the two have in common."""
    grade = str(GRADE_NAMES[candidate.grade]) if candidate.grade else gettext("Linked before")
    reference, year = candidate.client.reference, candidate.client.birth_year
    born = gettext("born %(year)s", year=year) if year else ""
    known = ", ".join(filter(None, (reference, born)))
    return ". ".join(filter(None, (known, f"{grade}: {signal_list(candidate.why)}".rstrip(": "))))


def rough_count(count: int) -> str:
    """How many, where a small number could point at a person."""
    if count < FEWEST_SHOWN:
        return gettext("fewer than %(num)s", num=FEWEST_SHOWN)
    return str(count)
