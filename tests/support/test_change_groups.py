"""The organiser changes a group; places that it adds go to who waits."""

import pytest
from flask import Flask

from app.policy import SYSTEM
from app.support.group_queries import waiting
from app.support.groups import join_group, wait_for_place
from app.support.models import SupportGroup
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.factories.support import a_group


@pytest.fixture
def page(app: Flask, cast: Cast) -> str:
    """A group of the partner's organisation with one place, one member and two who wait."""
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner), capacity=1)
        first, *others = a_crowd(cast.programme, 3)
        join_group(SYSTEM, group, client=first)
        for client in others:
            wait_for_place(SYSTEM, group, client=client)
    return f"/support/groups/{group.reference}"


def test_new_places_go_to_who_waits(app: Flask, cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(page)
    visitor.follow("Change the group")
    visitor.submit({"capacity": "2", "name": "Oet together"}, button="Save")
    assert visitor.heading.endswith("Oet together")
    assert "1 person waits." in visitor.text
    with app.app_context():
        found = SupportGroup.get()
        assert (found.members, found.sort_name) == (2, "oet together")
        assert waiting(found).count() == 1
    visitor.open(f"{page}/edit")
    visitor.submit({"capacity": "1"}, button="Save", status=422)
    assert "2 people are in the group. Enter at least that." in visitor.text


def test_of_two_editors_nothing_is_lost(app: Flask, cast: Cast, page: str) -> None:
    one, two = cast.visits(cast.partner), cast.visits(cast.partner)
    for visitor in (one, two):
        visitor.open(f"{page}/edit")
    one.submit({"meets": "Mondays", "kind": "peer_support"}, button="Save")
    two.submit({"meets": "Fridays", "about": "Cards."}, button="Save", status=409)
    for said in ("Mondays", "Fridays"):
        assert said in two.text, said
    with app.app_context():
        assert SupportGroup.get().meets == "Mondays"
    two.submit({}, button="Save")
    with app.app_context():
        kept = SupportGroup.get()
        assert (kept.meets, kept.about, kept.kind) == ("Fridays", "Cards.", "peer_support")


def test_only_the_organiser_changes_a_group(cast: Cast, page: str) -> None:
    for account in (cast.other_partner, cast.staff):
        cast.visits(account).open(f"{page}/edit", status=403)
    cast.visits(cast.client_account).open(f"{page}/edit", status=404)
