"""Texts that staff start from when they decide, and what a person agrees to when referred."""

from flask_babel import LazyString, force_locale, get_locale
from flask_babel import lazy_gettext as _

from app.clients.consent_models import ConsentPurpose, Counterparty
from app.clients.wordings import sentences
from app.referrals.models import Referral
from app.referrals.readers import person_language, referrer_language
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

# The same for somebody who referred herself, who has nobody between her and the staff.
FOR_PERSON: dict[Move, LazyString] = {
    M.ASK_INFORMATION: _("Thank you for your answers. Before we decide we need to know: "),
    M.ACCEPT: _("We can help you. Next we find a time for a first meeting and tell you."),
    M.BOOK_MEETING: _("Your first meeting is booked. You may bring somebody you trust."),
    M.CHANGE_MEETING: _("Your first meeting has a new time or place."),
    M.DID_NOT_ATTEND: _(
        "We did not meet. You are not in trouble for that. We will find a new time."
    ),
    M.ACTIVATE: _("It was good to meet you. Next we work on your plan together."),
    M.CLOSE: _("Our support has come to its end. We wish you well."),
    M.REOPEN: _("We have started to work with you again."),
    M.RETURN_WITH_ADVICE: _("We think something else will help you more at the moment: "),
    M.DECLINE: _(
        "We are sorry that we cannot help you now. If something changes, please ask us again."
    ),
    M.MARK_DUPLICATE: _("We know you already, so you need not do anything more."),
    M.MARK_UNREACHABLE: _(
        "We tried several times but could not reach you. Please tell us how we can reach you."
    ),
    M.REASSESS: _("We are looking at your answers again and will tell you what we decide."),
}


# They end in a colon: what follows it is the point of them.
TO_BE_FINISHED = frozenset({M.ASK_INFORMATION, M.RETURN_WITH_ADVICE})


def unfinished(referral: Referral, move: Move) -> str:
    """The suggestion that says nothing until staff go on writing; empty where it says enough."""
    if move not in TO_BE_FINISHED:
        return ""
    suggested = suggested_to_person if referral.is_own else suggested_text
    return suggested(referral, move).strip()


def suggested_text(referral: Referral, move: Move) -> str:
    """The text for the referrer that a decision page begins with, in the referrer's language."""
    with force_locale(referrer_language(referral)):
        return str(FOR_REFERRER.get(move, ""))


def suggested_to_person(referral: Referral, move: Move) -> str:
    """The same for the person who referred herself, in hers."""
    with force_locale(person_language(referral)):
        return str(FOR_PERSON.get(move, ""))


def in_plain_sight(referral: Referral, move: Move) -> str:
    """What a suggestion in another language says in that of whoever decides; empty in the same."""
    reads = person_language(referral) if referral.is_own else referrer_language(referral)
    said = str((FOR_PERSON if referral.is_own else FOR_REFERRER).get(move, ""))
    return "" if not said or reads == str(get_locale()) else said


def consent_wording() -> list[str]:
    """The sentences read to the person, one by one."""
    lines = sentences(Counterparty.STAFF, ConsentPurpose.HOLD_RECORD)
    return [str(line) for line in lines]
