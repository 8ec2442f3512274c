"""Addresses that were typed for somebody: until she says by a link that one is hers, news waits.

A person is named by a word such as `client:7` or `referral:12`, as none of their domains is known
here. An address that is not listed is trusted: staff have it from her, or she has confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from peewee import ModelSelect

from app import clock
from app.audit.services import record
from app.db import atomic
from app.errors import NotFound
from app.notifications.models import Message, UnconfirmedAddress
from app.notifications.refused import try_again
from app.policy import VISITOR
from app.prepared import given, prepared
from app.web.links import address_of
from app.web.sealing import sealed, unsealed

LIFE = timedelta(days=14)
PURPOSE = "confirm-address"


def person(kind: str, number: int | None) -> str:
    """The word for somebody: `person("client", 7)`."""
    return f"{kind}:{number}"


def mark_unconfirmed(who: str, address: str) -> None:
    """News for the person waits until its reader confirms the address; a user name is none."""
    if "@" in address:
        UnconfirmedAddress.insert(
            person=who, address=address.lower(), since=clock.now()
        ).on_conflict_ignore().execute()


def unconfirmed(typed: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the persons' addresses that nobody has confirmed; one query."""
    asked = {(who, address.lower()): (who, address) for who, address in typed}
    people = {f"person_{number}": who for number, who in enumerate({who for who, _ in asked})}
    found = _addresses(len(people)).rows(**people) if people else []
    return {asked[one] for one in asked.keys() & set(found)}


@prepared
def _addresses(people: int) -> ModelSelect[UnconfirmedAddress]:
    persons = [given(f"person_{number}") for number in range(people)]
    return UnconfirmedAddress.select(UnconfirmedAddress.person, UnconfirmedAddress.address).where(
        UnconfirmedAddress.person.in_(persons)
    )


def is_unconfirmed(who: str, address: str) -> bool:
    return bool(unconfirmed([(who, address)]))


def hand_over(who: str, to: str) -> None:
    """The person goes by another word now; a link that is on its way stays good."""
    UnconfirmedAddress.update(person=to).where(UnconfirmedAddress.person == who).execute()
    Message.update(reader=to).where(Message.reader == who).execute()


def doubt_alike(who: str, other: str) -> None:
    """What is not confirmed for the other is not for the one, whose record takes hers in."""
    for row in UnconfirmedAddress.select().where(UnconfirmedAddress.person == other):
        mark_unconfirmed(who, row.address)


def doubt(who: str, address: str) -> UnconfirmedAddress | None:
    """The row that says that the address is not confirmed."""
    return UnconfirmedAddress.get_or_none(
        UnconfirmedAddress.person == who, UnconfirmedAddress.address == address.lower()
    )


def confirm_link(row: UnconfirmedAddress, locale: str) -> str:
    """The link for whoever reads mail at the address; its page is in the mail's language."""
    until = (clock.now() + LIFE).isoformat(timespec="seconds")
    word = sealed(PURPOSE, [row.id, row.since.isoformat(), until, locale])
    return address_of(f"/confirm-address/{word}")


def asked_by(word: str) -> tuple[UnconfirmedAddress | None, str]:
    """What a living link asks about, None when that is confirmed, and in which language.

    NotFound for any other link.
    """
    number, since, until, locale = unsealed(PURPOSE, word)
    if clock.now() > datetime.fromisoformat(until):
        raise NotFound("link")
    row = UnconfirmedAddress.get_or_none(
        UnconfirmedAddress.id == number, UnconfirmedAddress.since == datetime.fromisoformat(since)
    )
    return row, locale


def confirm(row: UnconfirmedAddress) -> None:
    """The reader says that the address is hers: the next sender lets out what waited for it."""
    with atomic():
        if row.delete_instance():
            try_again(row.address)
            record(VISITOR, "address.confirm", row, person=row.person)
