"""How services, needs and requests for support read on a page."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.clients.consent_models import ConsentGiven
from app.organisations.models import Service, ServiceKind
from app.organisations.presenters import (
    SERVICE_KINDS,
    assured_age,
    assured_line,
    cost_line,
    is_unchecked,
    language_titles,
    place_line,
)
from app.reference import reference
from app.support.models import GroupKind, GroupStep, SupportGroup
from app.support.transitions import DeclineReason, Move, State
from app.web.reading_order import in_order, listed

STATE_NAMES = {
    State.REQUESTED: _("Asked"),
    State.ACKNOWLEDGED: _("Seen"),
    State.NEEDS_INFORMATION: _("Has a question"),
    State.ACCEPTED: _("Yes, can help"),
    State.DONE: _("Help given"),
    State.DECLINED: _("Cannot help"),
    State.WITHDRAWN: _("Taken back"),
}
COLOURS = {
    State.REQUESTED: "yellow",
    State.ACKNOWLEDGED: "blue",
    State.NEEDS_INFORMATION: "orange",
    State.ACCEPTED: "green",
    State.DONE: "grey",
    State.DECLINED: "grey",
    State.WITHDRAWN: "grey",
}
MOVE_NAMES = {
    Move.ACKNOWLEDGE: _("We have seen this"),
    Move.ACCEPT: _("Yes, we can help"),
    Move.ASK_INFORMATION: _("Ask a question first"),
    Move.GIVE_INFORMATION: _("Answer the question"),
    Move.FINISH: _("The help has been given"),
    Move.DECLINE: _("We cannot help"),
    Move.WITHDRAW: _("Take the request back"),
}
MOVE_DONE = {
    Move.ASK: _("Support was asked for"),
    Move.ACKNOWLEDGE: _("The request was seen"),
    Move.ASK_INFORMATION: _("The organisation asked a question"),
    Move.GIVE_INFORMATION: _("The question was answered"),
    Move.ACCEPT: _("The organisation said yes"),
    Move.FINISH: _("The help was given"),
    Move.DECLINE: _("The organisation cannot help"),
    Move.WITHDRAW: _("The request was taken back"),
}
GROUP_STEPS = {
    GroupStep.JOIN: _("Joined the group"),
    GroupStep.WAIT: _("Waits for a place"),
    GroupStep.GET_PLACE: _("A place was given"),
    GroupStep.LEAVE: _("Left the group"),
    GroupStep.STOP_WAITING: _("Waits for a place no more"),
    GroupStep.NEWS: _("Something was different"),
    GroupStep.END: _("The group ended"),
}
NOTE_LABELS = {
    Move.GIVE_INFORMATION: _("Your answer"),
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
    ConsentGiven.SPOKEN: _("Yes, by speaking"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("Yes, with an interpreter"),
    ConsentGiven.WRITTEN: _("Yes, in writing"),
}
CONSENT_GIVEN = {
    ConsentGiven.WRITTEN: _("agreed in writing"),
    ConsentGiven.SPOKEN: _("agreed by speaking"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("agreed by speaking, with an interpreter"),
    ConsentGiven.ONLINE: _("agreed online"),
}
GROUP_KINDS = {
    GroupKind.STUDY: _("Study group"),
    GroupKind.PEER_SUPPORT: _("Peer support"),
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
    place = listed((service.postcode, far))
    said += [f"{in_order(part)}." for part in (place, cost_line(service)) if part]
    if languages:
        said.append(gettext("Languages: %(languages)s.", languages=language_titles(languages)))
    return " ".join(said)


def group_owner(group: SupportGroup) -> str:
    """Whose it is: an organisation's, or the Learning Works' of a trust."""
    if group.organisation:
        return str(group.organisation.name)
    return str(group.trust.learning_works_name if group.trust else "")


def group_places(group: SupportGroup) -> str:
    free = group.capacity - group.members
    if not free:
        return gettext("The group is full.")
    return ngettext("%(num)d place is free", "%(num)d places are free", free)


def group_sentences(group: SupportGroup) -> str:
    """What it is and whose, when and where it meets, in which language, and what is free."""
    what = gettext("%(kind)s of %(owner)s.", kind=GROUP_KINDS[group.kind], owner=group_owner(group))
    where = gettext("Online") if group.is_online else group.place
    parts = (group.meets, where, language_titles([group.language]), group_places(group))
    return " ".join([what, *(f"{part.rstrip('.')}." for part in parts if part)])


def language_choices() -> dict[str, str]:
    return {one.code: gettext(one.label) for one in reference().languages}


__all__ = [
    "COLOURS",
    "CONSENT_GIVEN",
    "GIVEN_NAMES",
    "GROUP_KINDS",
    "MOVE_DONE",
    "MOVE_NAMES",
    "NEEDS",
    "NOTE_LABELS",
    "REASON_NAMES",
    "SERVICE_KINDS",
    "STATE_NAMES",
    "assured_age",
    "assured_line",
    "cost_line",
    "group_owner",
    "group_places",
    "group_sentences",
    "is_unchecked",
    "language_choices",
    "language_titles",
    "place_line",
    "sentences",
]
