"""Where a request for support stands for whoever looks, and what of it they may read."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app import clock
from app.support.models import SupportRequest
from app.support.presenters import COLOURS, STATE_NAMES
from app.support.transitions import Side, State
from app.support.waiting import Waiting, waiting
from app.web.filters import weekday_date


@dataclass(frozen=True)
class Standing:
    """A tag, a sentence on what comes next, and a warning where it is late."""

    state: str
    colour: str
    sentence: str
    is_late: bool
    age: str


@dataclass(frozen=True)
class Line:
    """A request in a list."""

    request: SupportRequest
    name: str
    standing: Standing


def standing(request: SupportRequest, sides: Collection[Side]) -> Standing:
    """The request's state for somebody on these sides."""
    state = State(request.state)
    wait = waiting(
        state,
        since=clock.local(request.state_since).date(),
        asked=clock.local(request.asked_at).date(),
        today=clock.today(),
    )
    # Who may act for both is not the organisation that is asked.
    says = _to_asker if Side.ASKER in sides else _to_receiver
    return Standing(
        state=str(STATE_NAMES[state]),
        colour=COLOURS[state],
        sentence=says(state, wait, request.organisation.name),
        is_late=wait.is_late,
        age=_age(wait.days),
    )


def line(request: SupportRequest, sides: Collection[Side]) -> Line:
    return Line(request, name_of(request, sides), standing(request, sides))


def name_of(request: SupportRequest, sides: Collection[Side]) -> str:
    """The first name as it was shared; the receiver knows of nobody once the request ends."""
    if not request.is_open and Side.ASKER not in sides:
        return ""
    return str(request.first_name)


def words_of(request: SupportRequest, sides: Collection[Side]) -> str:
    """The words for the receiver, who reads them until the request ends."""
    if not request.is_open and Side.ASKER not in sides:
        return ""
    return str(request.words)


def _to_receiver(state: State, wait: Waiting, _name: str) -> str:
    day = weekday_date(wait.by) if wait.by else ""
    match state:
        case State.REQUESTED if wait.is_late:
            return gettext("Somebody should have seen this by %(day)s.", day=day)
        case State.REQUESTED:
            return gettext("Please say by %(day)s that you have seen this.", day=day)
        case State.ACKNOWLEDGED if wait.is_late:
            return gettext("An answer was promised by %(day)s.", day=day)
        case State.ACKNOWLEDGED:
            return gettext("Please say by %(day)s whether you can help.", day=day)
        case State.NEEDS_INFORMATION if wait.is_late:
            return gettext("Your question should have been answered by %(day)s.", day=day)
        case State.NEEDS_INFORMATION:
            return gettext("You asked a question. The answer comes by %(day)s.", day=day)
        case State.ACCEPTED:
            return gettext("Say when the help has been given.")
    return gettext("Nothing is left to do.")


def _to_asker(state: State, wait: Waiting, name: str) -> str:
    day = weekday_date(wait.by) if wait.by else ""
    match state:
        case State.REQUESTED | State.ACKNOWLEDGED if wait.is_late:
            return gettext(
                "%(name)s should have answered by %(day)s. We are sorry. The Learning Works asks.",
                name=name, day=day,
            )  # fmt: skip
        case State.REQUESTED:
            return gettext(
                "%(name)s will say by %(day)s that it has seen this.", name=name, day=day
            )
        case State.ACKNOWLEDGED:
            return gettext("%(name)s will say by %(day)s whether it can help.", name=name, day=day)
        case State.NEEDS_INFORMATION if wait.is_late:
            return gettext(
                "%(name)s has a question. The answer was needed by %(day)s. Please answer it now.",
                name=name, day=day,
            )  # fmt: skip
        case State.NEEDS_INFORMATION:
            return gettext(
                "%(name)s has a question. Please answer it by %(day)s.", name=name, day=day
            )
        case State.ACCEPTED:
            return gettext("%(name)s can help, and has written what comes next.", name=name)
        case State.DONE:
            return gettext("The help has been given.")
        case State.DECLINED:
            return gettext("%(name)s cannot help. You can ask somebody else.", name=name)
    return gettext("Nobody is asked any more.")


def _age(days: int) -> str:
    if days <= 0:
        return gettext("asked today")
    return ngettext("asked %(num)d day ago", "asked %(num)d days ago", days)
