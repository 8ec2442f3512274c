"""What clients and partners see: courses, mentoring and observerships, never a vacancy."""

import pytest
from flask import Flask

from app.opportunities.models import OpportunityKind, OpportunityStatus
from tests.cast import Cast
from tests.factories.opportunities import make_opportunity


@pytest.fixture
def offers(app: Flask) -> dict[str, int]:
    kinds = {kind: make_opportunity(f"A {kind}", kind=kind).id for kind in OpportunityKind}
    draft = make_opportunity("A draft", kind=OpportunityKind.COURSE, status=OpportunityStatus.DRAFT)
    return kinds | {"draft": draft.id}


@pytest.mark.parametrize("role", ["client_account", "partner"])
def test_only_courses_mentoring_and_observerships_are_listed(
    cast: Cast, offers: dict[str, int], role: str
) -> None:
    visitor = cast.visits(getattr(cast, role))
    visitor.open("/courses?kind=&status=all")
    titles = {link.text for link in visitor.page.select("#course-list h2 a")}
    assert titles == {"A course", "A mentoring", "A observership"}
    visitor.open("/courses?kind=vacancy")
    assert not visitor.page.select("#course-list h2 a")


@pytest.mark.parametrize("role", ["client_account", "partner"])
def test_a_vacancy_is_not_found_and_a_course_is(
    cast: Cast, offers: dict[str, int], role: str
) -> None:
    visitor = cast.visits(getattr(cast, role))
    for kind in ("vacancy", "placement", "apprenticeship", "support", "draft"):
        visitor.open(f"/courses/{offers[kind]}", status=404)
        visitor.open(f"/opportunities/{offers[kind]}", status=404)
    visitor.open(f"/courses/{offers['course']}")
    assert visitor.heading == "A course"


def test_a_course_of_another_trust_is_not_shown_to_a_client(cast: Cast) -> None:
    theirs = make_opportunity(
        "Theirs", kind=OpportunityKind.COURSE, trust=cast.other_programme.trust
    )
    make_opportunity("Ours", kind=OpportunityKind.COURSE, trust=cast.trust)
    visitor = cast.visits(cast.client_account)
    visitor.open("/courses")
    assert [link.text for link in visitor.page.select("#course-list h2 a")] == ["Ours"]
    visitor.open(f"/courses/{theirs.id}", status=404)


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, offers: dict[str, int]) -> None:
    visitor = cast.visits(cast.partner)
    page = visitor.open("/courses?search=a")
    part = visitor.fragment("/courses?search=a")
    assert str(page.find(id="course-list")) == str(part.find(id="course-list"))


def test_a_mentor_may_not_open_the_courses(cast: Cast) -> None:
    cast.visits(cast.mentor).open("/courses", status=403)
