"""The life of a request for support as one table: states, moves, and whose each move is. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    FINISH = "finish"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class Side(StrEnum):
    """The asker is the client and whoever asked for her; the receiver offers the service."""

    ASKER = "asker"
    RECEIVER = "receiver"


class DeclineReason(StrEnum):
    NO_PLACE = "no_place"
    TOO_FAR = "too_far"
    NOT_FOR_THIS = "not_for_this"
    NOT_REACHED = "not_reached"
    OTHER = "other"


class Text(StrEnum):
    """Whether a move takes words for the other side."""

    NONE = "none"
    OPTIONAL = "optional"
    NEEDED = "needed"


@dataclass(frozen=True)
class Rule:
    move: Move
    origins: frozenset[State]
    to: State
    side: Side
    text: Text = Text.NONE
    asks_reason: bool = False


OPEN = frozenset({State.REQUESTED, State.ACKNOWLEDGED, State.ACCEPTED})
UNDECIDED = frozenset({State.REQUESTED, State.ACKNOWLEDGED})

RULES = (
    Rule(Move.ACKNOWLEDGE, frozenset({State.REQUESTED}), State.ACKNOWLEDGED, Side.RECEIVER),
    Rule(Move.ACCEPT, UNDECIDED, State.ACCEPTED, Side.RECEIVER, Text.NEEDED),
    Rule(Move.FINISH, frozenset({State.ACCEPTED}), State.DONE, Side.RECEIVER, Text.OPTIONAL),
    Rule(Move.DECLINE, OPEN, State.DECLINED, Side.RECEIVER, Text.OPTIONAL, asks_reason=True),
    Rule(Move.WITHDRAW, OPEN, State.WITHDRAWN, Side.ASKER, Text.OPTIONAL),
)
RULE = {rule.move: rule for rule in RULES}


def moves_for(state: State, sides: Collection[Side]) -> list[Rule]:
    """What somebody on these sides may do next, in the order of the table."""
    return [rule for rule in RULES if state in rule.origins and rule.side in sides]
