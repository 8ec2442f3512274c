"""Reads of accounts."""

from collections.abc import Collection

from app.accounts.models import Account
from app.errors import NotFound
from app.notifications.readers import finds
from app.notifications.services import Recipient
from app.policy import Viewer


def own_account(viewer: Viewer) -> Account:
    """The viewer's own account with its organisation."""
    account = Account.get_or_none(Account.id == viewer.account_id)
    if account is None:
        raise NotFound("account")
    return account


def colleagues(organisation_id: int) -> list[Account]:
    """The people who have accounts of an organisation that the viewer may know of, by name."""
    return list(
        Account.select()
        .where(Account.organisation == organisation_id, Account.is_active)
        .order_by(Account.name)
    )


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """The names of accounts by id, for those above who have decided that they may be read."""
    if not account_ids:
        return {}
    rows = Account.select(Account.id, Account.name).where(Account.id.in_(list(account_ids)))
    return {row.id: row.name for row in rows}


@finds("account")
def _readers(numbers: Collection[int]) -> dict[int, Recipient]:
    """Nothing goes to whoever has left."""
    rows = Account.select().where(Account.id.in_(numbers), Account.is_active)
    return {row.id: Recipient(row.email, row.locale, row.id) for row in rows if "@" in row.email}
