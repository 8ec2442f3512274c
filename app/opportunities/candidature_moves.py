"""The whole life of a candidature as one table: its states, the moves, and who makes each.

Pure: no clock, no database.
"""

from enum import StrEnum


class CandidatureState(StrEnum):
    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    OFFERED_TO_CLIENT = "offered_to_client"
    ACCEPTED_BY_CLIENT = "accepted_by_client"
    DECLINED_BY_CLIENT = "declined_by_client"
    PUT_FORWARD = "put_forward"
    INTERVIEW = "interview"
    OFFER = "offer"
    STARTED = "started"
    COMPLETED = "completed"
    PARKED = "parked"
    HOST_DECLINED = "host_declined"
    EXPIRED = "expired"
    OBSOLETE = "obsolete"


class Party(StrEnum):
    """Who makes a move: staff, the client herself, or the system when something else happened."""

    STAFF = "staff"
    CLIENT = "client"
    SYSTEM = "system"


S = CandidatureState
STAFF, CLIENT, SYSTEM = (frozenset({party}) for party in Party)
# Staff note the client's answer where she gave it to them.
ANSWER = STAFF | CLIENT

_LAPSES = {S.EXPIRED: SYSTEM, S.OBSOLETE: SYSTEM}
# She wants nothing of it any more, whatever she was put to (see ending).
_WITHDRAWN = {S.DECLINED_BY_CLIENT: SYSTEM}

MOVES: dict[CandidatureState, dict[CandidatureState, frozenset[Party]]] = {
    S.SUGGESTED: {S.SHORTLISTED: STAFF, S.PARKED: STAFF, **_LAPSES, **_WITHDRAWN},
    S.SHORTLISTED: {S.OFFERED_TO_CLIENT: STAFF, S.PARKED: STAFF, **_LAPSES, **_WITHDRAWN},
    S.OFFERED_TO_CLIENT: {
        S.ACCEPTED_BY_CLIENT: ANSWER,
        S.DECLINED_BY_CLIENT: ANSWER | SYSTEM,
        S.PARKED: STAFF,
        **_LAPSES,
    },
    S.ACCEPTED_BY_CLIENT: {S.PUT_FORWARD: STAFF, S.PARKED: STAFF, **_LAPSES, **_WITHDRAWN},
    S.PUT_FORWARD: {
        S.INTERVIEW: STAFF,
        S.OFFER: STAFF,  # a course or an observership has no interview
        S.HOST_DECLINED: STAFF,
        S.PARKED: STAFF,
        S.OBSOLETE: SYSTEM,
        **_WITHDRAWN,
    },
    S.INTERVIEW: {
        S.OFFER: STAFF,
        S.HOST_DECLINED: STAFF,
        S.PARKED: STAFF,
        S.OBSOLETE: SYSTEM,
        **_WITHDRAWN,
    },
    S.OFFER: {
        S.STARTED: STAFF,
        S.DECLINED_BY_CLIENT: STAFF | SYSTEM,
        S.HOST_DECLINED: STAFF,
        S.OBSOLETE: SYSTEM,
    },
    S.STARTED: {S.COMPLETED: STAFF},
    S.PARKED: {S.SHORTLISTED: STAFF, **_LAPSES, **_WITHDRAWN},
    S.COMPLETED: {},
    S.DECLINED_BY_CLIENT: {},
    S.HOST_DECLINED: {},
    S.EXPIRED: {},
    S.OBSOLETE: {},
}

ENDED = tuple(state for state, moves in MOVES.items() if not moves)
LIVE = tuple(state for state, moves in MOVES.items() if moves)


class MoveRefused(ValueError):
    """The table has no such move for this party from where the candidature stands."""


def allowed(state: CandidatureState, party: Party) -> tuple[CandidatureState, ...]:
    """Where a party may take a candidature from a state, in the table's order."""
    return tuple(to for to, parties in MOVES[state].items() if party in parties)


def check(state: CandidatureState, to: CandidatureState, *, party: Party) -> None:
    """Raise MoveRefused for a move that is not in the table."""
    if to not in allowed(state, party):
        raise MoveRefused(f"{state} to {to} by {party}")


def can_lapse(into: CandidatureState) -> tuple[CandidatureState, ...]:
    """The states from which the system takes a candidature into expired or obsolete."""
    return tuple(state for state in LIVE if into in allowed(state, Party.SYSTEM))
