"""What happened to a client in groups stands in her timeline, as far as each may read it."""

from datetime import timedelta

import pytest
from flask import Flask
from playhouse.migrations import Runner

from app import clock, db
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import give_consent
from app.commands import MIGRATIONS
from app.policy import SYSTEM
from app.support.groups import end_group, join_group, leave_group, tell_group, wait_for_place
from app.support.models import GroupMember, GroupMove, SupportGroup
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.factories.support import a_group
from tests.visitor import Visitor

STEPS = (
    "IELTS together: Waits for a place", "IELTS together: A place was given",
    "IELTS together: Something was different", "IELTS together: Left the group",
)  # fmt: skip


@pytest.fixture
def group(app: Flask, cast: Cast) -> SupportGroup:
    """Of the Learning Works, where the client first waited, got a place, had news and left."""
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        (other,) = a_crowd(cast.programme, 1)
        group = a_group(staff, capacity=1)
        other_part = join_group(staff, group, client=other)
        wait_for_place(staff, group, client=cast.client)
        leave_group(staff, other_part)
        news_until = clock.today() + timedelta(days=7)
        tell_group(staff, group, words="No meeting on Tuesday.", until=news_until)
        hers = GroupMember.get(GroupMember.client == cast.client)
        leave_group(cast.viewer(cast.client_account), hers)
        return group


def read(visitor: Visitor, client: Client, query: str = "") -> list[str]:
    visitor.open(f"/clients/{client.reference}/timeline{query}")
    return [step for step in STEPS if step in visitor.text]


def test_staff_read_who_did_what_in_the_group(cast: Cast, group: SupportGroup) -> None:
    visitor = cast.visits(cast.staff)
    assert read(visitor, cast.client) == list(STEPS)
    assert visitor.text.index(STEPS[3]) < visitor.text.index(STEPS[0])
    assert "No meeting on Tuesday." in visitor.text
    assert cast.client_account.name in visitor.text
    assert read(visitor, cast.client, "?kind=group&whole=1") == list(STEPS)
    assert read(visitor, cast.client, "?kind=note") == []


def test_the_client_reads_her_own(cast: Cast, group: SupportGroup) -> None:
    visitor = cast.visits(cast.client_account)
    assert read(visitor, cast.client, "?kind=group") == list(STEPS)
    assert "The Learning Works" in visitor.text
    assert cast.staff.name not in visitor.text


def test_a_partner_reads_of_others_groups_only_while_the_client_agrees(
    app: Flask, cast: Cast, group: SupportGroup
) -> None:
    visitor = cast.visits(cast.partner)
    assert read(visitor, cast.client) == []
    with app.test_request_context():
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
            organisation=cast.organisation, purpose=ConsentPurpose.SHARE_NEEDS,
            given=ConsentGiven.WRITTEN,
        )  # fmt: skip
    assert read(visitor, cast.client) == list(STEPS)


def test_a_partner_reads_of_the_groups_it_runs_or_brought_her_into(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        own = a_group(cast.viewer(cast.partner), name="Cedar evenings")
        join_group(cast.viewer(cast.client_account), own, client=cast.client)
        theirs = a_group(cast.viewer(cast.other_partner), name="Walks")
        join_group(cast.viewer(cast.partner), theirs, client=cast.client)
        end_group(cast.viewer(cast.other_partner), theirs)
        hidden = a_group(cast.viewer(cast.other_partner), name="Elsewhere")
        join_group(cast.viewer(cast.staff), hidden, client=cast.client)
    visitor = cast.visits(cast.partner)
    visitor.open(f"/clients/{cast.client.reference}/timeline?kind=group")
    assert "Cedar evenings: Joined the group" in visitor.text
    assert "Walks: Joined the group" in visitor.text
    assert "Walks: The group ended" in visitor.text
    assert "Elsewhere" not in visitor.text


def test_what_the_trail_kept_is_taken_over(app: Flask, cast: Cast, group: SupportGroup) -> None:
    """But for news: the trail has no words, and does not name whom they were told to."""
    with db.database.connection_context():
        runner = Runner(db.database.obj, str(MIGRATIONS))
        for _ in [one for one in runner.migrations() if one.name >= "0056"]:
            runner.down()
        runner.up()
        rows = GroupMove.select().where(GroupMove.client == cast.client).order_by(GroupMove.id)
        staff, own = cast.staff.id, cast.client_account.id
        assert [(row.move, row.actor_id) for row in rows] == [
            ("wait", staff), ("get_place", staff), ("leave", own),
        ]  # fmt: skip
