"""The table of moves: what is allowed, and that everything else is refused."""

import itertools

import pytest

from app.policy import Role
from app.referrals.reasons import reason_keys
from app.referrals.transitions import (
    EXITS,
    EXPORT_NAMES,
    RULE,
    RULES,
    Move,
    Reasons,
    State,
    Text,
    is_allowed,
    moves_for,
)

# Written out once more, on purpose: from, move, to, and the roles that may.
STAFF, PARTNER, CLIENT = Role.STAFF, Role.PARTNER, Role.CLIENT
ALLOWED = {
    ("draft", "submit", "submitted"): {STAFF, PARTNER},
    ("submitted", "acknowledge", "submitted"): {STAFF},
    ("submitted", "ask_information", "needs_information"): {STAFF},
    ("submitted", "accept", "accepted"): {STAFF},
    ("submitted", "return_with_advice", "returned_with_advice"): {STAFF},
    ("submitted", "decline", "declined"): {STAFF},
    ("submitted", "withdraw", "withdrawn"): {STAFF, PARTNER, CLIENT},
    ("submitted", "mark_duplicate", "duplicate"): {STAFF},
    ("submitted", "mark_unreachable", "unreachable"): {STAFF},
    ("needs_information", "give_information", "submitted"): {STAFF, PARTNER},
    ("needs_information", "accept", "accepted"): {STAFF},
    ("needs_information", "return_with_advice", "returned_with_advice"): {STAFF},
    ("needs_information", "decline", "declined"): {STAFF},
    ("needs_information", "withdraw", "withdrawn"): {STAFF, PARTNER, CLIENT},
    ("needs_information", "mark_duplicate", "duplicate"): {STAFF},
    ("needs_information", "mark_unreachable", "unreachable"): {STAFF},
    ("accepted", "book_meeting", "first_meeting_booked"): {STAFF},
    ("accepted", "withdraw", "withdrawn"): {STAFF, PARTNER, CLIENT},
    ("accepted", "mark_unreachable", "unreachable"): {STAFF},
    ("first_meeting_booked", "change_meeting", "first_meeting_booked"): {STAFF},
    ("first_meeting_booked", "did_not_attend", "accepted"): {STAFF},
    ("first_meeting_booked", "activate", "active"): {STAFF},
    ("first_meeting_booked", "withdraw", "withdrawn"): {STAFF, PARTNER, CLIENT},
    ("first_meeting_booked", "mark_unreachable", "unreachable"): {STAFF},
    ("active", "close", "closed"): {STAFF},
    ("active", "withdraw", "withdrawn"): {STAFF, CLIENT},
    ("closed", "reopen", "active"): {STAFF},
    ("returned_with_advice", "reassess", "submitted"): {STAFF},
    ("declined", "reassess", "submitted"): {STAFF},
    ("withdrawn", "reassess", "submitted"): {STAFF},
    ("duplicate", "reassess", "submitted"): {STAFF},
    ("unreachable", "reassess", "submitted"): {STAFF},
}
EVERY = list(itertools.product(State, Move, [role for role in Role if role is not Role.SYSTEM]))


@pytest.mark.parametrize(("state", "move", "role"), EVERY)
def test_every_move_is_allowed_or_refused_as_the_table_says(
    state: State, move: Move, role: Role
) -> None:
    roles = ALLOWED.get((state, move, RULE[move].to), set())
    assert is_allowed(state, move, role) is (role in roles)


def test_every_move_has_one_rule() -> None:
    assert sorted(rule.move for rule in RULES) == sorted(Move)


def test_every_state_can_be_reached_and_every_state_can_be_left() -> None:
    reached, todo = {State.DRAFT}, [State.DRAFT]
    while todo:
        state = todo.pop()
        ahead = {rule.to for rule in RULES if state in rule.origins} - reached
        reached |= ahead
        todo.extend(ahead)
    assert reached == set(State)
    assert {state for rule in RULES for state in rule.origins} == set(State)


def test_every_exit_keeps_a_reason_a_party_and_a_consequence() -> None:
    for rule in (rule for rule in RULES if rule.to in EXITS):
        assert rule.reason or rule.reasons is not Reasons.NONE, rule.move
        assert rule.party or rule.asks_party, rule.move
        assert rule.asks_consequence or rule.move is Move.WITHDRAW, rule.move


def test_every_decision_of_staff_tells_the_referrer_something() -> None:
    silent = {rule.move for rule in RULES if rule.for_referrer is Text.NONE}
    assert silent == {Move.SUBMIT, Move.ACKNOWLEDGE, Move.GIVE_INFORMATION, Move.WITHDRAW}


def test_reopening_and_looking_again_need_a_note() -> None:
    assert RULE[Move.REOPEN].note is Text.NEEDED
    assert RULE[Move.REASSESS].note is Text.NEEDED


def test_moves_are_offered_in_the_order_of_the_table() -> None:
    assert [rule.move for rule in moves_for(State.ACCEPTED, Role.STAFF)] == [
        Move.BOOK_MEETING, Move.WITHDRAW, Move.MARK_UNREACHABLE,
    ]  # fmt: skip
    assert [rule.move for rule in moves_for(State.ACCEPTED, Role.PARTNER)] == [Move.WITHDRAW]
    assert [rule.move for rule in moves_for(State.ACTIVE, Role.CLIENT)] == [Move.WITHDRAW]
    assert moves_for(State.ACTIVE, Role.PARTNER) == []
    assert moves_for(State.CLOSED, Role.CLIENT) == []


def test_every_state_has_a_name_for_export() -> None:
    assert set(EXPORT_NAMES) == set(State)
    assert EXPORT_NAMES[State.SUBMITTED].ers == "AWAITING_TRIAGE"
    assert EXPORT_NAMES[State.DUPLICATE].fhir_service_request == "entered-in-error"


def test_every_list_of_reasons_ends_with_another_reason() -> None:
    for reasons in (Reasons.DECLINE, Reasons.WITHDRAWAL, Reasons.OUTCOME):
        assert reason_keys(reasons)[-1] == "other"
    assert reason_keys(Reasons.NONE) == ()
