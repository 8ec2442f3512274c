"""Reads of groups: what can be joined, who is in one, and who organises it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN, ModelSelect

from app.clients.models import Client
from app.clients.queries import in_reach
from app.errors import NotFound
from app.organisations.models import Organisation, Programme, Trust
from app.policy import Role, Viewer
from app.support.models import GroupKind, GroupMember, SupportGroup
from app.web.pagination import Page, paged

ORDER = (SupportGroup.sort_name, SupportGroup.id)


@dataclass(frozen=True)
class Member:
    """Somebody in a group; `client` is there only for who reaches her anyway."""

    number: int
    first_name: str
    client: Client | None
    is_waiting: bool


def _groups() -> ModelSelect[SupportGroup]:
    return (
        SupportGroup.select(SupportGroup, Organisation, Trust)
        .join(Organisation, JOIN.LEFT_OUTER)
        .switch(SupportGroup)
        .join(Trust, JOIN.LEFT_OUTER)
    )


def groups(
    _viewer: Viewer, *, kind: GroupKind | None = None, cursor: str | None = None
) -> Page[SupportGroup]:
    """A page of the groups that go on, by name."""
    query = _groups().where(SupportGroup.is_active == True)  # noqa: E712
    if kind:
        query = query.where(SupportGroup.kind == kind)
    return paged(query, ORDER, cursor=cursor)


def group(_viewer: Viewer, reference: str) -> SupportGroup:
    """One group, ended or not; NotFound when there is none."""
    found = _groups().where(SupportGroup.reference == reference).first()
    if found is None:
        raise NotFound("group")
    return found


def organises(viewer: Viewer, group: SupportGroup) -> bool:
    """A partner its organisation's groups, staff those of their trust's Learning Works."""
    if viewer.role is Role.SYSTEM:
        return True
    if viewer.role is Role.PARTNER:
        return group.organisation_id == viewer.organisation_id
    return viewer.role is Role.STAFF and group.trust_id == viewer.trust_id


def membership(group: SupportGroup, client_id: int | None) -> GroupMember | None:
    """A client's present part in a group, also as one who waits."""
    return GroupMember.get_or_none(
        GroupMember.group == group, GroupMember.client == client_id, GroupMember.left_at.is_null()
    )


def members_of(viewer: Viewer, group: SupportGroup) -> Sequence[Member]:
    """Who is in a group: all for who organises it, else those within the viewer's reach.

    An organiser sees first names only; a client learns of nobody else.
    """
    rows = live_members(group)
    known = {row.id for row in rows.where(in_reach(viewer))}
    seen = rows if organises(viewer, group) else [row for row in rows if row.id in known]
    return [
        Member(
            row.id, row.client.known_as, row.client if row.id in known else None,
            row.waiting_since is not None,
        )
        for row in seen
    ]  # fmt: skip


def live_members(group: SupportGroup) -> ModelSelect[GroupMember]:
    """Who is in a group, then who waits, each in their order, with their clients."""
    return (
        GroupMember.select(GroupMember, Client, Programme)
        .join(Client)
        .join(Programme)
        .where(GroupMember.group == group, GroupMember.left_at.is_null())
        .order_by(GroupMember.waiting_since.is_null(False), GroupMember.joined_at, GroupMember.id)
    )


def waiting(group: SupportGroup) -> ModelSelect[GroupMember]:
    """Who waits for a place and can still be given one, the longest first."""
    return live_members(group).where(
        GroupMember.waiting_since.is_null(False),
        Client.closed_at.is_null(),
        Client.merged_into.is_null(),
    )


def how_many_wait(group: SupportGroup) -> int:
    return int(waiting(group).count())


def member(viewer: Viewer, group: SupportGroup, number: int) -> GroupMember:
    """One person's part in a group, over or not, for who organises it or reaches her.

    NotFound otherwise.
    """
    rows = (
        GroupMember.select(GroupMember)
        .join(Client)
        .join(Programme)
        .where(GroupMember.id == number, GroupMember.group == group)
    )
    found = (rows if organises(viewer, group) else rows.where(in_reach(viewer))).first()
    if found is None:
        raise NotFound("member")
    return found


def parts_of(client_id: int | None) -> list[GroupMember]:
    """A client's present parts in groups, also as one who waits, by the groups' names."""
    return list(
        GroupMember.select(GroupMember, SupportGroup, Organisation, Trust)
        .join(SupportGroup)
        .join(Organisation, JOIN.LEFT_OUTER)
        .switch(SupportGroup)
        .join(Trust, JOIN.LEFT_OUTER)
        .where(GroupMember.client == client_id, GroupMember.left_at.is_null())
        .order_by(*ORDER)
    )
