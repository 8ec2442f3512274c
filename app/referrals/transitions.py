"""The whole life of a referral as one table: its states, the moves between them, who makes each.

Pure: no clock, no database. An exit may be parked or marked to be looked at again, so `reassess`
leads from every exit back to triage; the end of a referral that ran its course is `reopen`ed.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from app.decisions import Text
from app.policy import GRANTS, Permission, Role


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFORMATION = "needs_information"
    ACCEPTED = "accepted"
    FIRST_MEETING_BOOKED = "first_meeting_booked"
    ACTIVE = "active"
    CLOSED = "closed"
    RETURNED_WITH_ADVICE = "returned_with_advice"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    UNREACHABLE = "unreachable"


class Move(StrEnum):
    SUBMIT = "submit"
    ACKNOWLEDGE = "acknowledge"
    ASK_INFORMATION = "ask_information"
    GIVE_INFORMATION = "give_information"
    ACCEPT = "accept"
    BOOK_MEETING = "book_meeting"
    CHANGE_MEETING = "change_meeting"
    DID_NOT_ATTEND = "did_not_attend"
    ACTIVATE = "activate"
    CLOSE = "close"
    REOPEN = "reopen"
    RETURN_WITH_ADVICE = "return_with_advice"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    MARK_DUPLICATE = "mark_duplicate"
    MARK_UNREACHABLE = "mark_unreachable"
    REASSESS = "reassess"


class Party(StrEnum):
    """On whose side the reason lies."""

    CLIENT = "client"
    PROGRAMME = "programme"
    HOST = "host"
    SYSTEM = "system"


class Consequence(StrEnum):
    NONE = "none"
    PARK = "park"
    REASSESS = "reassess"


class Reasons(StrEnum):
    """The list a move's reason comes from."""

    NONE = "none"
    DECLINE = "decline"
    WITHDRAWAL = "withdrawal"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Rule:
    """One move: from which states to which, who may make it, and what must be said with it.

    `reason` is fixed where the move itself says it, and `party` where nobody need be asked.
    `note` is the mover's own words; the texts are what the referrer and, where they may be told,
    the client are told.
    """

    move: Move
    origins: frozenset[State]
    to: State
    permission: Permission
    reasons: Reasons = Reasons.NONE
    reason: str = ""
    note: Text = Text.NONE
    for_referrer: Text = Text.NONE
    for_client: Text = Text.NONE
    party: Party | None = None
    asks_consequence: bool = False
    asks_party: bool = False
    partner_origins: frozenset[State] | None = None  # where a partner may do it from fewer

    @property
    def is_exit(self) -> bool:
        return self.to in EXITS

    def origins_for(self, role: Role) -> frozenset[State]:
        """The states from which somebody in the role may make the move, if they may at all."""
        if role is Role.PARTNER and self.partner_origins is not None:
            return self.partner_origins
        return self.origins


S, M, T, P = State, Move, Text, Permission
OPEN = frozenset({S.SUBMITTED, S.NEEDS_INFORMATION, S.ACCEPTED, S.FIRST_MEETING_BOOKED, S.ACTIVE})
IN_TRIAGE = frozenset({S.SUBMITTED, S.NEEDS_INFORMATION})
BEFORE_ACTIVE = IN_TRIAGE | {S.ACCEPTED, S.FIRST_MEETING_BOOKED}
EXITS = frozenset({S.RETURNED_WITH_ADVICE, S.DECLINED, S.WITHDRAWN, S.DUPLICATE, S.UNREACHABLE})
OVER = EXITS | {S.CLOSED}


def _only(state: State) -> frozenset[State]:
    return frozenset({state})


def _told(move: Move, origins: frozenset[State], to: State) -> Rule:
    """A step forward by staff: both sides are told, and nothing else is asked."""
    return Rule(move, origins, to, P.REFERRAL_TRIAGE, for_referrer=T.NEEDED, for_client=T.OPTIONAL)


def _exit(
    move: Move,
    origins: frozenset[State],
    to: State,
    *,
    reasons: Reasons = Reasons.NONE,
    reason: str = "",
    party: Party | None = None,
) -> Rule:
    """A way out by staff: party, reason and consequence are kept, and both sides told."""
    return Rule(
        move, origins, to, P.REFERRAL_TRIAGE, reasons=reasons, reason=reason, party=party,
        for_referrer=T.NEEDED, for_client=T.OPTIONAL,
        asks_consequence=True, asks_party=party is None,
    )  # fmt: skip


