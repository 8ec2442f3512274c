"""Who could help with a need: the nearest first, searched as one types, a page at a time."""

import pytest
from flask import Flask

from app.clients.models import Client
from app.db import database
from app.organisations import service_queries
from app.organisations.models import Organisation, Service, ServiceWord
from app.organisations.service_queries import Wanted
from app.organisations.services import change_organisation
from app.policy import SYSTEM
from app.support.models import Need
from tests.cast import Cast
from tests.clients.plans import plan_of_what
from tests.factories.support import a_service
from tests.visitor import Visitor


@pytest.fixture
def page(app: Flask, cast: Cast, need: Need) -> str:
    with app.app_context():
        Client.update(postcode="B66 2QT").execute()
    return f"/clients/{cast.client.reference}/needs/{need.id}/ask"


@pytest.fixture
def services(app: Flask, cast: Cast) -> None:
    with app.app_context():
        a_service(cast.organisation, name="A wardrobe", postcode="WV1", languages=["ar"])
        a_service(cast.organisation, name="Best suits", eligibility="Women", is_free=False)
        a_service(cast.other_organisation, name="Créche clothes", postcode="B17", months_ago=13)
        a_service(cast.other_organisation, name="Anywhere", postcode="", months_ago=7)
        a_service(cast.organisation, name="Bus passes", kind="travel")
        ended = a_service(cast.organisation, name="Ended")
        Service.update(is_active=False).where(Service.id == ended.id).execute()


def names(visitor: Visitor) -> list[str]:
    found = visitor.page.select("#choice-list .app-sentences a")
    return [link.text.removeprefix("Ask for: ") for link in found]


def test_the_nearest_come_first_and_what_has_no_place_last(
    cast: Cast, services: None, page: str
) -> None:
    for account in (cast.client_account, cast.partner, cast.staff):
        visitor = cast.visits(account)
        visitor.open(page)
        assert names(visitor) == ["Best suits", "Créche clothes", "A wardrobe", "Anywhere"]
    for said in ("less than 1 kilometre away", "For: Women", "Ask what it costs", "Arabic"):
        assert said in visitor.text
    for said in ("Checked this month.", "Checked 7 months ago.", "Checked 13 months ago."):
        assert said in visitor.text
    assert visitor.text.count("Not checked for a year") == 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("search=suit", ["Best suits"]),
        ("search=creche", ["Créche clothes"]),
        ("search=rotton+cl", ["Créche clothes"]),
        ("search=cedar", ["Best suits", "A wardrobe"]),
        ("search=%25", ["Best suits", "Créche clothes", "A wardrobe", "Anywhere"]),
        ("search=uits", []),
        ("language=ar", ["A wardrobe"]),
        ("is_free=y", ["Créche clothes", "A wardrobe", "Anywhere"]),
        ("postcode=WV1&search=c", ["A wardrobe", "Best suits", "Créche clothes"]),
        ("postcode=", ["A wardrobe", "Anywhere", "Best suits", "Créche clothes"]),
        ("postcode=ZZ99", ["A wardrobe", "Anywhere", "Best suits", "Créche clothes"]),
    ],
)
def test_it_is_narrowed_by_words_language_cost_and_place(
    cast: Cast, services: None, page: str, asked: str, found: list[str]
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page}?{asked}")
    assert names(visitor) == found
    part = visitor.fragment(f"{page}?{asked}")
    assert len(part.select(".app-sentences a")) == len(found)


def test_pages_by_distance_neither_repeat_nor_skip(app: Flask, cast: Cast, page: str) -> None:
    with app.app_context():
        for number in range(60):
            where = ("B66 2QT", "B17", "WV1", "")[number % 4]
            a_service(cast.organisation, name=f"Service {number:02}", postcode=where)
    visitor = cast.visits(cast.partner)
    visitor.open(page)  # the visitor refuses a statement for each row
    found = names(visitor)
    while visitor.page.find("a", rel="next"):
        visitor.follow("Next page")
        found += names(visitor)
    nearest = [f"Service {number:02}" for where in range(4) for number in range(where, 60, 4)]
    assert found == nearest


@pytest.mark.parametrize("cursor", ["x", "WyJuYW4iLCAiYSIsICIxIl0", "WyIxIiwgImEiLCAieCJd"])
def test_a_damaged_cursor_is_the_first_page(
    cast: Cast, services: None, page: str, cursor: str
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page}?after={cursor}")
    assert len(names(visitor)) == 4


def test_a_service_is_found_by_the_new_name_of_its_organisation(
    app: Flask, cast: Cast, services: None, page: str
) -> None:
    with app.test_request_context():
        organisation = Organisation.get_by_id(cast.organisation.id)
        change_organisation(SYSTEM, organisation, name="O'Neil House", kind=organisation.kind)
    visitor = cast.visits(cast.partner)
    for asked, how_many in (("oneil", 2), ("o'neil", 2), ("cedar", 0)):
        visitor.open(f"{page}?search={asked}")
        assert len(names(visitor)) == how_many, asked


def test_all_of_support_is_searched_by_name_too(cast: Cast, services: None) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open("/support?search=bus")
    assert [a.text for a in visitor.page.select("#service-list .app-sentences a")] == ["Bus passes"]


def test_a_name_is_looked_for_in_the_index(app: Flask, services: None, context: None) -> None:
    # Enough words that the way is chosen by them, and not by what an earlier test left known.
    one = Service.get()
    ServiceWord.insert_many([{"service": one, "word": f"word{n}"} for n in range(500)]).execute()
    database.execute_sql("ANALYZE")
    plan = plan_of_what(lambda: service_queries.services(SYSTEM, Wanted(search="suits")))
    assert "service_word_word_service_id" in plan


def test_a_service_that_is_paused_while_the_page_is_open_leads_back_to_the_choice(
    app: Flask, cast: Cast, services: None, page: str
) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(page)
    visitor.follow("Ask for: Best suits")
    with app.app_context():
        Service.update(is_active=False).where(Service.name == "Best suits").execute()
    visitor.submit({"agrees": "y"}, button="Ask")
    assert visitor.heading.endswith("Who could help?")
    assert "not offered any more" in visitor.text
