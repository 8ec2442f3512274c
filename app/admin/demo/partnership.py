"""The demo's 52 organisations and their services, and the accounts that people sign in with."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import yaml
from flask import current_app

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.passwords import hashed, matches
from app.accounts.services import create_account
from app.accounts.sessions import viewer_of
from app.admin.demo.people import DATA
from app.admin.demo.referring import days_ago
from app.notifications.models import Delivery
from app.notifications.services import choose
from app.organisations.listed_services import add_service
from app.organisations.models import Organisation, OrganisationKind, ServiceKind, Trust
from app.organisations.services import create_organisation
from app.policy import SYSTEM

DOMAIN = "demo.example"
AGES = (12, 40, 75, 130, 240)  # days since a service was said to be right; the last is stale
WORDS = (
    "amber", "basket", "candle", "garden", "harbour", "island", "lantern", "meadow", "orchard",
    "pebble", "river", "saffron", "timber", "violet", "willow", "winter",
)  # fmt: skip


def make_organisations() -> dict[str, Organisation]:
    """The partnership by name; the first four names are those of the programme's papers."""
    text = (DATA / "organisations.yaml").read_text(encoding="utf-8")
    return {row["name"]: _organisation(row) for row in yaml.safe_load(text)["organisations"]}


def _organisation(row: dict[str, Any]) -> Organisation:
    services = row.pop("services", ())
    organisation = create_organisation(SYSTEM, kind=OrganisationKind(row.pop("kind")), **row)
    for number, service in enumerate(services):
        _service(organisation, service, days=AGES[(organisation.id + number) % len(AGES)])
    return organisation


def _service(organisation: Organisation, row: dict[str, Any], *, days: int) -> None:
    """A service at the organisation's own place, said to be right some days ago."""
    with clock.at(days_ago(days)):
        add_service(
            SYSTEM, organisation, kind=ServiceKind(row.pop("kind")),
            postcode=organisation.postcode, **row,
        )  # fmt: skip


def make_accounts(organisations: dict[str, Organisation], trust: Trust) -> dict[str, Account]:
    """The demo's accounts but for the client's, by the first part of their e-mail."""
    partner, other = organisations["Brushstrokes"], organisations["Lantern Yard Community Centre"]
    surgery = organisations["Cape Hill Medical Centre"]
    rows: tuple[tuple[str, str, AccountRole, dict[str, Any]], ...] = (
        ("admin", "Alex Admin", AccountRole.ADMIN, {}),
        ("staff", "Sana Malik", AccountRole.STAFF, {"trust": trust}),
        ("partner", "Parveen Gill", AccountRole.PARTNER, {"organisation": partner}),
        ("partner2", "Leon Brown", AccountRole.PARTNER, {"organisation": other}),
        ("mentor", "Dr Mary Okafor", AccountRole.MENTOR, {"organisation": surgery}),
    )
    made = {
        key: create_account(SYSTEM, email=f"{key}@{DOMAIN}", name=name, role=role, **where)
        for key, name, role, where in rows
    }
    # One partner reads news of bookings once a day.
    choose(viewer_of(made["partner2"]), made["partner2"].email, {"bookings": Delivery.DAILY})
    return made


def demo_password() -> str:
    """DEMO_PASSWORD, or one made up once and kept where only its owner can read it."""
    chosen = str(current_app.config["DEMO_PASSWORD"])
    kept = Path(current_app.instance_path) / "demo_password"
    if chosen:
        return chosen
    if kept.exists():
        return kept.read_text(encoding="utf-8").strip()
    made = " ".join(secrets.choice(WORDS) for _ in range(4)) + f" {secrets.randbelow(90) + 10}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    return made


def give_passwords(password: str) -> list[Account]:
    """Let every demo account sign in with the password; those who could already are left alone."""
    accounts = list(
        Account.select().where(Account.email.endswith(f"@{DOMAIN}")).order_by(Account.id)
    )
    stale = [a for a in accounts if not matches(a.password_hash, password)]
    for account in stale:
        Account.update(password_hash=hashed(password)).where(Account.id == account.id).execute()
    return accounts
