"""Texts that staff start from when they decide, and what a person agrees to when referred."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.clients.models import ConsentPurpose, Counterparty
from app.clients.wordings import sentences
from app.referrals.transitions import Move

M = Move

# Plain words for the referrer; staff may change them before they are sent.
FOR_REFERRER: dict[Move, LazyString] = {
    M.ASK_INFORMATION: _("Thank you for this referral. Before we decide we need to know: "),
    M.ACCEPT: _(
        "Thank you. We are glad to help this person. "
        "Next we will find a time for the first meeting and tell you."
    ),
    M.BOOK_MEETING: _(
        "The first meeting is booked. Please tell the person the day, the time and the place. "
        "Somebody they trust may come along."
    ),
    M.CHANGE_MEETING: _("The first meeting has a new time or place. Please tell the person."),
    M.DID_NOT_ATTEND: _(
        "The first meeting did not happen. Nobody is in trouble for that. "
        "We will find a new time. Please tell us if another place or time is easier."
    ),
    M.ACTIVATE: _(
        "We have met and started. We will work on a plan with the person. "
        "You see here what they agreed to share with you."
    ),
    M.CLOSE: _("The support has come to its end. Thank you for walking along."),
    M.REOPEN: _("We have opened this referral again."),
    M.RETURN_WITH_ADVICE: _(
        "Thank you for this referral. We think something else will help more at the moment: "
    ),
    M.DECLINE: _(
        "Thank you for this referral. We are sorry that we cannot take it on now. "
        "If something changes, please refer the person again."
    ),
    M.MARK_DUPLICATE: _(
        "Thank you. We know this person already, so there is no need for another referral."
    ),
    M.MARK_UNREACHABLE: _(
        "We tried several times but could not reach the person. "
        "If you are in contact with them, please tell us how we can reach them."
    ),
    M.REASSESS: _("We are looking at this referral again and will tell you what we decide."),
}


def suggested_text(move: Move) -> str:
    """The text for the referrer that a decision page begins with."""
    return str(FOR_REFERRER[move]) if move in FOR_REFERRER else ""


def consent_wording() -> list[str]:
    """The sentences read to the person, one by one."""
    lines = sentences(Counterparty.STAFF, ConsentPurpose.HOLD_RECORD)
    return [str(line) for line in lines]
