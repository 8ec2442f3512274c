"""A full group has a waiting list, and its members are told what is different."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients.models import Client
from app.notifications.models import Message
from app.policy import SYSTEM
from app.support.group_queries import waiting
from app.support.groups import join_group, leave_group, wait_for_place
from app.support.models import GroupMember, SupportGroup
from tests.at_once import at_once, kinds
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.factories.support import a_group


@pytest.fixture
def member(app: Flask, cast: Cast) -> GroupMember:
    """Who has the one place of a group of the partner's organisation."""
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner), capacity=1)
        return join_group(SYSTEM, group, client=cast.other_client)


def page(member: GroupMember) -> str:
    return f"/support/groups/{member.group.reference}"


def test_who_waits_gets_the_place_that_is_given_back_and_is_told(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(page(member))
    visitor.submit(button="Wait for a place")
    assert "You wait for a place." in visitor.text
    with app.test_request_context():
        leave_group(SYSTEM, member)
        found = SupportGroup.get()
        assert found.members == 1
        assert not waiting(found).exists()
        mail = Message.get(Message.to_address == cast.client_account.email)
        assert "A place in the group is yours." in mail.body
        assert "IELTS" not in mail.subject + mail.body
    visitor.open(page(member))
    assert "You are in this group." in visitor.text
    visitor.submit(button="Leave the group")
    with app.app_context():
        assert SupportGroup.get().members == 0


def test_who_waits_may_stop_and_takes_no_place_with_her(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(page(member))
    visitor.submit(button="Wait for a place")
    visitor.submit(button="Stop waiting")
    assert "0 people wait." in visitor.text
    with app.app_context():
        assert SupportGroup.get().members == 1


def test_the_first_to_wait_is_the_first_to_get_a_place(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    with app.test_request_context():
        first, gone, last = a_crowd(cast.programme, 3)
        for client in (gone, first, last):
            wait_for_place(SYSTEM, member.group, client=client)
        Client.update(closed_at=clock.now()).where(Client.id == gone.id).execute()
        leave_group(SYSTEM, member)
        inside = GroupMember.select().where(
            GroupMember.left_at.is_null(), GroupMember.waiting_since.is_null()
        )
        assert [row.client_id for row in inside] == [first.id]
        assert [row.client_id for row in waiting(member.group)] == [last.id]


def test_a_partner_lets_its_client_wait_and_is_told_for_her(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    cast.client  # noqa: B018 -- made when named
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page(member)}?search=hana")
    answers = {"client": cast.client.reference, "agrees": "y"}
    visitor.submit(answers, button="Wait for a place")
    assert "Waits" in visitor.text
    with app.test_request_context():
        leave_group(SYSTEM, member)
        mail = Message.get(Message.to_address == cast.partner.email)
        assert "has a place now" in mail.body


def test_places_and_waiting_agree_however_many_come_and_go_at_once(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.staff), capacity=3)
        clients = a_crowd(cast.programme, 20)
        members = [join_group(SYSTEM, group, client=client) for client in clients[:3]]
    actions = [lambda c=c: wait_for_place(SYSTEM, group, client=c) for c in clients[3:]]
    actions += [lambda m=m: leave_group(SYSTEM, m) for m in members]
    assert kinds(at_once(app, actions)) == {"GroupMember": 17, "NoneType": 3}
    with app.app_context():
        inside = GroupMember.select().where(
            GroupMember.left_at.is_null(), GroupMember.waiting_since.is_null()
        )
        assert inside.count() == SupportGroup.get_by_id(group.id).members == 3
        assert waiting(group).count() == 14


def test_the_organiser_tells_everybody_that_a_meeting_is_off(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    with app.test_request_context():
        wait_for_place(cast.viewer(cast.client_account), member.group, client=cast.client)
    organiser = cast.visits(cast.partner)
    organiser.open(page(member))
    organiser.follow("Tell the group that something is different")
    organiser.submit({"words": ""}, button="Tell the group", status=422)
    long_ago = {"until-year": "2020"}
    organiser.submit({"words": "x"} | long_ago, button="Tell the group", status=422)
    until = clock.today() + timedelta(days=3)
    day = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    said = {key: str(value) for key, value in day.items()} | {"words": "No meeting on Tuesday."}
    organiser.submit(said, button="Tell the group")
    client = cast.visits(cast.client_account)
    client.open(page(member))
    assert "No meeting on Tuesday." in client.text
    with app.app_context():
        mail = Message.get(Message.to_address == cast.client_account.email)
        assert "No meeting on Tuesday." in mail.body
        SupportGroup.update(notice_until=clock.today() - timedelta(days=1)).execute()
    client.open(page(member))
    assert "No meeting on Tuesday." not in client.text


def test_only_the_organiser_tells_and_an_ended_group_is_told_nothing(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    cast.visits(cast.other_partner).open(f"{page(member)}/tell", status=403)
    cast.visits(cast.client_account).open(f"{page(member)}/tell", status=404)
    one, two = cast.visits(cast.partner), cast.visits(cast.partner)
    two.open(f"{page(member)}/tell")
    one.open(page(member))
    one.submit(button="End this group")
    two.submit({"words": "No meeting."}, button="Tell the group", status=409)
    assert "The group has ended." in two.text


def test_who_waits_does_not_read_that_it_is_her_group(cast: Cast, member: GroupMember) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(page(member))
    visitor.submit(button="Wait for a place")
    for address in ("/home", "/support/groups"):
        visitor.open(address)
        assert "You wait for a place. We tell you when it is yours." in visitor.text
    assert "Your group:" not in visitor.open("/home").text


def test_who_takes_somebody_out_reads_where_the_place_went(
    app: Flask, cast: Cast, member: GroupMember
) -> None:
    with app.test_request_context():
        wait_for_place(SYSTEM, member.group, client=cast.client)
    visitor = cast.visits(cast.partner)
    for told in ("The place has gone to whoever waited the longest.", "The place is free again."):
        visitor.open(page(member))
        button = next(one for one in visitor.page.find_all("button") if "Take " in one.text)
        visitor.submit(button=button.text.strip())
        assert told in visitor.text


def test_who_is_in_the_group_is_not_offered_to_join(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner))
        assert cast.client
    visitor = cast.visits(cast.partner)
    visitor.open(f"/support/groups/{group.reference}")
    assert cast.client.reference in visitor.text
    with app.test_request_context():
        join_group(SYSTEM, group, client=cast.client)
    visitor.open(f"/support/groups/{group.reference}")
    assert cast.client.reference not in visitor.text
