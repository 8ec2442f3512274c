"""The list of slots: filters and paging, in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from peewee import ModelSelect

from app import clock
from app.accounts.models import Account
from app.bookings.models import Mentor, Slot, SlotKind, SlotStatus
from app.bookings.queries import bookable, serving, today, with_hosts
from app.policy import Role, Viewer
from app.prepared import asking, given, prepared
from app.web.pagination import Page, one_page, page_of, resumed

ORDER = (Slot.starts_at, Slot.id)
HOSTS = (Role.MENTOR, Role.STAFF)


class ListedSlot(NamedTuple):
    """What the line of a slot in a list says."""

    id: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    booked: int
    status: str
    place: str
    is_online: bool
    host_name: str


LISTED = [*(getattr(Slot, name) for name in ListedSlot._fields[:-1]), Account.name]


class Narrowed(NamedTuple):
    """Which conditions a list of slots has: the shape of its statement."""

    by_kind: bool
    by_profession: bool
    by_host: bool
    past: bool
    is_later: bool


def slots(
    viewer: Viewer,
    *,
    kind: SlotKind | None = None,
    profession: str = "",
    past: bool = False,
    host: Mentor | None = None,
    cursor: str | None = None,
) -> Page[ListedSlot]:
    """Slots in reach by time: hosts see all of theirs (`past`: latest first), others free ones."""
    after = resumed(ORDER, cursor)
    narrowed = Narrowed(
        by_kind=kind is not None,
        by_profession=bool(profession),
        by_host=host is not None,
        past=past and viewer.role in HOSTS,
        is_later=after is not None,
    )
    found = _listed(viewer.role, narrowed).rows(
        **vars(viewer), **dict(zip(("starts_at", "id"), after or (), strict=False)),
        kind=kind, profession=profession, host=host, now=clock.now(), today=today()[0],
    )  # fmt: skip
    rows = [ListedSlot(*row) for row in found]
    return page_of(rows, lambda last: (last.starts_at, last.id))


@prepared
def _listed(role: Role, narrowed: Narrowed) -> ModelSelect[Slot]:
    query = with_hosts(*LISTED)
    if role is Role.MENTOR:
        query = query.where(Account.id == given("account_id"))
    else:
        query = query.where(serving(asking(role)))
    if role not in HOSTS:
        query = query.where(bookable(given("now")))
    elif narrowed.past:
        was = Slot.status.in_((SlotStatus.OPEN, SlotStatus.DONE))
        query = query.where(was, Slot.starts_at < given("now"))
    else:
        query = query.where(Slot.status == SlotStatus.OPEN, Slot.starts_at >= given("today"))
    if narrowed.by_kind:
        query = query.where(Slot.kind == given("kind"))
    if narrowed.by_profession:
        query = query.where(Mentor.profession == given("profession"))
    if narrowed.by_host:
        query = query.where(Slot.mentor == given("host"))
    after = [given("starts_at"), given("id")] if narrowed.is_later else None
    return one_page(query, ORDER, after, descending=narrowed.past)