RULES: tuple[Rule, ...] = (
    Rule(M.SUBMIT, _only(S.DRAFT), S.SUBMITTED, P.REFERRAL_SEND),
    _told(M.ACCEPT, IN_TRIAGE, S.ACCEPTED),
    Rule(M.ACKNOWLEDGE, _only(S.SUBMITTED), S.SUBMITTED, P.REFERRAL_TRIAGE),
    Rule(
        M.ASK_INFORMATION, _only(S.SUBMITTED), S.NEEDS_INFORMATION, P.REFERRAL_TRIAGE,
        for_referrer=T.NEEDED,
    ),
    Rule(
        M.GIVE_INFORMATION, _only(S.NEEDS_INFORMATION), S.SUBMITTED, P.REFERRAL_RESPOND,
        note=T.NEEDED,
    ),
    _told(M.BOOK_MEETING, _only(S.ACCEPTED), S.FIRST_MEETING_BOOKED),
    _told(M.CHANGE_MEETING, _only(S.FIRST_MEETING_BOOKED), S.FIRST_MEETING_BOOKED),
    Rule(
        M.DID_NOT_ATTEND, _only(S.FIRST_MEETING_BOOKED), S.ACCEPTED, P.REFERRAL_TRIAGE,
        for_referrer=T.NEEDED, for_client=T.OPTIONAL, asks_party=True,
    ),
    _told(M.ACTIVATE, _only(S.FIRST_MEETING_BOOKED), S.ACTIVE),
    Rule(
        M.CLOSE, _only(S.ACTIVE), S.CLOSED, P.REFERRAL_TRIAGE, reasons=Reasons.OUTCOME,
        for_referrer=T.NEEDED, for_client=T.OPTIONAL,
    ),
    Rule(
        M.REOPEN, _only(S.CLOSED), S.ACTIVE, P.REFERRAL_TRIAGE, note=T.NEEDED,
        for_referrer=T.NEEDED, for_client=T.OPTIONAL,
    ),
    _exit(M.RETURN_WITH_ADVICE, IN_TRIAGE, S.RETURNED_WITH_ADVICE, reasons=Reasons.DECLINE),
    _exit(M.DECLINE, IN_TRIAGE, S.DECLINED, reasons=Reasons.DECLINE),
    Rule(
        # Once support has begun, it is for the person herself to end it.
        M.WITHDRAW, OPEN, S.WITHDRAWN, P.REFERRAL_WITHDRAW, reasons=Reasons.WITHDRAWAL,
        note=T.OPTIONAL, party=Party.CLIENT, asks_consequence=True, partner_origins=BEFORE_ACTIVE,
    ),
    _exit(M.MARK_DUPLICATE, IN_TRIAGE, S.DUPLICATE, reason="duplicate", party=Party.SYSTEM),
    _exit(
        M.MARK_UNREACHABLE, BEFORE_ACTIVE, S.UNREACHABLE, reason="lost_contact",
        party=Party.CLIENT,
    ),
    Rule(
        M.REASSESS, EXITS, S.SUBMITTED, P.REFERRAL_TRIAGE, note=T.NEEDED,
        for_referrer=T.NEEDED, for_client=T.OPTIONAL,
    ),
)  # fmt: skip
RULE: dict[Move, Rule] = {rule.move: rule for rule in RULES}


def rule_of(move: Move, *, is_own: bool) -> Rule:
    """A move's rule; who referred herself reads what a referrer would have read."""
    rule = RULE[move]
    if not is_own or rule.for_referrer is Text.NONE:
        return rule
    return replace(rule, for_referrer=Text.NONE, for_client=rule.for_referrer)


@dataclass(frozen=True)
class ExportNames:
    """A state in the words of other systems; None where they have no word for it."""

    ers: str | None
    fhir_task: str
    fhir_service_request: str


# NHS e-Referral Service states, and FHIR R4 Task and ServiceRequest status codes.
EXPORT_NAMES: dict[State, ExportNames] = {
    S.DRAFT: ExportNames(None, "draft", "draft"),
    S.SUBMITTED: ExportNames("AWAITING_TRIAGE", "requested", "active"),
    S.NEEDS_INFORMATION: ExportNames("TRIAGE_RESPONSE", "on-hold", "on-hold"),
    S.ACCEPTED: ExportNames("NOT_BOOKED", "accepted", "active"),
    S.FIRST_MEETING_BOOKED: ExportNames("BOOKED", "in-progress", "active"),
    S.ACTIVE: ExportNames(None, "in-progress", "active"),
    S.CLOSED: ExportNames(None, "completed", "completed"),
    S.RETURNED_WITH_ADVICE: ExportNames("TRIAGE_RESPONSE", "rejected", "revoked"),
    S.DECLINED: ExportNames("REJECTED", "rejected", "revoked"),
    S.WITHDRAWN: ExportNames("CANCELLED_REFERRAL", "cancelled", "revoked"),
    S.DUPLICATE: ExportNames("CANCELLED_REFERRAL", "cancelled", "entered-in-error"),
    S.UNREACHABLE: ExportNames("CANCELLED_REFERRAL", "failed", "revoked"),
}


def is_allowed(state: State, move: Move, role: Role) -> bool:
    """Whether somebody in the role may make the move from the state."""
    rule = RULE[move]
    return state in rule.origins_for(role) and rule.permission in GRANTS[role]


def moves_for(state: State, role: Role) -> list[Rule]:
    """What somebody in the role may do next, in the order of the table."""
    return [rule for rule in RULES if is_allowed(state, rule.move, role)]
