"""Making, joining, leaving and ending groups; a place is decided inside one transaction."""

from typing import Any

from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.clients.models import Client
from app.db import atomic
from app.errors import Forbidden
from app.organisations.queries import folded
from app.policy import Role, Viewer
from app.references import unused_reference
from app.support.group_queries import organises
from app.support.models import GroupKind, GroupMember, SupportGroup


class GroupFull(Exception):
    """No place is free in the group."""


class GroupOver(Exception):
    """The group has ended."""


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
    try:
        with atomic():
            _take_place(group)
            member = GroupMember.create(
                group=group, client=client, joined_at=clock.now(), added_by=actor.account_id
            )
            record(actor, "group.join", group, client_id=client.id)
    except IntegrityError as error:
        live = (GroupMember.group == group) & (GroupMember.client == client)
        if not GroupMember.select().where(live, GroupMember.left_at.is_null()).exists():
            raise
        raise AlreadyIn(group.name) from error
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
    """Give the place back; leaving twice is leaving once."""
    with atomic():
        left = (
            GroupMember.update(left_at=clock.now())
            .where(GroupMember.id == member.id, GroupMember.left_at.is_null())
            .execute()
        )
        if not left:
            return
        SupportGroup.update(members=SupportGroup.members - 1).where(
            SupportGroup.id == member.group_id
        ).execute()
        record(actor, "group.leave", member.group, client_id=member.client_id)


def end_group(actor: Viewer, group: SupportGroup) -> None:
    """The group takes nobody any more and is not listed. Raises Forbidden."""
    if not organises(actor, group):
        raise Forbidden("group")
    with atomic():
        SupportGroup.update(is_active=False).where(SupportGroup.id == group.id).execute()
        record(actor, "group.end", group)


def _reference_is_taken(reference: str) -> bool:
    return SupportGroup.select().where(SupportGroup.reference == reference).exists()
