"""The mails about support: neutral ones that name nobody and lead to the page."""

from flask import current_app
from flask_babel import LazyString

from app.accounts.models import Account
from app.clients.recipients import reader_of
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role, Viewer
from app.support.models import SupportMove, SupportRequest
from app.support.queries import answerers, askers, coordinators
from app.support.transitions import Move
from app.support.wordings import ANSWERED_FOR_YOU, ASKER_TOLD, CLIENT_TOLD, RECEIVER_TOLD


def tell_of(actor: Viewer, request: SupportRequest, row: SupportMove) -> None:
    """Tell the organisation, whoever asked and the client; nobody of what they did themselves."""
    move = Move(row.move)
    if move in RECEIVER_TOLD or actor.organisation_id != request.organisation_id:
        news = RECEIVER_TOLD.get(move, ANSWERED_FOR_YOU)
        _tell(actor, answerers(request.organisation_id), request, row, news)
    if move is not Move.ASK:
        _tell(actor, askers(request), request, row, ASKER_TOLD[move])
    if actor.role is not Role.CLIENT:
        _tell_client(request, row)


def _tell(
    actor: Viewer,
    accounts: list[Account],
    request: SupportRequest,
    row: SupportMove,
    news: LazyString,
) -> None:
    """`news` is said in the reader's language, as the mail is written."""
    for account in accounts:
        if account.id == actor.account_id:
            continue
        put_in_outbox(
            "support_moved",
            _recipient(account),
            key=f"support-move-{row.id}",
            news=news,
            address=_address(request),
        )


def _tell_client(request: SupportRequest, row: SupportMove) -> None:
    reader = reader_of(request.client)
    if reader is not None:
        put_in_outbox(
            "support_client",
            reader,
            key=f"support-move-{row.id}",
            news=CLIENT_TOLD[Move(row.move)],
            text=row.text_for_client,
            address=_address(request) if reader.account_id else "",
        )


def _address(request: SupportRequest) -> str:
    base = current_app.config["BASE_URL"].rstrip("/")
    return f"{base}/support/requests/{request.reference}"


def _recipient(account: Account) -> Recipient:
    return Recipient(account.email, account.locale, account.id)


def tell_that_it_waits(request: SupportRequest) -> None:
    """Tell the organisation and the client's coordinator that an answer is late."""
    for account in [*answerers(request.organisation_id), *coordinators(request.client)]:
        put_in_outbox(
            "support_waits",
            _recipient(account),
            key=f"support-waits-{request.id}",
            reference=request.reference,
            address=_address(request),
        )
