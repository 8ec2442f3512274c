"""The mails about support: neutral ones that name nobody and lead to the page."""

from flask import current_app
from flask_babel import LazyString

from app.accounts.models import Account
from app.clients.recipients import recipients
from app.notifications.services import Recipient, put_in_outbox
from app.policy import Role, Viewer
from app.support.models import SupportMove, SupportRequest
from app.support.presenters import CLIENT_TOLD, MOVE_TOLD
from app.support.queries import answerers, coordinators
from app.support.transitions import RULE, Move, Side


def tell_of(actor: Viewer, request: SupportRequest, row: SupportMove) -> None:
    """Tell the other side and the client; nobody is written to about what they did themselves."""
    move = Move(row.move)
    by_asker = move is Move.ASK or RULE[move].side is Side.ASKER
    if by_asker:
        others = answerers(request.organisation_id)
    else:
        others = [request.asked_by] if request.asked_by else []
    told = [one for one in others if _is_told(one, actor)]
    for account in told:
        _put("support_moved", _recipient(account), request, row, MOVE_TOLD[move])
    if actor.role is not Role.CLIENT:
        _tell_client(request, row)


def _is_told(account: Account, actor: Viewer) -> bool:
    """A client is told as the client, and so not twice."""
    return (
        account.is_active and account.id != actor.account_id and account.role != Role.CLIENT.value
    )


def _tell_client(request: SupportRequest, row: SupportMove) -> None:
    for recipient in recipients([request.client]):
        _put("support_client", recipient, request, row, CLIENT_TOLD[Move(row.move)])


def _put(
    template: str, recipient: Recipient, request: SupportRequest, row: SupportMove, news: LazyString
) -> None:
    """`news` is said in the recipient's language, as the mail is written."""
    put_in_outbox(
        template,
        recipient,
        key=f"support-move-{row.id}",
        news=news,
        text=row.text,
        reference=request.reference,
        address=_address(request),
    )


def _address(request: SupportRequest) -> str:
    return f"{current_app.config['BASE_URL']}/support/requests/{request.reference}"


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
