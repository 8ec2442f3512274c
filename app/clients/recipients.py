"""Where a message for a client goes: her account, else the e-mail on her record."""

from __future__ import annotations

from collections.abc import Iterable

from peewee import ModelSelect

from app.accounts.models import Account
from app.clients.models import Client, ContactRoute
from app.notifications.services import Recipient
from app.prepared import given, prepared
from app.web import locales


def recipients(clients: Iterable[Client]) -> list[Recipient]:
    """One for each client who can be written to, in her language where we have it; one query."""
    return list(recipients_by_client(clients).values())


def recipients_by_client(clients: Iterable[Client]) -> dict[int, Recipient]:
    """The same, by the client's id."""
    found = list(clients)
    ids = {f"client_{number}": client.id for number, client in enumerate(found)}
    rows = _accounts(len(ids)).rows(**ids) if ids else []
    accounts = {
        client_id: Recipient(address, locale, account_id, client_id)
        for client_id, address, locale, account_id in rows
    }
    told = {}
    for client in found:
        account = accounts.get(client.id)
        if account is not None and "@" in account.address:
            told[client.id] = account
        elif client.email:
            language = locales.offered_for(client.preferred_language)
            told[client.id] = Recipient(client.email, language, client_id=client.id)
    return told


def reader_of(client: Client) -> Recipient | None:
    """Where a client reads words written to her: her account, or the e-mail she asked for.

    Without either a person tells her.
    """
    account = Account.get_or_none(Account.client_id == client.id, Account.is_active)
    if account is not None and "@" in account.email:
        return Recipient(account.email, account.locale, account.id, client.id)
    if client.contact_route != ContactRoute.EMAIL or not client.email:
        return None
    return Recipient(client.email, locales.offered_for(client.preferred_language), None, client.id)


@prepared
def _accounts(clients: int) -> ModelSelect[Account]:
    ids = [given(f"client_{number}") for number in range(clients)]
    return Account.select(Account.client_id, Account.email, Account.locale, Account.id).where(
        Account.client_id.in_(ids), Account.is_active
    )
