"""Making, joining, leaving and ending groups; a place is decided inside one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from flask_babel import LazyString
from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.clients.locking import check_kept
from app.clients.models import Client
from app.db import atomic, lock_row
from app.errors import Forbidden
from app.organisations.queries import folded
from app.policy import Role, Viewer
from app.references import unused_reference
from app.support import group_notices, group_queries
from app.support.models import GroupKind, GroupMember, GroupMove, GroupStep, SupportGroup
from app.web.seen import merged


class GroupFull(Exception):
    """No place is free in the group."""


class GroupOver(Exception):
    """The group has ended."""


class TooSmall(Exception):
    """More people are in the group than it would have places; says how many."""

    def __init__(self, members: int) -> None:
        super().__init__(members)
        self.members = members


class AlreadyIn(Exception):
    """The client is in the group."""


def make_group(actor: Viewer, *, name: str, kind: GroupKind, **details: Any) -> SupportGroup:
    """A group of the partner's organisation, or of the staff's Learning Works."""
    own = "organisation" if actor.role is Role.PARTNER else "trust"
    whose = actor.organisation_id if actor.role is Role.PARTNER else actor.trust_id
    with atomic():
        group = SupportGroup.create(
            reference=unused_reference("G", _reference_is_taken), name=name,
            sort_name=folded(name)[:150], kind=kind, created_at=clock.now(),
            **{own: whose}, **details,
        )  # fmt: skip
        record(actor, "group.make", group)
    return group


def join_group(actor: Viewer, group: SupportGroup, *, client: Client) -> GroupMember:
    """Take a place for a client in the actor's reach. Raises GroupFull, GroupOver, AlreadyIn."""
    with _once_in(group, client), atomic():
        check_kept(client)
        _take_place(group)
        return _enter(actor, group, client)


def wait_for_place(actor: Viewer, group: SupportGroup, *, client: Client) -> GroupMember:
    """Wait for a place, or take it where one is free by now. Raises GroupOver and AlreadyIn."""
    with _once_in(group, client), atomic():
        check_kept(client)
        lock_row(group)  # nobody leaves between the look and the wait
        try:
            _take_place(group)
        except GroupFull:
            return _enter(actor, group, client, waiting_since=clock.now())
        return _enter(actor, group, client)


@contextmanager
def _once_in(group: SupportGroup, client: Client) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        live = (GroupMember.group == group) & (GroupMember.client == client)
        if not GroupMember.select().where(live, GroupMember.left_at.is_null()).exists():
            raise
        raise AlreadyIn(group.name) from error


def _enter(
    actor: Viewer, group: SupportGroup, client: Client, *, waiting_since: datetime | None = None
) -> GroupMember:
    member = GroupMember.create(
        group=group, client=client, joined_at=clock.now(), added_by=actor.account_id,
        waiting_since=waiting_since,
    )  # fmt: skip
    _note(actor, GroupStep.WAIT if waiting_since else GroupStep.JOIN, member)
    if actor.client_id != client.id:
        news = group_notices.WAITS if waiting_since else group_notices.JOINED
        group_notices.tell_member(group, client, news, key=f"group-member-{member.id}")
    return member


def _take_place(group: SupportGroup) -> None:
    """One more member of a group that goes on and is not full: one statement decides."""
    taken = (
        SupportGroup.update(members=SupportGroup.members + 1)
        .where(
            SupportGroup.id == group.id,
            SupportGroup.is_active,
            SupportGroup.members < SupportGroup.capacity,
        )
        .execute()
    )
    if not taken:
        raise GroupFull if SupportGroup.get_by_id(group.id).is_active else GroupOver


def leave_group(actor: Viewer, member: GroupMember) -> None:
    """Give the place back, to who waits first; leaving twice is leaving once."""
    with atomic():
        lock_row(member.group)
        live = (GroupMember.id == member.id) & GroupMember.left_at.is_null()
        present = GroupMember.get_or_none(live)
        if present is None:
            return
        GroupMember.update(left_at=clock.now()).where(live).execute()
        waits = present.waiting_since is not None
        _note(actor, GroupStep.STOP_WAITING if waits else GroupStep.LEAVE, member)
        if actor.client_id != member.client_id:
            key = f"group-left-{member.id}"
            group_notices.tell_member(member.group, member.client, group_notices.LEFT, key=key)
        if not waits:
            give_place_on(actor, member.group_id)


