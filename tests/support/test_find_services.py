"""Everyone who is signed in finds services by kind, place, language and cost."""

import pytest
from flask import Flask

from app.organisations.models import ServiceKind
from tests.cast import Cast
from tests.factories.support import a_service
from tests.visitor import Visitor


@pytest.fixture
def services(app: Flask, cast: Cast) -> None:
    with app.app_context():
        a_service(cast.organisation, languages=["ar"])
        a_service(
            cast.organisation, name="Créche", kind=ServiceKind.CHILDCARE, is_free=False,
            cost="£3 an hour", postcode="B17",
        )  # fmt: skip
        a_service(
            cast.other_organisation, name="Bus passes", kind=ServiceKind.TRAVEL,
            languages=["ar", "so"], postcode="WV1",
        )  # fmt: skip


def names(visitor: Visitor) -> list[str]:
    return [a.text for a in visitor.page.select("#service-list .app-sentences a")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Bus passes", "Créche", "Interview clothes"]),
        ("kind=childcare", ["Créche"]),
        ("kind=magic", ["Bus passes", "Créche", "Interview clothes"]),
        ("language=so", ["Bus passes"]),
        ("language=ar&is_free=y", ["Bus passes", "Interview clothes"]),
        ("is_free=y", ["Bus passes", "Interview clothes"]),
        ("postcode=B66&km=2", ["Interview clothes"]),
        ("postcode=b66+2qt&km=10", ["Créche", "Interview clothes"]),
    ],
)
def test_a_client_narrows_what_is_offered(
    cast: Cast, services: None, asked: str, found: list[str]
) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/support?{asked}")
    assert names(visitor) == found


def test_each_service_is_told_in_sentences_with_its_distance(cast: Cast, services: None) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/support?postcode=B66&kind=clothing")
    said = "Clothes for interviews from Cedar House Community Centre."
    assert said in visitor.text
    assert "B66 2QT, less than 1 kilometre away." in visitor.text
    assert "Languages: Arabic." in visitor.text


def test_a_postcode_nobody_knows_is_said_so_and_narrows_nothing(cast: Cast, services: None) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/support?postcode=ZZ99")
    assert "We do not know the postcode ZZ99" in visitor.text
    assert len(names(visitor)) == 3


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, services: None) -> None:
    visitor = cast.visits(cast.partner)
    page, part = visitor.open("/support?is_free=y"), visitor.fragment("/support?is_free=y")
    assert str(page.find(id="service-list")) == str(part.find(id="service-list"))


def test_pages_follow_one_another_without_gap_or_repeat(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for number in range(30):
            a_service(cast.organisation, name=f"Ñandú {number:02}", languages=["ar", "fa"])
    visitor = cast.visits(cast.partner)
    visitor.open("/support?kind=clothing")
    first = names(visitor)
    visitor.follow("Next page")
    assert first + names(visitor) == [f"Ñandú {number:02}" for number in range(30)]


def test_a_stale_service_is_marked_and_listed_for_staff(app: Flask, cast: Cast) -> None:
    with app.app_context():
        number = a_service(cast.organisation, months_ago=13).id
        a_service(cast.organisation, name="Fresh one")
    visitor = cast.visits(cast.client_account)
    visitor.open("/support")
    assert "Ask before you go" in visitor.text
    visitor.open(f"/support/services/{number}")
    assert "Nobody has checked this for a year" in visitor.text
    visitor.open("/support/not-checked", status=403)
    staff = cast.visits(cast.staff)
    staff.open("/support")
    staff.follow("Services not checked for six months")
    assert "Interview clothes" in staff.text
    assert "Fresh one" not in staff.text


def test_a_visitor_is_asked_to_sign_in(visitor: Visitor) -> None:
    visitor.open("/support")
    assert visitor.heading == "Sign in"


def test_a_client_says_from_a_service_that_she_needs_it(app: Flask, cast: Cast) -> None:
    with app.app_context():
        number = a_service(cast.organisation).id
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/support/services/{number}")
    visitor.follow("I need this")
    visitor.submit({"words": "A suit."}, button="Save")
    visitor.follow("Ask for: Interview clothes")
    partner = cast.visits(cast.partner)
    partner.open(f"/support/services/{number}")
    assert "I need this" not in partner.text
