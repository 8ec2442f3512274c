"""Reads of accounts."""

from app.accounts.models import Account
from app.errors import NotFound
from app.policy import Viewer


def own_account(viewer: Viewer) -> Account:
    """The viewer's own account with its organisation."""
    account = Account.get_or_none(Account.id == viewer.account_id)
    if account is None:
        raise NotFound("account")
    return account


def colleagues(_viewer: Viewer, organisation_id: int) -> list[Account]:
    """The people of an organisation who have accounts, by name."""
    return list(
        Account.select()
        .where(Account.organisation == organisation_id, Account.is_active)
        .order_by(Account.name)
    )
