"""Where a message for a client goes: her account, else the e-mail on her record."""

from collections.abc import Iterable

from flask import current_app

from app.accounts.models import Account
from app.clients.models import Client
from app.notifications.services import Recipient


def recipients(clients: Iterable[Client]) -> list[Recipient]:
    """One for each client who can be written to, in her language where we have it; one query."""
    found = list(clients)
    ids = [client.id for client in found]
    rows = Account.select().where(Account.client_id.in_(ids), Account.is_active)
    accounts = {row.client_id: row for row in rows}
    offered = current_app.config["LOCALES"]
    told = []
    for client in found:
        account = accounts.get(client.id)
        if account is not None:
            told.append(Recipient(account.email, account.locale, account.id))
        elif client.email:
            spoken = client.preferred_language
            told.append(Recipient(client.email, spoken if spoken in offered else "en"))
    return told
