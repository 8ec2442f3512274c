"""The lists of requests for support: what each viewer reads, narrowed, searched, the late first."""

from __future__ import annotations

from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any

from peewee import Case, Expression, ModelSelect, fn

from app import clock
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client, ClientWord
from app.db import starts_with
from app.organisations.models import ServiceWord
from app.organisations.words import search_words
from app.policy import Role, Viewer
from app.references import as_typed
from app.support.models import SupportRequest
from app.support.queries import asked, reachable, received
from app.support.transitions import OPEN, Side, State
from app.support.waiting import PATIENCE
from app.web.pagination import Page, decode, one_page, page_of, paged, typed
from app.working_days import first_day_in_time

MOST_WORDS = 5
ORDER = (SupportRequest.asked_at, SupportRequest.id)


class Show(StrEnum):
    """Lists that are more than one state; any state's own name shows that state."""

    LATE = "late"
    OPEN = "open"
    ENDED = "ended"


def requests(
    viewer: Viewer, *, side: Side = Side.RECEIVER, show: str = Show.OPEN, search: str = "",
    cursor: str | None = None,
) -> Page[SupportRequest]:  # fmt: skip
    """A page of requests: of the open ones the late first, then the oldest; else the last first.

    `side` tells a partner's two lists apart. `search` is the staff's, as a name that is found
    tells of the person: starts of names of clients, services and organisations. A whole reference,
    the request's or the client's, is looked for in all.
    """
    query = _of(viewer, side)
    if viewer.role is Role.STAFF and (reference := as_typed(search)):
        client = Client.select(Client.id).where(Client.reference == reference)
        named = (SupportRequest.reference == reference) | SupportRequest.client.in_(client)
        return paged(query.where(named), ORDER, cursor=cursor, descending=True)
    if viewer.role is Role.STAFF:
        query = _searched(query, search)
    query = query.where(_shown(show))
    if is_over(show):
        return paged(query, ORDER, cursor=cursor, descending=True)
    return _late_first(query, cursor)


def how_many(viewer: Viewer, *, side: Side = Side.RECEIVER, show: str = Show.OPEN) -> int:
    """How many requests such a list holds."""
    return int(_of(viewer, side).where(_shown(show)).count())


def how_many_questions(viewer: Viewer) -> int:
    """How many questions are the viewer's to answer: a client's of what she asked for herself."""
    query = _of(viewer, Side.ASKER).where(SupportRequest.state == State.NEEDS_INFORMATION)
    if viewer.role is Role.CLIENT:
        query = query.where(SupportRequest.consent_given == ConsentGiven.ONLINE)
    return int(query.count())


def _of(viewer: Viewer, side: Side) -> ModelSelect[SupportRequest]:
    query = reachable(viewer)
    if viewer.role is not Role.PARTNER:
        return query
    return query.where(received(viewer) if side is Side.RECEIVER else asked(viewer))


def is_over(show: str) -> bool:
    """Whether a list shows what has ended."""
    return show == Show.ENDED or (show in set(State) and show not in OPEN)


def late() -> Expression:
    """What has waited longer than it may, whoever is to act: computed, never stored."""
    return reduce(or_, map(_late_in, PATIENCE))


def _late_in(state: State) -> Expression:
    """In this state since before the first day that is still in time."""
    first = first_day_in_time(PATIENCE[state], today=clock.today())
    return (SupportRequest.state == state) & (SupportRequest.state_since < clock.begin_of(first))


def _shown(show: str) -> Expression:
    """The condition of a choice above the list: one of `Show`, or a state; else what is open."""
    is_open = SupportRequest.is_open == (not is_over(show))
    if show == Show.LATE:
        return is_open & late()
    return is_open & (SupportRequest.state == show) if show in set(State) else is_open


def _searched(query: ModelSelect[SupportRequest], search: str) -> ModelSelect[SupportRequest]:
    """Each word begins one of the client's, of the service's or of its organisation's."""
    words = search_words(search)[:MOST_WORDS]
    for word in words or ([search] if search.strip() else []):  # signs alone are no word
        clients = ClientWord.select(ClientWord.client).where(starts_with(ClientWord.word, word))
        services = ServiceWord.select(ServiceWord.service).where(
            starts_with(ServiceWord.word, word)
        )
        query = query.where(
            SupportRequest.client.in_(clients) | SupportRequest.service.in_(services)
        )
    return query


def _late_first(query: ModelSelect[SupportRequest], cursor: str | None) -> Page[SupportRequest]:
    rank = fn.COALESCE(Case(None, [(late(), 0)]), 1)
    query = query.select_extend(rank.alias("rank"))
    rows = list(one_page(query, (rank, *ORDER), _position(cursor)))
    return page_of(rows, lambda last: (last.rank, last.asked_at, last.id))


def _position(cursor: str | None) -> list[Any] | None:
    """What a page comes after; None for a cursor that is not one of ours."""
    values = decode(cursor, 3)
    if values is None or values[0] not in ("0", "1"):
        return None
    rest = typed(ORDER, values[1:])
    return None if rest is None else [int(values[0]), *rest]
