"""What was asked for a client and what came of it, and her groups, as entries of her timeline."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext
from peewee import JOIN, ModelSelect

from app.accounts.models import Account
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import Entry, Kind, Position, by, later_than
from app.organisations.models import Organisation, Service
from app.policy import Role, Viewer
from app.support.histories import reads_note, said_to
from app.support.models import (
    GroupMember,
    GroupMove,
    GroupStep,
    SupportGroup,
    SupportMove,
    SupportRequest,
)
from app.support.presenters import GROUP_STEPS, MOVE_DONE
from app.support.queries import known_to_partner
from app.support.transitions import Move, Side


def moves(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """The moves of requests; a partner reads its own, and the rest while the client agrees."""
    at, key = SupportMove.at, SupportMove.id
    query = (
        SupportMove.select(SupportMove, SupportRequest, Service, Organisation, Account)
        .join(SupportRequest)
        .join(Service)
        .join_from(SupportRequest, Organisation, on=SupportRequest.organisation == Organisation.id)
        .join_from(SupportMove, Account, JOIN.LEFT_OUTER)
        .where(SupportRequest.client == client, *later_than(at, key, position))
    )
    if FieldGroup.SUPPORT not in groups:
        query = query.where(known_to_partner(viewer))
    rows = query.order_by(at.desc(), key.desc()).limit(limit)
    return [_entry(viewer, row) for row in rows]


def in_groups(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """What happened in groups; a partner reads it of its own and of those it brought her into.

    Of the rest it reads while the client agrees.
    """
    at, key = GroupMove.at, GroupMove.id
    query = (
        GroupMove.select(GroupMove, SupportGroup, Account)
        .join(SupportGroup)
        .join_from(GroupMove, Account, JOIN.LEFT_OUTER)
        .where(GroupMove.client == client, *later_than(at, key, position))
    )
    if FieldGroup.SUPPORT not in groups:
        own = SupportGroup.organisation == viewer.organisation_id
        query = query.where(own | SupportGroup.id.in_(_brought_into(viewer, client)))
    rows = query.order_by(at.desc(), key.desc()).limit(limit)
    return [
        Entry(
            row.at, row.id, Kind.GROUP, by(viewer, row.actor), text=row.text,
            what=gettext(
                "%(group)s: %(what)s", group=row.group.name, what=GROUP_STEPS[GroupStep(row.move)]
            ),
            address=url_for("support.show_group", reference=row.group.reference),
        )
        for row in rows
    ]  # fmt: skip


def _brought_into(viewer: Viewer, client: Client) -> ModelSelect[GroupMember]:
    """The groups into which people of the viewer's organisation brought the client."""
    return (
        GroupMember.select(GroupMember.group)
        .join(Account, on=GroupMember.added_by)
        .where(GroupMember.client == client, Account.organisation == viewer.organisation_id)
    )


def _entry(viewer: Viewer, row: SupportMove) -> Entry:
    request = row.request
    whose = (request.organisation_id, request.asking_organisation_id)
    opens = viewer.role is not Role.PARTNER or viewer.organisation_id in whose
    return Entry(
        row.at, row.id, Kind.SUPPORT, _who(viewer, row),
        what=gettext(
            "%(service)s: %(what)s", service=request.service.name, what=MOVE_DONE[Move(row.move)]
        ),
        text=_words(viewer, row) if opens else "",
        address=url_for("support.show_request", reference=request.reference) if opens else "",
    )  # fmt: skip


def _words(viewer: Viewer, row: SupportMove) -> str:
    """What was said to the viewer's side, or what the asking side wrote, where the viewer reads it.

    The client is in reach, so a partner that asked still accompanies her.
    """
    request, own = row.request, viewer.organisation_id
    sides = frozenset(Side) if viewer.role is not Role.CLIENT else frozenset({Side.ASKER})
    if viewer.role is Role.PARTNER:
        whose = {Side.RECEIVER: request.organisation_id, Side.ASKER: request.asking_organisation_id}
        sides = frozenset(side for side, organisation in whose.items() if organisation == own)
    note = row.note if reads_note(viewer, request, row, sides) else ""
    return said_to(viewer, row) or note


def _who(viewer: Viewer, row: SupportMove) -> str:
    """An organisation that answered by its link has no account: its own name then."""
    if row.actor_id is None and row.actor_role == Role.PARTNER:
        return str(row.request.organisation.name)
    return by(viewer, row.actor)
