"""Giving open referrals to a coordinator, one or several at once, and marking them as received."""

from collections.abc import Mapping

from flask_babel import gettext

from app.accounts.batch_text import ACKNOWLEDGE, ASSIGN
from app.accounts.coordinators import LeftOut, act_on_many, hand_over, undo, whole_list
from app.errors import Conflict, Forbidden
from app.policy import Permission, Viewer
from app.referrals.listing import referrals
from app.referrals.models import Referral
from app.referrals.queries import chosen_referrals
from app.referrals.services import make_move
from app.referrals.transitions import OPEN, Move, State
from app.web.batches import Batch
from app.web.pagination import Page


def assign_referral(actor: Viewer, referral: Referral, *, to: int | None, seen: int | None) -> None:
    """Give an open referral to a colleague, or to nobody; `seen` is who had it on the page."""
    if not actor.may(Permission.REFERRAL_TRIAGE):
        raise Forbidden("referral.assign")
    if referral.state not in OPEN:
        raise Conflict(gettext("This referral is over, so nobody coordinates it any more."))
    hand_over(actor, referral, to=to, seen=seen, client_id=referral.client_id)


def assign_referrals(actor: Viewer, picked: Mapping[str, str], *, to: int | None) -> Batch:
    """Give what was picked in a list to a coordinator; see `act_on_many`."""

    def act(referral: Referral) -> LeftOut | None:
        if referral.state not in OPEN:
            return LeftOut.OVER
        if referral.coordinator_id == to:
            return LeftOut.ALREADY
        assign_referral(actor, referral, to=to, seen=referral.coordinator_id)
        return None

    rows = chosen_referrals(actor, references=picked)
    return act_on_many(actor, rows, picked, act, what=ASSIGN, to=to)


def whole_referral_list(actor: Viewer, narrowing: Mapping[str, str]) -> dict[str, str]:
    """What of a narrowed list the actor may give, on all its pages; see `whole_list`."""
    show, search, whose = (narrowing.get(name, "") for name in ("show", "search", "whose"))

    def listed(*, whose: str, cursor: str | None) -> Page[Referral]:
        return referrals(
            actor, show=show, search=search, whose=whose, alike=bool(narrowing.get("alike")),
            cursor=cursor,
        )  # fmt: skip

    return whole_list(listed, whose=whose)


def acknowledge_referrals(actor: Viewer, picked: Mapping[str, str]) -> Batch:
    """Mark what was picked as received, each by its own move; it cannot be undone."""

    def act(referral: Referral) -> LeftOut | None:
        if referral.acknowledged_at is not None:
            return LeftOut.ALREADY
        if referral.state != State.SUBMITTED:
            return LeftOut.OVER
        make_move(actor, referral, Move.ACKNOWLEDGE)
        return None

    rows = chosen_referrals(actor, references=picked)
    return act_on_many(actor, rows, picked, act, what=ACKNOWLEDGE)


def undo_referrals(actor: Viewer, batch: Batch) -> tuple[int, int]:
    """Give back what `assign_referrals` gave; see `undo`."""
    if batch.what != ASSIGN:
        raise Conflict(gettext("This cannot be undone."))

    def give_back(referral: Referral, had: int | None) -> None:
        assign_referral(actor, referral, to=had, seen=batch.to)

    return undo(batch, chosen_referrals(actor, ids=batch.ids), give_back)
