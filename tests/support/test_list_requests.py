"""The list of requests: who searches it, what it is narrowed to, and what comes first."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app import clock
from app.clients.models import Client
from app.clients.services import create_client
from app.policy import SYSTEM
from app.support.models import Need, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move
from app.web import pagination
from tests.cast import Cast
from tests.factories.support import a_need, a_request, a_service

LIST = "/support/requests"


@pytest.fixture
def another(app: Flask, cast: Cast, asked: SupportRequest) -> SupportRequest:
    """A later request, of another client, for childcare of the organisation that refers."""
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        client = create_client(
            SYSTEM,
            programme=cast.programme,
            name="Zerihun Ábebe",
            known_as="Zeri",
            profession="nurse",
        )
        service = a_service(cast.organisation, name="Little ducks")
        return a_request(a_need(client, actor=staff), service, actor=staff)


def listed(page: BeautifulSoup) -> list[str]:
    return [row["id"].removeprefix("request-") for row in page.select("article")]


def made_long_ago(request: SupportRequest, days: int = 30) -> None:
    then = clock.now() - timedelta(days=days)
    changes = {SupportRequest.asked_at: then, SupportRequest.state_since: then}
    SupportRequest.update(changes).where(SupportRequest.id == request.id).execute()


@pytest.mark.parametrize(
    "search", ["zeri", "ABEBE", "zer abe", "duck", "little zerihun", "{client}", "{request}"]
)
def test_staff_find_a_request_as_they_type(
    app: Flask, cast: Cast, another: SupportRequest, search: str
) -> None:
    with app.app_context():
        client = Client.get_by_id(another.client_id).reference
    typed = search.format(client=client.lower(), request=another.reference.replace("-", ""))
    staff = cast.visits(cast.staff)
    assert listed(staff.fragment(f"{LIST}?search={typed}")) == [another.reference]
    assert listed(staff.open(f"{LIST}?search={typed}&show=open")) == [another.reference]
    assert "Zerihun Ábebe" in staff.text


def test_staff_find_by_the_organisation_that_is_asked(
    cast: Cast, asked: SupportRequest, another: SupportRequest
) -> None:
    staff = cast.visits(cast.staff)
    word = cast.other_organisation.name.split()[0]
    assert listed(staff.open(f"{LIST}?search={word}")) == [asked.reference]


def test_a_whole_reference_finds_what_has_ended(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        move_request(cast.viewer(cast.partner), asked, Move.WITHDRAW)
    staff = cast.visits(cast.staff)
    assert listed(staff.open(f"{LIST}?search={asked.reference}")) == [asked.reference]
    assert listed(staff.open(f"{LIST}?search=suits")) == []
    staff.follow("Look in what has ended")
    assert listed(staff.page) == [asked.reference]


@pytest.mark.parametrize("search", ["%", "'", "nobody", "%ED%A0%80", "x" * 5000, "S-XXXX-XX"])
def test_what_finds_nothing_says_so(cast: Cast, asked: SupportRequest, search: str) -> None:
    staff = cast.visits(cast.staff)
    assert listed(staff.open(f"{LIST}?search={search}")) == []
    assert "Nothing is found." in staff.text


def test_other_trusts_staff_find_nobody(cast: Cast, another: SupportRequest) -> None:
    staff = cast.visits(cast.other_staff)
    for search in ("zeri", another.reference):
        assert listed(staff.open(f"{LIST}?search={search}")) == []


def test_a_search_tells_a_partner_nothing_of_a_name(cast: Cast, asked: SupportRequest) -> None:
    """The receiver knows a first name, and is not to try out family names."""
    partner = cast.visits(cast.other_partner)
    assert partner.open(LIST).find("input", {"name": "search"}) is None
    for search in ("hana", "nobody", cast.client.reference):
        assert listed(partner.open(f"{LIST}?search={search}")) == [asked.reference]


def test_each_choice_shows_what_it_says(
    app: Flask, cast: Cast, asked: SupportRequest, another: SupportRequest
) -> None:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        move_request(staff, another, Move.ACKNOWLEDGE)
        made_long_ago(another)
    visitor = cast.visits(cast.staff)

    def shown(show: str) -> list[str]:
        return listed(visitor.open(f"{LIST}?show={show}"))

    assert shown("late") == [another.reference]
    assert shown("requested") == [asked.reference]
    assert shown("acknowledged") == [another.reference]
    assert shown("ended") == shown("accepted") == shown("withdrawn") == []
    assert shown("magic") == [another.reference, asked.reference]
    with app.test_request_context():
        move_request(staff, asked, Move.WITHDRAW)
    assert shown("ended") == shown("withdrawn") == [asked.reference]


def test_the_late_come_first_and_then_the_oldest(
    app: Flask, cast: Cast, asked: SupportRequest, another: SupportRequest
) -> None:
    with app.test_request_context():
        helped = Said(text_for_asker="Yes.", text_for_client="Yes.")
        move_request(cast.viewer(cast.staff), asked, Move.ACCEPT, helped)
        made_long_ago(asked, days=60)  # what was accepted is never late
        made_long_ago(another, days=30)
    staff = cast.visits(cast.staff)
    assert listed(staff.open(LIST)) == [another.reference, asked.reference]


def test_pages_follow_one_another_over_the_late_and_the_rest(
    app: Flask, cast: Cast, need: Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        made = []
        for number in range(7):
            service = a_service(cast.other_organisation, name=f"Suits {number}")
            made.append(a_request(need, service, actor=staff))
        for row in made[4:]:
            made_long_ago(row)
    monkeypatch.setattr(pagination.one_page, "__kwdefaults__", {"size": 2, "descending": False})
    monkeypatch.setattr(pagination.page_of, "__kwdefaults__", {"size": 2})
    visitor = cast.visits(cast.staff)
    visitor.open(f"{LIST}?search=suits")
    found = listed(visitor.page)
    while visitor.page.find("a", {"rel": "next"}):
        visitor.follow("Next page")
        found += listed(visitor.page)
    assert found == [row.reference for row in [*made[4:], *made[:4]]]


@pytest.mark.parametrize("values", [["7", "2026-11-20", "1"], ["0", "never", "1"], ["1", "2"]])
def test_a_cursor_that_is_not_ours_begins_anew(
    cast: Cast, asked: SupportRequest, values: list[str]
) -> None:
    staff = cast.visits(cast.staff)
    assert listed(staff.open(f"{LIST}?after={pagination.encode(values)}")) == [asked.reference]


def test_a_partner_keeps_to_its_side_when_it_narrows(cast: Cast, asked: SupportRequest) -> None:
    partner = cast.visits(cast.partner)
    partner.open(f"{LIST}?side=asker")
    partner.submit({"show": "requested"}, button="Show")
    assert listed(partner.page) == [asked.reference]
    partner.submit({"show": "late"}, button="Show")
    assert listed(partner.page) == []
