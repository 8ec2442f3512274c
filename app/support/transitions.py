"""The life of a request for support as one table: states, moves, and whose each move is. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from app.decisions import Text


class State(StrEnum):
    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    ASK_INFORMATION = "ask_information"
    GIVE_INFORMATION = "give_information"
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


@dataclass(frozen=True)
class Rule:
    """One move: whose it is, and what must be said with it.

    `note` is what the asking side writes to the organisation; the texts are what the organisation
    tells whoever asked and, where she may be told, the client.
    """

    move: Move
    origins: frozenset[State]
    to: State
    side: Side
    note: Text = Text.NONE
    for_asker: Text = Text.NONE
    for_client: Text = Text.NONE
    asks_reason: bool = False


S, M, T = State, Move, Text
UNDECIDED = frozenset({S.REQUESTED, S.ACKNOWLEDGED, S.NEEDS_INFORMATION})
OPEN = UNDECIDED | {S.ACCEPTED}


def _answer(
    move: Move, origins: frozenset[State], to: State, *,
    for_asker: Text = T.NEEDED, asks_reason: bool = False,
) -> Rule:  # fmt: skip
    """What the organisation says: both who asked and the client are told."""
    return Rule(
        move, origins, to, Side.RECEIVER, for_asker=for_asker, for_client=T.OPTIONAL,
        asks_reason=asks_reason,
    )  # fmt: skip


RULES = (
    Rule(M.ACKNOWLEDGE, frozenset({S.REQUESTED}), S.ACKNOWLEDGED, Side.RECEIVER),
    _answer(M.ACCEPT, UNDECIDED, S.ACCEPTED),
    _answer(M.ASK_INFORMATION, UNDECIDED - {S.NEEDS_INFORMATION}, S.NEEDS_INFORMATION),
    Rule(
        M.GIVE_INFORMATION, frozenset({S.NEEDS_INFORMATION}), S.ACKNOWLEDGED, Side.ASKER,
        note=T.NEEDED,
    ),
    _answer(M.FINISH, frozenset({S.ACCEPTED}), S.DONE, for_asker=T.OPTIONAL),
    _answer(M.DECLINE, OPEN, S.DECLINED, for_asker=T.OPTIONAL, asks_reason=True),
    Rule(M.WITHDRAW, OPEN, S.WITHDRAWN, Side.ASKER, note=T.OPTIONAL, for_client=T.OPTIONAL),
)  # fmt: skip
RULE = {rule.move: rule for rule in RULES}


def rule_of(move: Move, *, is_own: bool) -> Rule:
    """A move's rule; who asked for herself reads what an asker would have read."""
    rule = RULE[move]
    if not is_own or rule.for_asker is T.NONE:
        return rule
    return replace(rule, for_asker=T.NONE, for_client=rule.for_asker)


def moves_for(state: State, sides: Collection[Side]) -> list[Rule]:
    """What somebody on these sides may do next, in the order of the table."""
    return [rule for rule in RULES if state in rule.origins and rule.side in sides]
