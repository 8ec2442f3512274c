"""Where mail for somebody who signs in goes."""

from app.accounts.models import Account
from app.notifications.services import Recipient


def to_account(account: Account) -> Recipient:
    """The account's address, in its language."""
    return Recipient(account.email, account.locale, account.id)
