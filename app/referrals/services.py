"""The moves of a referral: each is checked against the table, kept, audited and told in one go."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext

from app import clock
from app.accounts.models import AccountRole
from app.audit.services import record
from app.clients.locking import check_kept
from app.clients.services import note_read
from app.db import atomic
from app.errors import Conflict, Forbidden
from app.policy import Role, Viewer
from app.referrals import notices
from app.referrals.following import ended_for
from app.referrals.meeting_notices import tell_meeting_off
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral, ReferralMove
from app.referrals.reasons import reason_keys
from app.referrals.transitions import (
    Consequence,
    Move,
    Party,
    Reasons,
    Rule,
    State,
    Text,
    rule_of,
)


@dataclass(frozen=True)
class Decision:
    """What is said with a move; which of it is needed is in the move's rule."""

    reason: str = ""
    party: Party | None = None
    consequence: Consequence | None = None
    park_until: date | None = None
    note: str = ""
    text_for_referrer: str = ""
    text_for_client: str = ""


class Unfinished(ValueError):
    """A move without something its rule needs; names what."""


def make_move(
    actor: Viewer,
    referral: Referral,
    move: Move,
    decision: Decision | None = None,
    *,
    version: int | None = None,
    **changes: Any,
) -> ReferralMove:
    """Move the referral on; `version` is that of the page the decision was made on.

    Raises Forbidden when the actor may not or follows no more, Conflict when the referral has
    moved meanwhile, and Unfinished when the rule needs something that is missing.
    `changes` are other columns.
    """
    rule = rule_of(move, is_own=referral.is_own)
    if not actor.may(rule.permission) or ended_for(actor, [referral]):
        raise Forbidden(move)
    seen = referral.version if version is None else version
    if referral.state not in rule.origins_for(actor.role) or referral.version != seen:
        raise moved_meanwhile()
    if move is Move.ACKNOWLEDGE and referral.acknowledged_at is not None:
        raise moved_meanwhile()
    said = _completed(rule, decision or Decision())
    with atomic():
        if move in BEGUN_ANEW and referral.client is not None:
            check_kept(referral.client)
        row = _keep(actor, referral, rule, said, changes)
        if row.from_state == State.FIRST_MEETING_BOOKED:
            _end_planned_meeting(actor, referral, move)
        record(
            actor, f"referral.{move}", referral, client_id=referral.client_id,
            before=row.from_state, after=row.to_state, reason=said.reason,
        )  # fmt: skip
        notices.tell_of(actor, referral, row)
    return row


def note_reading(actor: Viewer, referral: Referral) -> None:
    """Opening a referral's page is kept in the audit trail: it is about a person.

    Once she is a client it is a look at her record too, which she is shown.
    """
    record(actor, "referral.read", referral, client_id=referral.client_id)
    if referral.client_id is not None:
        note_read(actor, referral.client_id)


def moved_meanwhile() -> Conflict:
    """The conflict of two people who decide on the same referral."""
    return Conflict(
        gettext(
            "Somebody else moved this referral on while you had the page open. "
            "Go back to the referral and look at it again. Nothing was changed."
        )
    )


def _completed(rule: Rule, said: Decision) -> Decision:
    """The decision with what its rule fixes; raises Unfinished."""
    said = replace(
        said,
        reason=rule.reason or said.reason,
        party=said.party if rule.asks_party else rule.party,
        consequence=(said.consequence or Consequence.NONE) if rule.is_exit else None,
    )
    if rule.reasons is not Reasons.NONE and said.reason not in reason_keys(rule.reasons):
        raise Unfinished("reason")
    if rule.asks_party and said.party is None:
        raise Unfinished("party")
    if (said.consequence is Consequence.PARK) != (said.park_until is not None):
        raise Unfinished("park_until")
    texts = (
        ("note", rule.note),
        ("text_for_referrer", rule.for_referrer),
        ("text_for_client", rule.for_client),
    )
    for name, need in texts:
        if need is Text.NEEDED and not getattr(said, name):
            raise Unfinished(name)
    return said


def _keep(
    actor: Viewer, referral: Referral, rule: Rule, said: Decision, changes: dict[str, Any]
) -> ReferralMove:
    now = clock.now()
    before = State(referral.state)
    changes |= {"state": rule.to, "updated_at": now, "version": referral.version + 1}
    if rule.to is not before:
        changes["state_since"] = now
    if actor.role is Role.STAFF and referral.acknowledged_at is None:
        changes["acknowledged_at"] = now
    moved = (
        Referral.update(**changes)
        .where(Referral.id == referral.id, Referral.version == referral.version)
        .execute()
    )
    if not moved:
        raise moved_meanwhile()
    for name, value in changes.items():
        setattr(referral, name, value)
    return ReferralMove.create(
        referral=referral,
        move=rule.move,
        from_state=before,
        to_state=rule.to,
        actor=actor.account_id,
        actor_role=AccountRole(actor.role) if actor.role in set(AccountRole) else None,
        at=now,
        reason=said.reason,
        party=said.party,
        consequence=said.consequence,
        park_until=said.park_until,
        note=said.note,
        text_for_referrer=said.text_for_referrer,
        text_for_client=said.text_for_client,
    )


BEGUN_ANEW = (Move.REOPEN, Move.REASSESS)
# What a move says of the meeting that was booked; any other move cancels it.
MEETING_AFTER = {
    Move.DID_NOT_ATTEND: MeetingOutcome.DID_NOT_ATTEND,
    Move.ACTIVATE: MeetingOutcome.ATTENDED,
}


def _outcome(planned: FirstMeeting, move: Move) -> MeetingOutcome:
    """What became of it; one that is still ahead was not missed but called off."""
    if move is Move.DID_NOT_ATTEND and planned.starts_at > clock.now():
        return MeetingOutcome.CANCELLED
    return MEETING_AFTER.get(move, MeetingOutcome.CANCELLED)


def _end_planned_meeting(actor: Viewer, referral: Referral, move: Move) -> None:
    planned = FirstMeeting.get_or_none(
        FirstMeeting.referral == referral, FirstMeeting.outcome == MeetingOutcome.PLANNED
    )
    if planned is None:
        return
    planned.outcome = _outcome(planned, move)
    ending = FirstMeeting.update(outcome=planned.outcome).where(FirstMeeting.id == planned.id)
    if move is Move.DID_NOT_ATTEND:
        ending = ending.where(FirstMeeting.arrived_at.is_null())
    if not ending.execute():
        raise Conflict(gettext("It is noted that the person arrived. Look at the referral again."))
    if planned.outcome == MeetingOutcome.CANCELLED and move is not Move.CHANGE_MEETING:
        tell_meeting_off(actor, referral, planned)
