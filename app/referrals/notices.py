"""The messages about a referral: neutral mails that name nobody and lead to the page."""

from __future__ import annotations

from peewee import ModelSelect

from app.accounts.answer_links import address_of, new_link
from app.accounts.models import Account
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role, Viewer
from app.referrals.following import is_followed
from app.referrals.models import Referral, ReferralMove, ReferrerLink
from app.referrals.presenters import MOVE_TOLD
from app.referrals.readers import reader_of, to_account
from app.referrals.transitions import Move

ARRANGING = frozenset({Move.BOOK_MEETING, Move.CHANGE_MEETING})


def tell_of(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Put what a move says to the referrer, to staff and to the client into the outbox.

    A text for the client that comes with a meeting is in the meeting's own mail.
    """
    move = Move(row.move)
    _tell_referrer(actor, referral, row)
    if actor.role is not Role.STAFF and move is not Move.SUBMIT:
        _tell_coordinators(referral, row)
    if row.text_for_client and move not in ARRANGING:
        _tell_client(referral, row)


def _tell_coordinators(referral: Referral, row: ReferralMove) -> None:
    """Who looks after the referral hears of what others did: answered, withdrawn, woken up."""
    for account in coordinators(referral):
        put_in_outbox(
            "referral_moved",
            to_account(account),
            key=f"referral-move-{row.id}",
            reference=referral.reference,
            news=MOVE_TOLD[Move(row.move)],
            address=_address(referral),
        )


def _tell_referrer(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Nobody is written to about what they did themselves, nor once they or it have left."""
    account: Account | None = referral.referred_by
    if account is None:
        _tell_organisation(actor, referral, row)
        return
    if not account.is_active or account.id == actor.account_id:
        return
    if account.organisation_id != referral.organisation_id or not is_followed(referral):
        return
    put_in_outbox(
        "referral_moved",
        to_account(account),
        key=f"referral-move-{row.id}",
        reference=referral.reference,
        news=MOVE_TOLD[Move(row.move)],
        address=_address(referral),
    )


def is_told_by_link(referral: Referral) -> bool:
    """Whether the referrer has no account, but their organisation an e-mail address."""
    return (
        referral.organisation is not None
        and referral.referred_by_id is None
        and bool(referral.organisation.email)
    )


def _tell_organisation(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Who has no account reads the text, and answers a question, by a link in the mail."""
    organisation = referral.organisation
    if organisation is None or not is_told_by_link(referral) or not is_followed(referral):
        return
    if actor.role is Role.PARTNER and actor.organisation_id == referral.organisation_id:
        return
    new = {"move": row, "sent_to": organisation.email}
    token = new_link(ReferrerLink, **new) if row.text_for_referrer else ""
    put_in_outbox(
        "referral_linked",
        Recipient(organisation.email),
        key=f"referral-move-{row.id}",
        reference=referral.reference,
        news=MOVE_TOLD[Move(row.move)],
        address=address_of(f"/answer/{token}") if token else "",
        is_question=row.move == Move.ASK_INFORMATION,
        trust=referral.programme.trust,
    )


def tell_that_it_waits(referral: Referral) -> None:
    """Tell the staff once for each wait that the referral has waited longer than promised."""
    for account in coordinators(referral):
        put_in_outbox(
            "referral_waits",
            to_account(account),
            key=f"referral-waits-{referral.id}-{referral.state_since:%Y%m%d%H%M%S}",
            reference=referral.reference,
            address=_address(referral),
        )


def coordinators(referral: Referral) -> list[Account]:
    """Who looks after a referral: its coordinator, else who of staff moved it last, else all."""
    staff = Account.select().where(
        Account.role == Role.STAFF,
        Account.trust == referral.programme.trust_id,
        Account.is_active,
    )
    own = staff.where(Account.id == referral.coordinator_id).first()
    return [own] if own else _moved_it_last(referral, staff) or list(staff)


def _moved_it_last(referral: Referral, staff: ModelSelect[Account]) -> list[Account]:
    moved = (
        staff.join(ReferralMove, on=ReferralMove.actor == Account.id)
        .where(ReferralMove.referral == referral)
        .order_by(ReferralMove.at.desc(), ReferralMove.id.desc())
    )
    return list(moved.limit(1))


def _address(referral: Referral) -> str:
    return address_of(f"/referrals/{referral.reference}")


def _tell_client(referral: Referral, row: ReferralMove) -> None:
    """Only by e-mail and only to who asked to be reached so; others are told by a person."""
    recipient = reader_of(referral)
    if recipient is not None:
        put_in_outbox(
            "referral_client_text",
            recipient,
            key=f"referral-move-{row.id}-client",
            text=row.text_for_client,
            trust=referral.programme.trust,
        )
