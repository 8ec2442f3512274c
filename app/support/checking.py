"""Organisations are asked to look again at services that nobody has checked for six months.

A job for any number of runs: each organisation is asked once, and every three months again. One
without an account says yes by a signed link, good for 14 days and while its address is the same.
"""

from __future__ import annotations

from datetime import date, datetime

from peewee import fn

from app import clock
from app.accounts.answer_links import ends_at
from app.accounts.models import Account
from app.accounts.recipients import to_account
from app.db import atomic
from app.errors import NotFound
from app.notifications.services import Recipient, put_in_outbox, told_already
from app.organisations.models import Organisation, Service
from app.organisations.queries import reader_at
from app.organisations.service_queries import offered, unchecked_before
from app.policy import Role
from app.web.links import address_of
from app.web.sealing import mark_of_address, sealed, unsealed

PURPOSE = "check-services"
DAYS_BETWEEN = 91


def ask_to_check_services() -> int:
    """Write to the organisations whose services are unchecked; how many mails that were."""
    oldest = _unchecked()
    people = _people(oldest)
    facts = {
        (f"check-services-{organisation.id}-{day}-{_round(day)}", to): organisation
        for organisation, day in oldest.items()
        for to in people.get(organisation.id) or [reader_at(organisation)]
        if "@" in to.address
    }
    known = told_already(facts)
    with atomic():
        return sum(
            _ask(organisation, to, key)
            for (key, to), organisation in facts.items()
            if (key, to) not in known
        )


def _unchecked() -> dict[Organisation, date]:
    """The organisations with the day on which the oldest of their services was checked."""
    day = fn.MIN(Service.assured_on)
    rows = (
        offered()
        .select(Organisation, day.alias("day"))
        .where(Service.assured_on < unchecked_before())
        .group_by(Organisation.id)
        .order_by(Organisation.id)
    )
    return {row.organisation: _date(row.day) for row in rows}


def _date(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _round(day: date) -> int:
    return (clock.today() - day).days // DAYS_BETWEEN


def _people(organisations: dict[Organisation, date]) -> dict[int, list[Recipient]]:
    found: dict[int, list[Recipient]] = {}
    rows = Account.select().where(
        Account.organisation.in_([one.id for one in organisations]),
        Account.role == Role.PARTNER,
        Account.is_active,
    )
    for row in rows:
        found.setdefault(row.organisation_id, []).append(to_account(row))
    return found


def _ask(organisation: Organisation, to: Recipient, key: str) -> bool:
    path = f"/organisations/{organisation.reference}/services"
    if to.account_id is None:
        path = f"/support/check-services/{check_word(organisation)}"
    return put_in_outbox(
        "services_unchecked", to, key=key, address=address_of(path), is_link=to.account_id is None
    )


def check_word(organisation: Organisation) -> str:
    """The signed word of a link by which an organisation checks its services."""
    until = ends_at().isoformat(timespec="seconds")
    return sealed(PURPOSE, [organisation.reference, mark_of_address(organisation.email), until])


def organisation_of(word: str) -> Organisation:
    """Whose services a living link is about; NotFound for one that is wrong or over."""
    reference, mark, until = unsealed(PURPOSE, word)
    found = Organisation.get_or_none(Organisation.reference == reference, Organisation.is_active)
    is_over = clock.now() > datetime.fromisoformat(until)
    if found is None or is_over or mark != mark_of_address(found.email):
        raise NotFound("link")
    return found
