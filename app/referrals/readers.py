"""Who reads what is said of a referral, by which mail address, and in which language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from app.accounts.models import Account
from app.clients import recipients
from app.clients.models import Client, ContactRoute
from app.notifications.addresses import is_unconfirmed, person
from app.notifications.readers import finds
from app.notifications.services import Recipient
from app.referrals.models import Referral
from app.referrals.self_referrals.queries import own_language
from app.web import locales


def reader_of(referral: Referral) -> Recipient | None:
    """Where the person reads mail about herself: her account, or the e-mail she asked for.

    Once she is a client, her record says so, for it may have changed since she was referred.
    """
    language = person_language(referral)
    if referral.client is not None:
        reader = recipients.reader_of(referral.client)
        return reader and replace(reader, locale=language)
    if referral.contact_route != ContactRoute.EMAIL or not referral.email:
        return None
    return _at_address(referral, language)


def _at_address(referral: Referral, language: str) -> Recipient:
    who = person("referral", referral.id)
    doubted = is_unconfirmed(who, referral.email)
    return Recipient(referral.email, language, whose=who, is_unconfirmed=doubted)


@finds("referral")
def _readers(numbers: Collection[int]) -> dict[int, Recipient]:
    """Who was referred and is a client by now is found by her record."""
    rows = list(Referral.select().where(Referral.id.in_(numbers)))
    clients = recipients.readers({row.client_id for row in rows if row.client_id})
    return {row.id: clients[row.client_id] for row in rows if row.client_id in clients} | {
        row.id: _at_address(row, "en") for row in rows if not row.client_id and row.email
    }


def person_language(referral: Referral) -> str:
    """The locale in which the person reads: her account's, her pages', else her language's."""
    account = _account_of(referral)
    if account is not None:
        return str(account.locale)
    pages = own_language(referral) if referral.is_own else ""
    known: Referral | Client = referral.client or referral
    return pages if pages in locales.offered() else locales.offered_for(known.preferred_language)


def referrer_language(referral: Referral) -> str:
    """The locale in which the referrer reads; a link to an organisation is in English."""
    account: Account | None = referral.referred_by
    return str(account.locale) if account is not None else "en"


def _account_of(referral: Referral) -> Account | None:
    if referral.client_id is None:
        return None
    return Account.get_or_none(Account.client_id == referral.client_id, Account.is_active)
