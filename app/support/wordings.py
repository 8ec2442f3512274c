"""What each side is told of a move, and the texts that a decision begins with."""

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _

from app.support.transitions import Move

M = Move
# What a client agrees to for one request, word by word: a version, once used, never changes. Those
# of "2026-11" were read out by the page without a list of their own.
CONSENT_WORDINGS: dict[str, tuple[LazyString, ...]] = {
    "2026-11-request": (
        _("The organisation reads your first name and the words below."),
        _("It reads your phone number or your e-mail address only if you choose so."),
        _("It reads who asks for you, and nothing else about you."),
        _("You can take this back at any time. Then it reads nothing of it any more."),
    ),
}
CONSENT_VERSION = next(reversed(CONSENT_WORDINGS))
# The news of a move, in the words of the mail to each side; the mail has no names.
RECEIVER_TOLD: dict[Move, LazyString] = {
    M.ASK: _("Your organisation is asked for support. Please answer within two working days."),
    M.GIVE_INFORMATION: _("Your question is answered. Please say whether you can help."),
    M.WITHDRAW: _("What was asked of your organisation is taken back. Nothing is left to do."),
}
ANSWERED_FOR_YOU = _("The Learning Works has noted your answer for you.")
ASKER_TOLD: dict[Move, LazyString] = {
    M.ASK: _("Support was asked for."),
    M.ACKNOWLEDGE: _("The organisation has seen what you asked for."),
    M.ASK_INFORMATION: _("The organisation has a question before it says yes or no."),
    M.GIVE_INFORMATION: _("The question of the organisation is answered."),
    M.ACCEPT: _("The organisation can help."),
    M.FINISH: _("The help has been given."),
    M.DECLINE: _("The organisation cannot help this time. You can ask somebody else."),
    M.WITHDRAW: _("What you asked for is taken back."),
}
CLIENT_TOLD: dict[Move, LazyString] = {
    M.ASK: _("Support was asked for, for you. You will have an answer soon."),
    M.ACKNOWLEDGE: _("The organisation has seen what was asked for you."),
    M.ASK_INFORMATION: _("The organisation has a question before it says yes or no."),
    M.GIVE_INFORMATION: _("The question of the organisation is answered."),
    M.ACCEPT: _("The organisation can help you."),
    M.FINISH: _("The organisation says that you have had the help."),
    M.DECLINE: _("The organisation cannot help this time. Somebody else may be able to."),
    M.WITHDRAW: _("What was asked for you is taken back."),
}
QUESTION_WAITS = _("The organisation still waits for an answer to its question.")

FOR_ASKER: dict[Move, LazyString] = {
    M.ASK_INFORMATION: _("Before we say yes or no we need to know: "),
    M.ACCEPT: _("Yes, we can help. Please tell the person to ring us or to come by."),
    M.FINISH: _("The person has had our help. Thank you for asking us."),
    M.DECLINE: _("We are sorry that we cannot help this time. Please ask somebody else."),
}
FOR_CLIENT: dict[Move, LazyString] = {
    M.ASK_INFORMATION: _("We have a question before we say yes or no."),
    M.ACCEPT: _("Yes, we can help you. Please ring us or come by."),
    M.FINISH: _("We were glad to help you."),
    M.DECLINE: _("We are sorry that we cannot help you this time. Somebody else may be able to."),
    M.WITHDRAW: _("We have taken back what was asked for you. You can ask again at any time."),
}
# The organisation has her phone number or her e-mail address, and so the next step is its own.
WITH_CONTACT = {
    M.ACCEPT: (
        _("Yes, we can help. We ring or write to the person within a week."),
        _("Yes, we can help you. We ring or write to you within a week."),
    )
}


def for_asker(move: Move, *, has_contact: bool) -> LazyString | str:
    """The text for whoever asked that a decision begins with; empty where there is none."""
    if has_contact and move in WITH_CONTACT:
        return WITH_CONTACT[move][0]
    return FOR_ASKER.get(move, "")


def for_client(move: Move, *, has_contact: bool) -> LazyString | str:
    """The same for the client."""
    if has_contact and move in WITH_CONTACT:
        return WITH_CONTACT[move][1]
    return FOR_CLIENT.get(move, "")


def in_the_readers_language(said: str, suggested: LazyString | str, locale: str) -> str:
    """A text that was left as it was suggested, in the reader's language; others as written."""
    if not said or said != str(suggested).strip():
        return said
    with force_locale(locale):
        return str(suggested).strip()


def as_the_page_says_it(said: str, move: Move, locale: str) -> str:
    """A text that was sent as suggested, in `locale`, in the language of the page instead.

    Who wrote it reads it as they sent it, and learns from it of nobody's language.
    """
    known = [FOR_ASKER.get(move), FOR_CLIENT.get(move), *WITH_CONTACT.get(move, ())]
    for suggested in filter(None, known if said else ()):
        with force_locale(locale):
            was = str(suggested).strip()
        if said == was:
            return str(suggested).strip()
    return said
