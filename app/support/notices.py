"""The mails about support: neutral ones that name nobody and lead to the page."""

from flask_babel import LazyString

from app import clock
from app.accounts.answer_links import new_link
from app.accounts.models import Account
from app.accounts.recipients import to_account
from app.clients.recipients import reader_of
from app.notifications.models import Message
from app.notifications.readers import writes_anew
from app.notifications.services import put_in_outbox, told_already
from app.organisations.queries import reader_at
from app.policy import SYSTEM, Role, Viewer
from app.support.models import SupportLink, SupportMove, SupportRequest
from app.support.queries import answerers, askers, coordinators, reachable
from app.support.transitions import Move, State
from app.support.wordings import (
    ANSWERED_FOR_YOU,
    ASKER_TOLD,
    CLIENT_TOLD,
    QUESTION_WAITS,
    RECEIVER_TOLD,
)
from app.web.links import address_of


def tell_of(actor: Viewer, request: SupportRequest, row: SupportMove) -> None:
    """Tell the organisation, whoever asked and the client; nobody of what they did themselves."""
    move = Move(row.move)
    if move in RECEIVER_TOLD or actor.organisation_id != request.organisation_id:
        _tell_receiver(actor, request, row, RECEIVER_TOLD.get(move, ANSWERED_FOR_YOU))
    if move is not Move.ASK:
        _tell(actor, askers(request), request, row, ASKER_TOLD[move])
    if actor.role is not Role.CLIENT:
        _tell_client(request, row)


def _tell_receiver(
    actor: Viewer, request: SupportRequest, row: SupportMove, news: LazyString
) -> None:
    """The organisation's people; where it has no account, it reads and answers by a link."""
    accounts = answerers(request.organisation_id)
    _tell(actor, accounts, request, row, news)
    if not accounts:
        _tell_by_link(request, f"support-move-{row.id}", news)


def _tell_by_link(request: SupportRequest, key: str, news: LazyString) -> bool:
    """Write to the organisation's own address; False where it has none, or was told before."""
    to = reader_at(request.organisation)
    if "@" not in to.address or told_already([(key, to)]):
        return False
    new = {"request": request, "sent_to": to.address}
    token = new_link(SupportLink, **new) if request.is_open else ""
    return put_in_outbox(
        "support_linked",
        to,
        key=key,
        news=news,
        reference=request.reference,
        address=address_of(f"/support/answer/{token}") if token else "",
        trust=request.client.programme.trust,
    )


@writes_anew("support_linked")
def _tell_anew(message: Message) -> None:
    """A link ends with the address it was made for: the organisation is told at the new one."""
    key = message.message_key.partition(":")[0]
    _support, kind, number, *_rest = key.split("-")
    row = SupportMove.get_or_none(SupportMove.id == number) if kind == "move" else None
    asked = row.request_id if row else number
    request = reachable(SYSTEM).where(SupportRequest.id == asked).first()
    if request is not None:
        news = (
            RECEIVER_TOLD.get(Move(row.move), ANSWERED_FOR_YOU) if row else RECEIVER_TOLD[Move.ASK]
        )
        _tell_by_link(request, key, news)


def tell_of_new_link(request: SupportRequest) -> bool:
    """Send an organisation a new link, at most once a day; whether this did."""
    if answerers(request.organisation_id):
        return False
    return _tell_by_link(
        request, f"support-link-{request.id}-{clock.today()}", RECEIVER_TOLD[Move.ASK]
    )


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
            to_account(account),
            key=f"support-move-{row.id}",
            news=news,
            address=_address(request),
        )


def _tell_client(request: SupportRequest, row: SupportMove) -> None:
    news = CLIENT_TOLD[Move(row.move)]
    _write_to_client(request, f"support-move-{row.id}", news, text=row.text_for_client)


def _write_to_client(request: SupportRequest, key: str, news: LazyString, text: str = "") -> None:
    reader = reader_of(request.client)
    if reader is not None:
        put_in_outbox(
            "support_client",
            reader,
            key=key,
            news=news,
            text=text,
            address=_address(request) if reader.account_id else "",
        )


def _address(request: SupportRequest) -> str:
    return address_of(f"/support/requests/{request.reference}")


def tell_that_it_waits(request: SupportRequest) -> None:
    """Tell the client's coordinator that an answer is late, and whose it is.

    The organisation is told while it has not seen the request; a question is for who asked.
    """
    is_new, is_asked = (request.state == one for one in (State.REQUESTED, State.NEEDS_INFORMATION))
    key = f"support-waits-{request.id}" + ("" if is_new else f"-{request.version}")
    accounts = answerers(request.organisation_id) if is_new else []
    if is_new and not accounts:
        _tell_by_link(request, key, RECEIVER_TOLD[Move.ASK])
    if is_asked:
        accounts = askers(request)
        if request.is_own:
            _write_to_client(request, key, QUESTION_WAITS)
    for account in [*accounts, *coordinators(request.client)]:
        put_in_outbox(
            "support_waits",
            to_account(account),
            key=key,
            state=request.state,
            reference=request.reference,
            address=_address(request),
        )
