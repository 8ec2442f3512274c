"""Open opportunities and clients, ready for matching, kept in the process while nothing changes.

What is kept is looked up under the database's own handle, and every use first asks in one or two
cheap queries whether it still holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from peewee import Expression, ModelSelect, fn

from app import clock
from app.audit.models import AuditEvent
from app.clients.models import Client
from app.db import database
from app.matching import (
    ClientColumns,
    Facts,
    OpportunityColumns,
    encode_clients,
    encode_opportunities,
)
from app.opportunities.asks import Shape, shape_of
from app.opportunities.facts import facts_of
from app.opportunities.models import Opportunity
from app.opportunities.queries import is_open
from app.opportunities.requirements import requirements_of
from app.organisations.models import Programme

SEED = "pathways"
"""Fixes the draw among equals, so that the same people come first today and tomorrow."""

LATE_EVENTS = 50
"""Events may become visible a little out of order; so many are looked at again."""


class Group(StrEnum):
    """Opportunities that are ranked among themselves: a course does not push out a job."""

    POSTS = "posts"
    INTERIM = "interim"
    LEARNING = "learning"


GROUP_OF = {
    Shape.REGISTERED_POST: Group.POSTS,
    Shape.OTHER_POST: Group.POSTS,
    Shape.INTERIM_POST: Group.INTERIM,
    Shape.APPRENTICESHIP: Group.INTERIM,
}
"""Every other shape is learning."""


@dataclass(frozen=True)
class Openings:
    """The open opportunities of a trust and of the region, by group."""

    state: tuple[Any, ...]
    columns: dict[Group, OpportunityColumns]


@dataclass
class People:
    """The clients of a trust who are not closed: their facts by id, and the same as columns."""

    today: date
    last_event: int
    facts: dict[int, Facts] = field(default_factory=dict)
    columns: ClientColumns | None = None


@dataclass
class _Kept:
    lock: Lock = field(default_factory=Lock)
    openings: dict[int | None, Openings] = field(default_factory=dict)
    people: dict[int | None, People] = field(default_factory=dict)


_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()


def _here() -> _Kept:
    return _kept.setdefault(database.obj, _Kept())


def open_in(trust_id: int | None) -> Expression:
    """Opportunities that can still be taken up: the region's and the trust's; None for all."""
    if trust_id is None:
        return is_open()
    return is_open() & (Opportunity.trust.is_null() | (Opportunity.trust == trust_id))


def group_of(opportunity: Opportunity) -> Group:
    return GROUP_OF.get(shape_of(opportunity), Group.LEARNING)


def openings(trust_id: int | None) -> dict[Group, OpportunityColumns]:
    """What is open now, encoded; read again when an opportunity has come, gone or changed."""
    kept, state = _here(), _state(trust_id)
    with kept.lock:
        found = kept.openings.get(trust_id)
        if found is None or found.state != state:
            found = kept.openings[trust_id] = Openings(state, _encoded(trust_id))
    return found.columns


def _state(trust_id: int | None) -> tuple[Any, ...]:
    counted = Opportunity.select(
        fn.COUNT(Opportunity.id),
        fn.MAX(Opportunity.id),
        fn.SUM(Opportunity.version),
        fn.MAX(Opportunity.updated_at),
    ).where(open_in(trust_id))
    return (clock.today(), *counted.tuples().get())


def _encoded(trust_id: int | None) -> dict[Group, OpportunityColumns]:
    groups: dict[Group, list[Opportunity]] = {group: [] for group in Group}
    for row in without_text(open_in(trust_id)):
        groups[group_of(row)].append(row)
    today = clock.today()
    return {
        group: encode_opportunities(requirements_of(rows), today=today, seed=SEED)
        for group, rows in groups.items()
    }


def without_text(condition: Expression) -> ModelSelect[Opportunity]:
    """Opportunities without their long descriptions."""
    columns = [f for f in Opportunity._meta.sorted_fields if f is not Opportunity.description]
    return Opportunity.select(*columns).where(condition)


def people(trust_id: int | None) -> ClientColumns:
    """The clients of a trust (None: of all), encoded; only those who changed are read again."""
    kept = _here()
    with kept.lock:
        found = _up_to_date(kept.people.get(trust_id), trust_id)
        if found.columns is None:
            found.columns = encode_clients(found.facts.values(), seed=SEED)
        kept.people[trust_id] = found
    return found.columns


def _up_to_date(found: People | None, trust_id: int | None) -> People:
    """Every change of a client leaves an audit event in its transaction: those say who changed."""
    today = clock.today()
    last = int(AuditEvent.select(fn.MAX(AuditEvent.id)).scalar() or 0)
    if found is None or found.today != today:
        return _all(trust_id, today, last)
    if last != found.last_event:
        _read_again(found, trust_id, last)
    how_many = _clients(trust_id).select(fn.COUNT(Client.id)).scalar()
    return found if how_many == len(found.facts) else _all(trust_id, today, last)


def _all(trust_id: int | None, today: date, last_event: int) -> People:
    ids = [row[0] for row in _clients(trust_id).select(Client.id).tuples().iterator()]
    return People(today, last_event, facts_of(ids, today=today))


def _read_again(found: People, trust_id: int | None, last_event: int) -> None:
    recent = AuditEvent.select(AuditEvent.client_id).where(
        AuditEvent.id > found.last_event - LATE_EVENTS, AuditEvent.client_id.is_null(False)
    )
    changed = {row[0] for row in recent.distinct().tuples().iterator()}
    found.last_event = last_event
    here = _clients(trust_id).select(Client.id).where(Client.id.in_(list(changed)))
    ids = [row[0] for row in here.tuples().iterator()]
    fresh = facts_of(ids, today=found.today)
    for client_id in changed:
        _put(found, client_id, fresh.get(client_id))


def _put(found: People, client_id: int, facts: Facts | None) -> None:
    if found.facts.get(client_id) == facts:
        return
    found.columns = None
    if facts is None:
        del found.facts[client_id]
    else:
        found.facts[client_id] = facts


def _clients(trust_id: int | None) -> ModelSelect[Client]:
    """Clients who are on their way; a closed one is not put to anything."""
    query = Client.select().where(Client.closed_at.is_null())
    if trust_id is None:
        return query
    return query.where(Client.programme.in_(_programmes(trust_id)))


def _programmes(trust_id: int) -> ModelSelect[Programme]:
    return Programme.select(Programme.id).where(Programme.trust == trust_id)
