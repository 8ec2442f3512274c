"""Reads of the services that organisations offer: one's own, what is found, what is stale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from dateutil.relativedelta import relativedelta
from peewee import ModelSelect, fn

from app import clock
from app.db import starts_with
from app.errors import NotFound
from app.organisations.models import (
    Organisation,
    Service,
    ServiceKind,
    ServiceLanguage,
    ServiceWord,
)
from app.organisations.words import search_words
from app.places import Point, nearness, within
from app.policy import Role, Viewer
from app.web.pagination import Page, decode, one_page, page_of, paged, typed

CHECK_AFTER_MONTHS = 6  # the organisation is asked to look again
STALE_AFTER_MONTHS = 12
MOST_WORDS = 5
NOWHERE = 1e9  # farther than any place: a service that has none comes last
ORDER = (Service.sort_name, Service.id)
PLACE = {"latitude": Service.latitude, "longitude": Service.longitude}


@dataclass(frozen=True)
class Wanted:
    """What the services are narrowed to; empty values narrow nothing."""

    search: str = ""
    kind: ServiceKind | None = None
    language: str = ""
    is_free: bool = False
    near: Point | None = None
    km: float = 0


def may_keep(viewer: Viewer, organisation: Organisation) -> bool:
    """Staff keep the services of all, a partner those of its own organisation."""
    if viewer.role is Role.PARTNER:
        return viewer.organisation_id == organisation.id
    return viewer.role in (Role.STAFF, Role.ADMIN, Role.SYSTEM)


def unchecked_before() -> date:
    """What was last said to be right before this day is to be looked at again."""
    return clock.today() - relativedelta(months=CHECK_AFTER_MONTHS)


def is_unchecked(service: Service) -> bool:
    return service.assured_on < unchecked_before()


def is_stale(service: Service) -> bool:
    """Nobody has said for a year that what is written of it is right."""
    return service.assured_on < clock.today() - relativedelta(months=STALE_AFTER_MONTHS)


def offered() -> ModelSelect[Service]:
    """The services that are offered now, each with its organisation."""
    return (
        Service.select(Service, Organisation)
        .join(Organisation)
        .where(Service.is_active == True, Organisation.is_active == True)  # noqa: E712
    )


def services(_viewer: Viewer, wanted: Wanted, *, cursor: str | None = None) -> Page[Service]:
    """A page of what is offered, by name."""
    query = _wanted(wanted)
    if wanted.near:
        query = query.where(within(wanted.near, wanted.km, **PLACE))
    return paged(query, ORDER, cursor=cursor)


def nearest_services(
    _viewer: Viewer, wanted: Wanted, centre: Point, *, cursor: str | None = None
) -> Page[Service]:
    """A page of what is offered, the nearest to a point first, and what has no place last."""
    far = fn.COALESCE(nearness(centre, **PLACE), NOWHERE)
    order = (far, *ORDER)
    query = _wanted(wanted).select_extend(far.alias("far"))
    rows = list(one_page(query, order, _position(cursor)))
    return page_of(rows, lambda last: (repr(last.far), last.sort_name, last.id))


def _position(cursor: str | None) -> list[Any] | None:
    """What a page by distance comes after; None for a cursor that is not one of ours."""
    values = decode(cursor, 3)
    if values is None:
        return None
    try:
        far = float(values[0])
    except ValueError:
        return None
    rest = typed(ORDER, values[1:])
    return [far, *rest] if rest is not None and isfinite(far) else None


def _wanted(wanted: Wanted) -> ModelSelect[Service]:
    """What is offered, narrowed by everything but the place."""
    query = offered()
    for word in search_words(wanted.search)[:MOST_WORDS]:
        found = ServiceWord.select(ServiceWord.service).where(starts_with(ServiceWord.word, word))
        query = query.where(Service.id.in_(found))
    if wanted.kind:
        query = query.where(Service.kind == wanted.kind)
    if wanted.is_free:
        query = query.where(Service.is_free)
    if wanted.language:
        speaking = ServiceLanguage.select(ServiceLanguage.service).where(
            ServiceLanguage.code == wanted.language
        )
        query = query.where(Service.id.in_(speaking))
    return query


def unchecked_services(_viewer: Viewer, *, cursor: str | None = None) -> Page[Service]:
    """What nobody has said to be right for six months, the longest first."""
    query = offered().where(Service.assured_on < unchecked_before())
    return paged(query, (Service.assured_on, Service.id), cursor=cursor)


def offered_service(_viewer: Viewer, number: int) -> Service:
    """One service that is offered now; NotFound when there is none."""
    found = offered().where(Service.id == number).first()
    if found is None:
        raise NotFound("service")
    return found


def kept_service(viewer: Viewer, organisation: Organisation, number: int) -> Service:
    """One service of an organisation, ended or not, for those who keep it; NotFound otherwise."""
    found = Service.get_or_none(Service.id == number, Service.organisation == organisation)
    if found is None or not may_keep(viewer, organisation):
        raise NotFound("service")
    return found


def services_of(organisation: Organisation, *, is_active: bool = True) -> list[Service]:
    """The services it offers now, or those it has ended, by name."""
    return list(
        Service.select()
        .where(Service.organisation == organisation, Service.is_active == is_active)
        .order_by(*ORDER)
    )


def languages_of(services: Iterable[Service]) -> dict[int, list[str]]:
    """The codes of the languages of each service, by the service's id."""
    found: dict[int, list[str]] = {service.id: [] for service in services}
    rows = ServiceLanguage.select().where(ServiceLanguage.service.in_(list(found)))
    for row in rows.order_by(ServiceLanguage.code):
        found[row.service_id].append(row.code)
    return found
