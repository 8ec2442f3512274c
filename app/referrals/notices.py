"""The messages about a referral: neutral mails that name nobody and lead to the page."""

from __future__ import annotations

from flask import current_app

from app.accounts.models import Account
from app.clients.models import ContactRoute
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role, Viewer
from app.referrals.following import is_followed
from app.referrals.models import Referral, ReferralMove
from app.referrals.presenters import MOVE_TOLD
from app.referrals.transitions import Move
from app.web import locales


def tell_of(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Put what a move says to the referrer and to the client into the outbox."""
    _tell_referrer(actor, referral, row)
    if row.text_for_client:
        _tell_client(referral, row)


def _tell_referrer(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Nobody is written to about what they did themselves, nor once they or it have left."""
    account: Account | None = referral.referred_by
    if account is None or not account.is_active or account.id == actor.account_id:
        return
    if account.organisation_id != referral.organisation_id or not is_followed(referral):
        return
    put_in_outbox(
        "referral_moved",
        _to(account),
        key=f"referral-move-{row.id}",
        reference=referral.reference,
        news=MOVE_TOLD[Move(row.move)],
        address=_address(referral),
    )


def tell_that_it_waits(referral: Referral) -> None:
    """Tell the staff once for each wait that the referral has waited longer than promised."""
    for account in coordinators(referral):
        put_in_outbox(
            "referral_waits",
            _to(account),
            key=f"referral-waits-{referral.id}-{referral.state_since:%Y%m%d%H%M%S}",
            reference=referral.reference,
            address=_address(referral),
        )


def coordinators(referral: Referral) -> list[Account]:
    """Who looks after a referral: the member of staff who moved it last, else all of the trust."""
    staff = Account.select().where(
        Account.role == Role.STAFF,
        Account.trust == referral.programme.trust_id,
        Account.is_active,
    )
    last = (
        staff.join(ReferralMove, on=ReferralMove.actor == Account.id)
        .where(ReferralMove.referral == referral)
        .order_by(ReferralMove.at.desc(), ReferralMove.id.desc())
        .first()
    )
    return [last] if last else list(staff)


def _to(account: Account) -> Recipient:
    return Recipient(account.email, account.locale, account.id)


def _address(referral: Referral) -> str:
    return f"{current_app.config['BASE_URL'].rstrip('/')}/referrals/{referral.reference}"


def _tell_client(referral: Referral, row: ReferralMove) -> None:
    """Only by e-mail and only to who asked to be reached so; others are told by a person."""
    if referral.contact_route != ContactRoute.EMAIL or not referral.email:
        return
    language = referral.preferred_language
    put_in_outbox(
        "referral_client_text",
        Recipient(referral.email, language if language in locales.offered() else "en"),
        key=f"referral-move-{row.id}-client",
        text=row.text_for_client,
        trust=referral.programme.trust,
    )
