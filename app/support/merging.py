"""Two records of one person in the same group: one place stays, the other is free."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from app.clients.merging.rules import Merging, Rule, rule
from app.clients.merging.tables import Row
from app.db import lock_row
from app.support.groups import give_place_on
from app.support.models import GroupMember, SupportGroup


def settle_members(merging: Merging) -> None:
    def live(client: Any) -> dict[int, GroupMember]:
        rows = GroupMember.select().where(
            GroupMember.client == client, GroupMember.left_at.is_null()
        )
        return {row.group_id: row for row in rows}

    shared = live(merging.kept).keys() & live(merging.gone).keys()
    for group in SupportGroup.select().where(SupportGroup.id.in_(shared)).order_by(SupportGroup.id):
        lock_row(group)  # nobody leaves it, nor gets a place in it, from here on
    ours, theirs = live(merging.kept), live(merging.gone)
    for group_id in ours.keys() & theirs.keys():
        one, other = ours[group_id], theirs[group_id]
        # Who is in stays in; who only waits, waits no more.
        leaves = one if one.waiting_since and not other.waiting_since else other
        leaves.left_at = merging.now
        leaves.save()
        if leaves.waiting_since is None:
            give_place_on(merging.actor, group_id)


def may_put_back(before: Row, present: Any) -> bool:
    """A part in a group that a merge ended goes on when the group still has a place."""
    if before["left_at"] == present["left_at"] or before["left_at"] is not None:
        return True
    left_since = GroupMember.select().where(
        GroupMember.client == present["client"],
        GroupMember.group == present["group"],
        GroupMember.left_at > datetime.fromisoformat(present["left_at"]),
    )
    if left_since.exists():
        return False
    if before["waiting_since"] is not None:
        return True
    return bool(
        SupportGroup.update(members=SupportGroup.members + 1)
        .where(
            SupportGroup.id == before["group"],
            SupportGroup.is_active,
            SupportGroup.members < SupportGroup.capacity,
        )
        .execute()
    )


rule(
    "group_member",
    Rule(_("Twice in one group: one place stays."), settle_members, may_put_back=may_put_back),
)
