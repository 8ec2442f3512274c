"""Who of an organisation follows its referrals: a colleague from now on, or nobody any more."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext
from peewee import JOIN, fn

from app.accounts.models import Account
from app.accounts.queries import colleagues
from app.audit.services import record
from app.clients.services import add_referrer, end_referrer
from app.db import atomic
from app.errors import Conflict, Forbidden
from app.organisations.models import Organisation
from app.policy import Permission, Role, Viewer
from app.referrals.following import ended_for, is_followed
from app.referrals.models import Referral
from app.referrals.notices import tell_of_accompanying, tell_of_handing_over
from app.referrals.queries import reachable


def who_refers(viewer: Viewer, organisation: Organisation) -> list[tuple[Account | None, int]]:
    """Who of an organisation has referrals within the viewer's reach, with how many.

    None stands for those without an account, whom staff entered for the organisation.
    """
    mine = reachable(viewer).where(Referral.organisation == organisation).select(Referral.id)
    rows = (
        Referral.select(Account, fn.COUNT(Referral.id).alias("count"))
        .join(Account, JOIN.LEFT_OUTER, on=Referral.referred_by)
        .where(Referral.id.in_(mine))
        .group_by(Account)
        .order_by(Account.name)
    )
    return [(row.referred_by, row.count) for row in rows]


def hand_over(actor: Viewer, organisation: Organisation, *, whose: int | None, to: int) -> int:
    """Let a colleague follow all that somebody of the organisation has referred; how many."""
    named = Referral.referred_by.is_null() if whose is None else Referral.referred_by == whose
    mine = reachable(actor).where(Referral.organisation == organisation, named)
    return hand_over_these(actor, organisation, list(mine.order_by(Referral.id)), to=to)


def hand_over_these(
    actor: Viewer, organisation: Organisation, referrals: Sequence[Referral], *, to: int
) -> int:
    """Let a colleague follow these referrals, which are within the actor's reach; how many.

    One that somebody else has handed over meanwhile, or that is theirs already, stays as it is.
    """
    if not actor.may(Permission.REFERRAL_FOLLOW):
        raise Forbidden("referral:follow")
    account = next((one for one in colleagues(organisation.id) if one.id == to), None)
    if account is None:
        raise Conflict(gettext("This person has no account of the organisation any more."))
    with atomic():
        moved = sum(_give(actor, referral, account) for referral in referrals)
        if moved:
            tell_of_handing_over(actor, account, count=moved)
    return moved


def _give(actor: Viewer, referral: Referral, account: Account) -> bool:
    had = referral.referred_by_id
    if had == account.id:
        return False
    as_seen = Referral.referred_by.is_null() if had is None else Referral.referred_by == had
    changed = (
        Referral.update(referred_by=account).where(Referral.id == referral.id, as_seen).execute()
    )
    if changed:
        record(
            actor, "referral.hand_over", referral, client_id=referral.client_id,
            before=had, after=account.id,
        )  # fmt: skip
    return bool(changed)


def stop_following(actor: Viewer, referral: Referral) -> None:
    """The referring organisation accompanies the person no more, by its own word or by staff's."""
    if not actor.may(Permission.REFERRAL_FOLLOW) or ended_for(actor, [referral]):
        raise Forbidden("referral:follow")
    client, organisation = referral.client, referral.organisation
    if client is None or organisation is None or not is_followed(referral):
        raise Conflict(gettext("No organisation accompanies this person now."))
    with atomic():
        end_referrer(actor, client, organisation)
        if actor.role is not Role.STAFF:
            tell_of_accompanying(referral)


def follow_again(actor: Viewer, referral: Referral) -> None:
    """Staff take the end back; what the person had let the organisation see, she is asked anew."""
    if not actor.may(Permission.REFERRAL_TRIAGE):
        raise Forbidden("referral:triage")
    client, organisation = referral.client, referral.organisation
    if client is None or organisation is None or is_followed(referral):
        raise Conflict(gettext("The organisation accompanies this person."))
    add_referrer(actor, client, organisation)