def give_place_on(actor: Viewer, group_id: int) -> None:
    """A place was given back: who waits first is in, or the group has one member less."""
    SupportGroup.update(members=SupportGroup.members - 1).where(
        SupportGroup.id == group_id
    ).execute()
    _fill_places(actor, group_id)


def change_group(actor: Viewer, group: SupportGroup, *, seen: str, **answers: Any) -> None:
    """Write a group anew, but for what others changed meanwhile; new places go to who waits.

    `seen` marks what the page showed (see app.web.seen). Raises Forbidden, Clash and TooSmall.
    """
    _check(actor, group)
    with atomic():
        lock_row(group)
        present = SupportGroup.get_by_id(group.id)
        current = {column: getattr(present, column) for column in answers}
        changed = merged(seen, current, answers)
        if not changed:
            return
        if changed.get("capacity", present.members) < present.members:
            raise TooSmall(present.members)
        if "name" in changed:
            changed["sort_name"] = folded(changed["name"])[:150]
        SupportGroup.update(changed).where(SupportGroup.id == group.id).execute()
        record(actor, "group.change", group, fields=sorted(changed))
        _fill_places(actor, group.id)


def _fill_places(actor: Viewer, group_id: int) -> None:
    """Give what is free to who waits, the longest first."""
    group = SupportGroup.get_by_id(group_id)
    if not group.is_active:
        return
    for first in list(group_queries.waiting(group).limit(group.capacity - group.members)):
        _take_place(group)
        GroupMember.update(waiting_since=None, joined_at=clock.now()).where(
            GroupMember.id == first.id
        ).execute()
        _note(actor, GroupStep.GET_PLACE, first)
        group_notices.tell_of_place(first)


def tell_group(actor: Viewer, group: SupportGroup, *, words: str, until: date) -> None:
    """Tell everybody in the group what is different until a day. Raises Forbidden, GroupOver."""
    _check(actor, group)
    with atomic():
        lock_row(group)
        if not SupportGroup.get_by_id(group.id).is_active:
            raise GroupOver
        SupportGroup.update(notice=words, notice_until=until).where(
            SupportGroup.id == group.id
        ).execute()
        record(actor, "group.tell", group)
        _tell_all(actor, group, GroupStep.NEWS, group_notices.DIFFERENT, text=words)


def end_group(actor: Viewer, group: SupportGroup) -> None:
    """The group takes nobody any more and is not listed. Raises Forbidden."""
    _check(actor, group)
    with atomic():
        ended = (
            SupportGroup.update(is_active=False)
            .where(SupportGroup.id == group.id, SupportGroup.is_active)
            .execute()
        )
        if ended:
            record(actor, "group.end", group)
            _tell_all(actor, group, GroupStep.END, group_notices.ENDED)


def _tell_all(
    actor: Viewer, group: SupportGroup, step: GroupStep, news: LazyString, *, text: str = ""
) -> None:
    """Note it for everybody who is in the group or waits for it, and write to who reads mail."""
    members = list(group_queries.live_members(group))
    for member in members:
        _keep(actor, step, member, text)
    group_notices.tell_members(group, members, news, text=text)


def _note(actor: Viewer, step: GroupStep, member: GroupMember) -> None:
    record(actor, f"group.{step}", member.group, client_id=member.client_id)
    _keep(actor, step, member)


def _keep(actor: Viewer, step: GroupStep, member: GroupMember, text: str = "") -> None:
    GroupMove.create(
        group=member.group_id, client=member.client_id, move=step, actor=actor.account_id,
        at=clock.now(), text=text,
    )  # fmt: skip


def _check(actor: Viewer, group: SupportGroup) -> None:
    if not group_queries.organises(actor, group):
        raise Forbidden("group")


def _reference_is_taken(reference: str) -> bool:
    return SupportGroup.select().where(SupportGroup.reference == reference).exists()
