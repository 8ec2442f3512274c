"""Study groups and peer support: clients join and leave, and no place is given twice."""

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.policy import SYSTEM
from app.support.groups import join_group, leave_group
from app.support.models import GroupMember, SupportGroup
from tests.at_once import at_once, kinds
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.factories.support import a_group
from tests.visitor import Visitor

ANSWERS = {
    "name": "IELTS together", "kind": "study", "meets": "Tuesdays, 18:00 to 20:00",
    "place": "Cedar House", "capacity": "2",
}  # fmt: skip


@pytest.fixture
def group(app: Flask, cast: Cast) -> SupportGroup:
    """Of the partner's organisation, with two places."""
    with app.test_request_context():
        return a_group(cast.viewer(cast.partner), capacity=2)


def open_group(visitor: Visitor, group: SupportGroup, search: str = "") -> None:
    visitor.open(f"/support/groups/{group.reference}?search={search}")


@pytest.mark.parametrize(
    ("who", "owner"), [("partner", "Cedar House Community Centre"), ("staff", "Learning Works")]
)
def test_partners_and_staff_start_groups(app: Flask, cast: Cast, who: str, owner: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open("/support")
    visitor.follow("Groups to join")
    visitor.follow("Start a group")
    visitor.submit(ANSWERS | {"place": "", "capacity": "0"}, button="Save", status=422)
    assert "Enter a number from 1 to 100." in visitor.text
    assert "Enter the address, or choose online." in visitor.text
    visitor.submit(ANSWERS, button="Save")
    assert owner in visitor.heading
    assert "2 places are free" in visitor.text
    client = cast.visits(cast.client_account)
    client.open("/support/groups?kind=study")
    assert "Tuesdays, 18:00 to 20:00." in client.text
    client.open("/support/groups/new", status=403)


def test_a_client_joins_and_leaves_by_herself(app: Flask, cast: Cast, group: SupportGroup) -> None:
    visitor = cast.visits(cast.client_account)
    open_group(visitor, group)
    visitor.submit(button="Join the group")
    assert "You are in this group." in visitor.text
    assert "1 place is free" in visitor.text
    visitor.open("/support/groups")
    assert "Your groups" in visitor.text
    visitor.open("/home")
    assert f"Your group: {group.name}" in visitor.text
    open_group(visitor, group)
    visitor.submit(button="Leave the group")
    assert "2 places are free" in visitor.text
    visitor.submit(button="Join the group")
    with app.app_context():
        assert GroupMember.select().count() == 2
        assert SupportGroup.get().members == 1
        joined = AuditEvent.select().where(AuditEvent.action == "group.join")
        assert {event.client_id for event in joined} == {cast.client.id}


def test_the_organiser_sees_first_names_and_nothing_else(
    app: Flask, cast: Cast, group: SupportGroup
) -> None:
    with app.test_request_context():
        join_group(SYSTEM, group, client=cast.other_client)
    organiser = cast.visits(cast.partner)
    open_group(organiser, group)
    assert "Omar" in organiser.text
    assert "Haddad" not in str(organiser.page)
    assert cast.other_client.reference not in str(organiser.page)


def test_others_see_only_their_own_clients_and_clients_see_nobody(
    app: Flask, cast: Cast, group: SupportGroup
) -> None:
    with app.test_request_context():
        join_group(SYSTEM, group, client=cast.client)
        number = join_group(SYSTEM, group, client=cast.other_client).id
    other = cast.visits(cast.other_partner)
    open_group(other, group)
    assert "Omar" in other.text
    assert "Hana" not in other.text
    for account in (cast.mentor, cast.client_account):
        visitor = cast.visits(account)
        open_group(visitor, group)
        assert "Omar" not in visitor.text
    client = cast.visits(cast.client_account)
    open_group(client, group)
    token = str(client.page.find("input", {"name": "csrf_token"})["value"])
    answer = client.http.post(
        f"/support/groups/{group.reference}/members/{number}/leave", data={"csrf_token": token}
    )
    assert answer.status_code == 404


def test_a_partner_lets_its_client_join_and_takes_her_out(
    app: Flask, cast: Cast, group: SupportGroup
) -> None:
    cast.client  # noqa: B018 -- made when named
    visitor = cast.visits(cast.partner)
    open_group(visitor, group, "hana")
    foreign = {"client": cast.other_client.reference, "agrees": "y"}
    visitor.submit(foreign, button="Join the group", status=422)
    visitor.submit({"client": cast.client.reference}, button="Join the group", status=422)
    assert "Tick the box when the person has agreed." in visitor.text
    visitor.submit({"agrees": "y"}, button="Join the group")
    visitor.submit(button="Take Hana out of the group")
    assert "2 places are free" in visitor.text


def test_a_full_group_says_so_and_takes_nobody(app: Flask, cast: Cast, group: SupportGroup) -> None:
    visitor = cast.visits(cast.client_account)
    open_group(visitor, group)
    with app.test_request_context():
        for client in a_crowd(cast.programme, 2):
            join_group(SYSTEM, group, client=client)
    visitor.submit(button="Join the group", status=409)
    assert "The group is full." in visitor.text


def test_only_its_organiser_ends_a_group(app: Flask, cast: Cast, group: SupportGroup) -> None:
    other = cast.visits(cast.other_partner)
    open_group(other, group)
    assert "End this group" not in other.text
    token = str(other.page.find("input", {"name": "csrf_token"})["value"])
    answer = other.http.post(f"/support/groups/{group.reference}/end", data={"csrf_token": token})
    assert answer.status_code == 403
    organiser, client = cast.visits(cast.partner), cast.visits(cast.client_account)
    open_group(client, group)
    open_group(organiser, group)
    organiser.submit(button="End this group")
    client.submit(button="Join the group", status=409)
    assert "The group has ended." in client.text


def test_of_forty_who_join_at_once_as_many_get_a_place_as_there_are(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.staff), capacity=7)
        clients = a_crowd(cast.programme, 40)
    results = at_once(app, [lambda c=c: join_group(SYSTEM, group, client=c) for c in clients])
    assert kinds(results) == {"GroupMember": 7, "GroupFull": 33}
    with app.app_context():
        assert SupportGroup.get_by_id(group.id).members == 7
        assert GroupMember.select().where(GroupMember.left_at.is_null()).count() == 7


def test_one_client_in_many_tabs_is_in_once_and_leaves_once(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.staff), capacity=10)
        client = cast.client
    results = at_once(app, [lambda: join_group(SYSTEM, group, client=client)] * 12)
    assert kinds(results) == {"GroupMember": 1, "AlreadyIn": 11}
    member = next(one for one in results if isinstance(one, GroupMember))
    at_once(app, [lambda: leave_group(SYSTEM, member)] * 8)
    with app.app_context():
        assert SupportGroup.get_by_id(group.id).members == 0


def test_who_may_join_is_found_while_one_types(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.staff))
    assert cast.client
    visitor = cast.visits(cast.staff)
    page = visitor.open(f"/support/groups/{group.reference}")
    assert page.find("form", {"hx-target": "#who-may-join"})
    part = visitor.fragment(f"/support/groups/{group.reference}?search=hana")
    assert part.find("html") is None
    assert "Hana Tesfaye" in part.text
    assert "Nobody of this name" in str(
        visitor.fragment(f"/support/groups/{group.reference}?search=zzz")
    )
