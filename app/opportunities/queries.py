"""Reads of opportunities: every one starts from the rows within the viewer's reach."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import Expression, ModelSelect, fn

from app import clock
from app.clients.models import Client
from app.db import starts_with
from app.errors import NotFound
from app.opportunities.models import (
    OPEN_KINDS,
    Confidence,
    Opportunity,
    OpportunityKind,
    OpportunityProfession,
    OpportunityStatus,
    OpportunityWord,
)
from app.opportunities.salary import BANDS
from app.opportunities.words import MOST_WORDS, words_of
from app.organisations.models import Programme
from app.places import Point, within
from app.policy import Role, Viewer
from app.web.pagination import Page, paged

ANY_PROFESSION = ""  # stored as the profession of what is open to everyone


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to; empty values narrow nothing."""

    search: str = ""
    kind: OpportunityKind | None = None
    profession: str = ""
    band: str = ""
    near: Point | None = None
    km: float = 0
    ready_for_interim: bool = False
    status: OpportunityStatus | None = None


def reachable(viewer: Viewer) -> ModelSelect[Opportunity]:
    """The opportunities a viewer may know of at all.

    Staff: the region's and their trust's. Partners: open courses, mentoring and observerships;
    clients: those of the region and of their own programme's trust. A vacancy reaches a client
    only through an offer. Commands: all.
    """
    query = Opportunity.select()
    match viewer.role:
        case Role.SYSTEM:
            return query
        case Role.STAFF:
            return query.where(_shared() | (Opportunity.trust == viewer.trust_id))
        case Role.PARTNER:
            return query.where(Opportunity.kind.in_(OPEN_KINDS), is_open())
        case Role.CLIENT:
            own = Opportunity.trust.in_(_trust_of(viewer.client_id))
            return query.where(Opportunity.kind.in_(OPEN_KINDS), is_open(), _shared() | own)
    return query.where(False)


def _shared() -> Expression:
    return Opportunity.trust.is_null()


def _trust_of(client_id: int | None) -> ModelSelect[Programme]:
    return Programme.select(Programme.trust).join(Client).where(Client.id == client_id)


def is_open() -> Expression:
    """Open and not past its last day, whether or not somebody has closed it since."""
    last = Opportunity.closes_on
    return (Opportunity.status == OpportunityStatus.OPEN) & (
        last.is_null() | (last >= clock.today())
    )


def opportunity(viewer: Viewer, number: int) -> Opportunity:
    """One opportunity within the viewer's reach; NotFound otherwise, as if there were none."""
    found = reachable(viewer).where(Opportunity.id == number).first()
    if found is None:
        raise NotFound("opportunity")
    return found


def professions_of(opportunity: Opportunity) -> list[str]:
    """The professions it takes, its own first."""
    rows = OpportunityProfession.select().where(OpportunityProfession.opportunity == opportunity)
    return [row.profession for row in rows.order_by(OpportunityProfession.rank)]


def opportunities(
    viewer: Viewer, wanted: Wanted, *, cursor: str | None = None
) -> Page[Opportunity]:
    """A page of the opportunities in reach, the last advertised first, without their texts."""
    columns = [f for f in Opportunity._meta.sorted_fields if f is not Opportunity.description]
    query = narrowed(reachable(viewer), wanted).select(*columns)
    order = (Opportunity.posted_at, Opportunity.id)
    return paged(query, order, cursor=cursor, descending=True)


def narrowed(query: ModelSelect[Opportunity], wanted: Wanted) -> ModelSelect[Opportunity]:
    """A query of opportunities with a list's filters; words match starts of stored words."""
    words = words_of(wanted.search)[:MOST_WORDS]
    conditions: list[Expression] = [_with_word(word) for word in words]
    if wanted.kind:
        conditions.append(Opportunity.kind == wanted.kind)
    if wanted.profession:
        conditions.append(_takes(wanted.profession))
    if wanted.band:
        conditions.append(Opportunity.band.in_(bands_with(wanted.band)))
    if wanted.near:
        north, east = Opportunity.latitude, Opportunity.longitude
        conditions.append(within(wanted.near, wanted.km, latitude=north, longitude=east))
    if wanted.ready_for_interim:
        conditions.append(Opportunity.is_interim == True)  # noqa: E712
    if wanted.status is OpportunityStatus.OPEN:
        conditions.append(is_open())
    elif wanted.status:
        conditions.append(Opportunity.status == wanted.status)
    return query.where(*conditions) if conditions else query


def _with_word(word: str) -> Expression:
    words = OpportunityWord.select(OpportunityWord.opportunity).where(
        starts_with(OpportunityWord.word, word)
    )
    return Opportunity.id.in_(words)


def _takes(profession: str) -> Expression:
    rows = OpportunityProfession.select(OpportunityProfession.opportunity)
    return Opportunity.id.in_(
        rows.where(OpportunityProfession.profession.in_((profession, ANY_PROFESSION)))
    )


def bands_with(band: str) -> list[str]:
    """The band alone and in the pairs adverts name: 5, 4/5, 5/6 and so on."""
    others = [other for other in BANDS if other != band]
    return [band, *(f"{band}/{o}" for o in others), *(f"{o}/{band}" for o in others)]


def _unsure(viewer: Viewer) -> ModelSelect[Opportunity]:
    return reachable(viewer).where(Opportunity.confidence == Confidence.UNSURE, is_open())


def unsure_opportunities(viewer: Viewer, *, cursor: str | None = None) -> Page[Opportunity]:
    """Open adverts whose profession a person should settle, the last advertised first."""
    order = (Opportunity.posted_at, Opportunity.id)
    return paged(_unsure(viewer), order, cursor=cursor, descending=True)


def unsure_count(viewer: Viewer) -> int:
    """How many open adverts wait for a person to settle their profession."""
    return int(_unsure(viewer).select(fn.COUNT(Opportunity.id)).scalar())


def is_url_taken(address: str, *, beside: Opportunity | None = None) -> bool:
    """Whether any opportunity, in reach or not, but for one has this address."""
    query = Opportunity.select().where(Opportunity.url == address)
    return bool(query.where(Opportunity.id != beside.id if beside else True).exists())
