"""How services, needs and requests for support read on a page."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.models import ConsentGiven
from app.organisations.models import Service, ServiceKind
from app.organisations.presenters import (
    SERVICE_KINDS,
    assured_line,
    cost_line,
    language_titles,
    place_line,
)
from app.reference import reference
from app.support.transitions import DeclineReason, Move, State

STATE_NAMES = {
    State.REQUESTED: _("Asked"),
    State.ACKNOWLEDGED: _("Seen"),
    State.ACCEPTED: _("Yes, can help"),
    State.DONE: _("Help given"),
    State.DECLINED: _("Cannot help"),
    State.WITHDRAWN: _("Taken back"),
}
COLOURS = {
    State.REQUESTED: "yellow",
    State.ACKNOWLEDGED: "blue",
    State.ACCEPTED: "green",
    State.DONE: "grey",
    State.DECLINED: "grey",
    State.WITHDRAWN: "grey",
}
MOVE_NAMES = {
    Move.ACKNOWLEDGE: _("We have seen this"),
    Move.ACCEPT: _("Yes, we can help"),
    Move.FINISH: _("The help has been given"),
    Move.DECLINE: _("We cannot help"),
    Move.WITHDRAW: _("Take the request back"),
}
MOVE_DONE = {
    Move.ASK: _("Support was asked for"),
    Move.ACKNOWLEDGE: _("The request was seen"),
    Move.ACCEPT: _("The organisation said yes"),
    Move.FINISH: _("The help was given"),
    Move.DECLINE: _("The organisation cannot help"),
    Move.WITHDRAW: _("The request was taken back"),
}
MOVE_TOLD = {
    Move.ASK: _("Your organisation is asked for support. Please answer within two working days."),
    Move.ACKNOWLEDGE: _("The organisation has seen what you asked for."),
    Move.ACCEPT: _("The organisation can help."),
    Move.FINISH: _("The help has been given."),
    Move.DECLINE: _("The organisation cannot help this time. You can ask somebody else."),
    Move.WITHDRAW: _("What was asked of your organisation is taken back. Nothing is left to do."),
}
CLIENT_TOLD = {
    Move.ASK: _("Support was asked for, for you. You will have an answer soon."),
    Move.ACKNOWLEDGE: _("The organisation has seen what was asked for you."),
    Move.ACCEPT: _("The organisation can help you."),
    Move.FINISH: _("The organisation says that you have had the help."),
    Move.DECLINE: _("The organisation cannot help this time. Somebody else may be able to."),
    Move.WITHDRAW: _("What was asked for you is taken back."),
}
TEXT_LABELS = {
    Move.ACCEPT: _("What happens next?"),
    Move.FINISH: _("Anything to add? (optional)"),
    Move.DECLINE: _("Who else could help? (optional)"),
    Move.WITHDRAW: _("Anything the organisation should know? (optional)"),
}
REASON_NAMES = {
    DeclineReason.NO_PLACE: _("No place is free at the moment"),
    DeclineReason.TOO_FAR: _("It is too far away for us"),
    DeclineReason.NOT_FOR_THIS: _("Our service is not for this"),
    DeclineReason.NOT_REACHED: _("We could not reach the person"),
    DeclineReason.OTHER: _("Another reason"),
}
GIVEN_NAMES = {
    ConsentGiven.SPOKEN: _("Yes, she said so"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("Yes, with an interpreter"),
    ConsentGiven.WRITTEN: _("Yes, in writing"),
}
# What a client may need; the other kinds of service are part of the programme itself.
NEEDS = {
    kind: name
    for kind, name in SERVICE_KINDS.items()
    if kind not in (ServiceKind.GUIDANCE, ServiceKind.ADVICE, ServiceKind.OBSERVERSHIP)
}


def sentences(service: Service, *, languages: Sequence[str], far: str = "") -> str:
    """What it is and whose, where, for how much and in which languages."""
    said = [
        gettext(
            "%(kind)s from %(organisation)s.",
            kind=SERVICE_KINDS[service.kind], organisation=service.organisation.name,
        )
    ]  # fmt: skip
    place = ", ".join(part for part in (service.postcode, far) if part)
    said += [f"{part}." for part in (place, cost_line(service)) if part]
    if languages:
        said.append(gettext("Languages: %(languages)s.", languages=language_titles(languages)))
    return " ".join(said)


def language_choices() -> dict[str, str]:
    return {one.code: gettext(one.label) for one in reference().languages}


__all__ = [
    "CLIENT_TOLD",
    "COLOURS",
    "GIVEN_NAMES",
    "MOVE_DONE",
    "MOVE_NAMES",
    "MOVE_TOLD",
    "NEEDS",
    "REASON_NAMES",
    "SERVICE_KINDS",
    "STATE_NAMES",
    "TEXT_LABELS",
    "assured_line",
    "cost_line",
    "language_choices",
    "language_titles",
    "place_line",
    "sentences",
]
