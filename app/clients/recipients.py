"""Where a message for a client goes: her account, else the e-mail on her record."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from peewee import ModelSelect

from app.accounts.models import Account
from app.clients.models import Client, ContactRoute
from app.notifications.addresses import mark_unconfirmed, person, unconfirmed
from app.notifications.readers import finds
from app.notifications.refused import refused_of
from app.notifications.services import Recipient
from app.prepared import given, prepared
from app.web import locales


def recipients(clients: Iterable[Client]) -> list[Recipient]:
    """One for each client who can be written to, in her language where we have it; one query."""
    return list(recipients_by_client(clients).values())


def recipients_by_client(clients: Iterable[Client]) -> dict[int, Recipient]:
    """The same, by the client's id; none for a record that is not to be kept any more."""
    return _readers(client for client in clients if client.closed_at is None)


def _readers(clients: Iterable[Client]) -> dict[int, Recipient]:
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
    return _with_doubts(told)


@finds("client")
def readers(numbers: Collection[int]) -> dict[int, Recipient]:
    """Where what was written to clients goes: her last message, too, who ended her record.

    Whose record was merged is found by the one that took it in.
    """
    rows = Client.select().where(Client.id.in_(numbers))
    kept = {row.id: _kept(row) for row in rows}
    found = _readers(kept.values())
    return {number: found[row.id] for number, row in kept.items() if row.id in found}


def _kept(client: Client) -> Client:
    return client if client.merged_into is None else _kept(client.merged_into)


def _with_doubts(readers: dict[int, Recipient]) -> dict[int, Recipient]:
    """Who has not yet said that the address is hers gets no news before she has."""
    typed = {key: (person("client", key), one.address) for key, one in readers.items()}
    doubted = unconfirmed(typed.values())
    return {
        key: replace(one, is_unconfirmed=True) if typed[key] in doubted else one
        for key, one in readers.items()
    }


def doubt_address(client_id: int, address: str) -> None:
    """Somebody typed it for her, or she herself: nothing goes there before she has confirmed it.

    The address that she signs in with is settled where her account is made.
    """
    own = Account.select().where(Account.client_id == client_id, Account.email == address.lower())
    if address and not own.exists():
        mark_unconfirmed(person("client", client_id), address)


@dataclass(frozen=True)
class Doubts:
    """Of the addresses that she is written to at, those that nobody confirmed or reads."""

    unconfirmed: list[str]
    refused: list[str]


def doubts(client_id: int, email: str) -> Doubts:
    own = Account.select(Account.email).where(Account.client_id == client_id, Account.is_active)
    used = {email, *(row.email for row in own)} - {""}
    found = unconfirmed((person("client", client_id), address) for address in used)
    return Doubts(sorted(address for _person, address in found), sorted(refused_of(used)))


def reader_of(client: Client) -> Recipient | None:
    """Where a client reads words written to her: her account, or the e-mail she asked for.

    Without either a person tells her.
    """
    reader = recipients_by_client([client]).get(client.id)
    if reader is None or (not reader.account_id and client.contact_route != ContactRoute.EMAIL):
        return None
    return reader


def is_reached(client: Client) -> bool:
    """Whether such words get to her by themselves; if not, a person tells her."""
    reader = reader_of(client)
    return reader is not None and not reader.is_unconfirmed and not refused_of([reader.address])


@prepared
def _accounts(clients: int) -> ModelSelect[Account]:
    ids = [given(f"client_{number}") for number in range(clients)]
    return Account.select(Account.client_id, Account.email, Account.locale, Account.id).where(
        Account.client_id.in_(ids), Account.is_active
    )
