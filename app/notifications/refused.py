"""Addresses at which the mail server knows nobody: nothing more is tried there.

Until somebody says that it works: an administrator who sends again, or who reads mail there.
"""

from collections.abc import Iterable

from app import clock
from app.notifications.models import RefusedAddress


def note_refused(address: str) -> None:
    RefusedAddress.insert(address=address.lower(), since=clock.now()).on_conflict_ignore().execute()


def try_again(address: str) -> None:
    RefusedAddress.delete().where(RefusedAddress.address == address.lower()).execute()


def refused_of(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that do not work, in small letters; one query."""
    asked = {address.lower() for address in addresses if "@" in address}
    if not asked:
        return set()
    rows = RefusedAddress.select(RefusedAddress.address).where(RefusedAddress.address.in_(asked))
    return {row.address for row in rows}
