"""What has happened with a request for support, and what of the words each side may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from app.clients.recipients import is_reached
from app.policy import Role, Viewer
from app.support.models import SupportMove, SupportRequest
from app.support.presenters import MOVE_DONE, REASON_NAMES
from app.support.queries import languages
from app.support.standing import name_of
from app.support.transitions import RULE, DeclineReason, Move, Side
from app.support.wordings import as_the_page_says_it

Sides = frozenset[Side]


@dataclass(frozen=True)
class Entry:
    """One thing that has happened, with the words that the viewer may read."""

    what: str
    who: str
    at: datetime
    reason: str
    note: str
    text_for_asker: str
    text_for_client: str


def history(
    viewer: Viewer, request: SupportRequest, moves: Iterable[SupportMove], sides: Sides
) -> list[Entry]:
    """What has happened, with nobody named beyond what these sides may know."""
    name = name_of(request, sides) or gettext("The person")
    passes_on = Side.ASKER in sides and not is_reached(request.client)
    to_asker, to_client = languages(request)
    return [
        Entry(
            what=str(MOVE_DONE[Move(row.move)]),
            who=_who(request, row, name),
            at=row.at,
            reason=str(REASON_NAMES[DeclineReason(row.reason)]) if row.reason else "",
            note=row.note if reads_note(viewer, request, row, sides) else "",
            text_for_asker=as_the_page_says_it(row.text_for_asker, Move(row.move), to_asker)
            if viewer.role is not Role.CLIENT
            else "",
            text_for_client=as_the_page_says_it(row.text_for_client, Move(row.move), to_client)
            if _reads_clients_text(viewer, row, sides, passes_on=passes_on)
            else "",
        )
        for row in moves
    ]


def question(viewer: Viewer, moves: Iterable[SupportMove]) -> str:
    """What the organisation asked last, in the words meant for the viewer; `moves` latest first."""
    asked = next((row for row in moves if row.move == Move.ASK_INFORMATION), None)
    return said_to(viewer, asked) if asked else ""


def said_to(viewer: Viewer, row: SupportMove) -> str:
    """What was said to the viewer's side with a move; staff read what there is."""
    if viewer.role is Role.CLIENT:
        return str(row.text_for_client)
    if viewer.role is Role.PARTNER:
        return str(row.text_for_asker)
    return str(row.text_for_asker or row.text_for_client)


def reads_note(viewer: Viewer, request: SupportRequest, row: SupportMove, sides: Sides) -> bool:
    """The asking side's words: the organisation reads them until the request ends.

    Why it was taken back it reads afterwards too. What a client wrote is not her referrer's.
    """
    if Side.RECEIVER in sides and (request.is_open or row.move == Move.WITHDRAW):
        return True
    is_hers = row.actor_role == Role.CLIENT
    return Side.ASKER in sides and not (is_hers and viewer.role is Role.PARTNER)


def _reads_clients_text(viewer: Viewer, row: SupportMove, sides: Sides, *, passes_on: bool) -> bool:
    """The organisation that wrote it; a partner that asked only where it has to tell her."""
    if viewer.role is not Role.PARTNER:
        return True
    wrote_it = Side.RECEIVER in sides and row.move != Move.WITHDRAW
    return wrote_it or (Side.ASKER in sides and passes_on)


def _who(request: SupportRequest, row: SupportMove, name: str) -> str:
    """The organisation whose move it was, or the person herself; never a worker's name."""
    if row.actor_role == Role.CLIENT:
        return name
    if row.actor_role != Role.PARTNER:
        return str(request.client.programme.trust.learning_works_name)
    is_asker = row.move == Move.ASK or RULE[Move(row.move)].side is Side.ASKER
    asking = request.asking_organisation
    return str(asking.name if is_asker and asking else request.organisation.name)
