"""Two records of one person in the same group: her place stays, and who waits gets the other."""

import pytest
from flask import Flask

from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client
from app.db import atomic
from app.policy import SYSTEM
from app.support.groups import join_group, leave_group, wait_for_place
from app.support.models import GroupMember, SupportGroup
from tests.at_once import meanwhile
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.factories.support import a_group

pytestmark = pytest.mark.usefixtures("context")


def live() -> dict[int, bool]:
    """Who has a live part in a group, and whether they wait."""
    rows = GroupMember.select().where(GroupMember.left_at.is_null())
    return {row.client_id: row.waiting_since is not None for row in rows}


def merged(kept: Client, gone: Client) -> Client:
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    merge_clients(SYSTEM, kept, gone, versions=(kept.version, gone.version), taken=())
    return Client.get_by_id(kept.id)


def test_who_is_in_with_one_record_and_waits_with_the_other_is_in(cast: Cast) -> None:
    one, other = a_crowd(cast.programme, 2)
    group = a_group(cast.viewer(cast.staff), capacity=1)
    join_group(SYSTEM, group, client=other)
    wait_for_place(SYSTEM, group, client=one)
    survivor = merged(one, other)
    assert live() == {one.id: False}
    assert SupportGroup.get_by_id(group.id).members == 1
    undo_merge(SYSTEM, survivor)
    assert live() == {one.id: True, other.id: False}
    assert SupportGroup.get_by_id(group.id).members == 1


def test_the_place_of_her_second_record_goes_to_who_waits(cast: Cast) -> None:
    one, other, third = a_crowd(cast.programme, 3)
    group = a_group(cast.viewer(cast.staff), capacity=2)
    for client in (one, other):
        join_group(SYSTEM, group, client=client)
    wait_for_place(SYSTEM, group, client=third)
    survivor = merged(one, other)
    assert live() == {one.id: False, third.id: False}
    undo_merge(SYSTEM, survivor)
    assert live() == {one.id: False, third.id: False}
    assert SupportGroup.get_by_id(group.id).members == 2


def test_who_leaves_as_her_records_become_one_gives_back_one_place(app: Flask, cast: Cast) -> None:
    one, other, third = a_crowd(cast.programme, 3)
    group = a_group(cast.viewer(cast.staff), capacity=3)
    for client in (one, third):
        join_group(SYSTEM, group, client=client)
    part = join_group(SYSTEM, group, client=other)
    with atomic():
        leave_group(SYSTEM, part)
        merging = meanwhile(app, lambda: merged(one, other))
    merging.result(10)
    assert live() == {one.id: False, third.id: False}
    assert SupportGroup.get_by_id(group.id).members == 2
