"""What clients are written to about by themselves: what is old, and English that runs out."""

from collections.abc import Iterator, Sequence

from dateutil.relativedelta import relativedelta
from peewee import fn

from app import clock
from app.accounts.models import Account
from app.clients.confirm_links import confirm_link
from app.clients.expiry import that_count
from app.clients.fact_models import EnglishResult
from app.clients.models import Client, ContactRoute
from app.clients.recipients import recipients_by_client
from app.db import atomic
from app.notifications.models import Message
from app.notifications.readers import writes_anew
from app.notifications.services import Recipient, put_in_outbox, told_already
from app.web.links import address_of

WARN_AT_MONTHS = (3, 6)  # the nearest one alone is written about
BATCH = 200


def ask_to_confirm() -> int:
    """Ask about what has become old who can answer by herself; how many were asked.

    That is on her page, or by a link for who wants to be reached by e-mail and has no account.
    Once for each time that something becomes due: whoever does not answer is in staff's list.
    """
    asked = 0
    while rows := _to_ask():
        with atomic():
            asked += _ask(rows)
            ids = [client.id for client in rows]
            Client.update(confirm_asked_on=clock.today()).where(
                Client.id.in_(ids), Client.confirm_due_on <= clock.today()
            ).execute()
    return asked


def _to_ask() -> list[Client]:
    has_account = Account.select(Account.id).where(
        Account.client_id == Client.id, Account.is_active, Account.email.contains("@")
    )
    wants_mail = (Client.email != "") & (Client.contact_route == ContactRoute.EMAIL)
    return list(
        Client.select()
        .where(
            Client.closed_at.is_null(),
            Client.confirm_due_on <= clock.today(),
            Client.confirm_asked_on.is_null(),
            fn.EXISTS(has_account) | wants_mail,
        )
        .order_by(Client.confirm_due_on, Client.id)
        .limit(BATCH)
    )


def _ask(clients: Sequence[Client]) -> int:
    people = recipients_by_client(clients)
    return sum(_ask_one(client, people[client.id]) for client in clients)


def _ask_one(client: Client, reader: Recipient) -> bool:
    by_link = reader.account_id is None
    return put_in_outbox(
        "still_right",
        reader,
        key=f"confirm:{client.id}:{client.confirm_due_on}",
        link=confirm_link(client) if by_link else _address(client, "confirm"),
        by_link=by_link,
    )


@writes_anew("still_right")
def _ask_again(message: Message) -> None:
    """The link ends with the address it was made for: the next run asks at the new one."""
    Client.update(confirm_asked_on=None).where(Client.id == message.client_id).execute()


def warn_of_expiring_english() -> int:
    """Write to clients six and three months before their English runs out; how many were told.

    Of a result that does not count any more nothing is said (expiry). The outbox keeps each
    warning once, so that this may run as often as one likes.
    """
    warned = 0
    for rows in _expiring():
        with atomic():
            warned += _warn(rows)
    return warned


def _warn(rows: Sequence[EnglishResult]) -> int:
    """Of results that were told already nothing is written, nor worked out, a second time."""
    people = recipients_by_client([row.client for row in rows])
    told = [
        (row, people[row.client_id], f"english-ends:{row.id}:{_months_left(row)}")
        for row in rows
        if row.client_id in people
    ]
    known = told_already((key, recipient) for _row, recipient, key in told)
    return sum(
        put_in_outbox(
            "english_ends", recipient, key=key, ends_on=row.expires_on,
            link=_address(row.client, "english") if recipient.account_id else "",
        )
        for row, recipient, key in told
        if (key, recipient) not in known
    )  # fmt: skip


def _months_left(row: EnglishResult) -> int:
    """Which of the two warnings it is time for."""
    ends_on = row.expires_on or clock.today()
    soonest, latest = WARN_AT_MONTHS
    return soonest if ends_on <= clock.today() + relativedelta(months=soonest) else latest


def _expiring() -> Iterator[list[EnglishResult]]:
    """Results that end within six months and that count, a batch at a time."""
    last, until = 0, clock.today() + relativedelta(months=max(WARN_AT_MONTHS))
    query = (
        EnglishResult.select(EnglishResult, Client)
        .join(Client)
        .where(
            EnglishResult.expires_on.between(clock.today(), until),
            Client.closed_at.is_null(),
        )
        .order_by(EnglishResult.id)
        .limit(BATCH)
    )
    while rows := list(query.where(EnglishResult.id > last)):
        yield that_count(rows)
        last = rows[-1].id


def _address(client: Client, ending: str) -> str:
    return address_of(f"/clients/{client.reference}/{ending}")
