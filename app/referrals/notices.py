"""The messages about a referral: neutral mails that name nobody and lead to the page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from peewee import ModelSelect

from app import clock
from app.accounts.answer_links import new_link
from app.accounts.models import Account
from app.accounts.recipients import to_account
from app.notifications.addresses import mark_unconfirmed, person
from app.notifications.kinds import OWN_ADDRESS
from app.notifications.models import Message
from app.notifications.readers import writes_anew
from app.notifications.services import ask_to_confirm_address, put_in_outbox
from app.organisations.models import Organisation
from app.organisations.queries import reader_at
from app.policy import SYSTEM, Role, Viewer
from app.referrals.following import is_followed
from app.referrals.models import Referral, ReferralMove, ReferrerLink
from app.referrals.presenters import MOVE_TOLD
from app.referrals.readers import reader_of
from app.referrals.transitions import Move
from app.web.links import address_of

# A mail says to its reader what the history says of them; staff alone ask questions.
NEWS = MOVE_TOLD | {Move.ASK_INFORMATION: _("There is a question for you.")}
ARRANGING = frozenset({Move.BOOK_MEETING, Move.CHANGE_MEETING})


def tell_of(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Put what a move says to the referrer, to staff and to the client into the outbox.

    A text for the client that comes with a meeting is in the meeting's own mail.
    """
    move = Move(row.move)
    if move is Move.SUBMIT and actor.role is not Role.STAFF:
        _ask_whose_address(referral)
    _tell_referrer(actor, referral, row)
    if actor.role is not Role.STAFF and move is not Move.SUBMIT:
        _tell_coordinators(referral, row)
    if row.text_for_client and move not in ARRANGING:
        _tell_client(referral, row)


def _ask_whose_address(referral: Referral) -> None:
    """A mistyped address is a stranger's: the answer waits until the person has confirmed hers."""
    mark_unconfirmed(person("referral", referral.id), referral.email)
    reader = reader_of(referral)
    if reader is not None and reader.is_unconfirmed:
        template = OWN_ADDRESS if referral.is_own else "confirm_address"
        ask_to_confirm_address(reader, template=template)


def _tell_coordinators(referral: Referral, row: ReferralMove) -> None:
    """Who looks after the referral hears of what others did: answered, withdrawn, woken up."""
    for account in coordinators(referral):
        _tell_account(account, referral, row)


def _tell_referrer(actor: Viewer, referral: Referral, row: ReferralMove) -> None:
    """Nobody is written to about what they did themselves, nor once the organisation has left."""
    organisation = referral.organisation
    if organisation is None or not is_followed(referral):
        return
    if is_told_by_link(referral):
        _tell_organisation(actor, organisation, referral, row)
    for account in followers(referral):
        if account.id != actor.account_id:
            _tell_account(account, referral, row)


def _tell_account(account: Account, referral: Referral, row: ReferralMove) -> None:
    put_in_outbox(
        "referral_moved",
        to_account(account),
        key=f"referral-move-{row.id}",
        reference=referral.reference,
        news=NEWS[Move(row.move)],
        address=_address(referral),
    )


def followers(referral: Referral) -> list[Account]:
    """Who of the organisation hears of the referral: who referred, or all once they have left."""
    account: Account | None = referral.referred_by
    if account is None:
        return []
    if account.is_active and account.organisation_id == referral.organisation_id:
        return [account]
    active = Account.organisation == referral.organisation_id, Account.is_active
    return list(Account.select().where(*active).order_by(Account.id))


def is_told_by_link(referral: Referral) -> bool:
    """Whether nobody of the organisation has an account to read by, but it an e-mail address."""
    organisation = referral.organisation
    return bool(organisation and organisation.email) and not followers(referral)


def _tell_organisation(
    actor: Viewer, organisation: Organisation, referral: Referral, row: ReferralMove
) -> None:
    """Who has no account reads the text, and answers a question, by a link in the mail."""
    if actor.role is Role.PARTNER and actor.organisation_id == organisation.id:
        return
    new = {"move": row, "sent_to": organisation.email}
    token = new_link(ReferrerLink, **new) if row.text_for_referrer else ""
    put_in_outbox(
        "referral_linked",
        reader_at(organisation),
        key=f"referral-move-{row.id}",
        reference=referral.reference,
        news=_("We have your referral.") if row.move == Move.SUBMIT else NEWS[Move(row.move)],
        address=address_of(f"/answer/{token}") if token else "",
        is_question=row.move == Move.ASK_INFORMATION,
        trust=referral.programme.trust,
    )


@writes_anew("referral_linked")
def _tell_anew(message: Message) -> None:
    """A link ends with the address it was made for: the referrer is told at the new one."""
    number = message.message_key.partition(":")[0].rpartition("-")[2]
    row = ReferralMove.get_or_none(ReferralMove.id == int(number))
    if row is not None:
        ReferrerLink.delete().where(ReferrerLink.move == row).execute()
        _tell_referrer(SYSTEM, row.referral, row)


def tell_of_handing_over(actor: Viewer, account: Account, *, count: int) -> None:
    """Who follows referrals from now on hears of it, unless they took them themselves."""
    if account.id == actor.account_id:
        return
    put_in_outbox(
        "referrals_handed_over",
        to_account(account),
        key=f"referrals-handed-over-{clock.now():%Y%m%d%H%M%S%f}",
        count=count,
        address=address_of("/referrals"),
    )


def tell_of_accompanying(referral: Referral) -> None:
    """Staff hear that the organisation accompanies the person no more."""
    for account in coordinators(referral):
        put_in_outbox(
            "referral_moved",
            to_account(account),
            key=f"referral-left-{referral.id}-{clock.now():%Y%m%d%H%M%S}",
            reference=referral.reference,
            news=_("The organisation no longer accompanies the person."),
            address=_address(referral),
        )


def tell_that_it_waits(referral: Referral) -> None:
    """Tell the staff once for each wait that the referral has waited longer than promised.

    Where nobody has even read it, all hear of it: whoever has it may be away.
    """
    for account in coordinators(referral) if referral.is_read else _staff_of(referral):
        put_in_outbox(
            "referral_waits",
            to_account(account),
            key=f"referral-waits-{referral.id}-{referral.state_since:%Y%m%d%H%M%S}",
            reference=referral.reference,
            address=_address(referral),
        )


def coordinators(referral: Referral) -> list[Account]:
    """Who looks after a referral: its coordinator, else who of staff moved it last, else all."""
    staff = _staff_of(referral)
    own = staff.where(Account.id == referral.coordinator_id).first()
    return [own] if own else _moved_it_last(referral, staff) or list(staff)


def _staff_of(referral: Referral) -> ModelSelect[Account]:
    return Account.select().where(
        Account.role == Role.STAFF,
        Account.trust == referral.programme.trust_id,
        Account.is_active,
    )


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
