"""The list of opportunities: search, filters, pages."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app import clock
from app.opportunities.models import OpportunityKind, OpportunityStatus
from tests.cast import Cast
from tests.factories.opportunities import make_opportunity
from tests.visitor import Visitor


@pytest.fixture
def several(app: Flask) -> None:
    make_opportunity("Staff Nurse - Ward 4")
    make_opportunity("Midwife/Nurse", professions=["midwife", "nurse"], band="5/6")
    make_opportunity(
        "Pharmacist", professions=["pharmacist"], band="6", locality="Leeds", postcode="LS1 4AP"
    )
    make_opportunity("Care Assistant", professions=["healthcare_assistant"], is_interim=True)
    make_opportunity("IELTS evening class", kind=OpportunityKind.COURSE, professions=[""], band="")


def titles(visitor: Visitor) -> set[str]:
    return {link.text for link in visitor.page.select("#opportunity-list h2 a")}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "nurse"}, {"Staff Nurse - Ward 4", "Midwife/Nurse"}),
        ({"search": "WARD nur"}, {"Staff Nurse - Ward 4"}),
        ({"search": "urse"}, set()),
        ({"search": "%"}, None),
        ({"kind": "course"}, {"IELTS evening class"}),
        ({"kind": "nonsense"}, None),
        ({"profession": "nurse"}, {"Staff Nurse - Ward 4", "Midwife/Nurse", "IELTS evening class"}),
        ({"profession": "pharmacist"}, {"Pharmacist", "IELTS evening class"}),
        ({"band": "6"}, {"Midwife/Nurse", "Pharmacist"}),
        ({"ready_for_interim": "y"}, {"Care Assistant"}),
        ({"search": "smethwick", "band": "6"}, {"Midwife/Nurse"}),
        ({"search": "example", "profession": "midwife", "kind": "vacancy"}, {"Midwife/Nurse"}),
    ],
)
def test_the_list_is_narrowed(
    cast: Cast, several: None, query: dict[str, str], found: set[str] | None
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities", query_string=query)
    everything = {
        "Staff Nurse - Ward 4", "Midwife/Nurse", "Pharmacist", "Care Assistant",
        "IELTS evening class",
    }  # fmt: skip
    assert titles(visitor) == (everything if found is None else found)


def test_near_means_within_the_kilometres_and_says_how_far(cast: Cast, several: None) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities?postcode=b1&km=10")
    assert "Staff Nurse - Ward 4" in titles(visitor)
    assert "Pharmacist" not in titles(visitor)
    assert "kilometres away" in visitor.text
    visitor.open("/opportunities?postcode=b1&km=2")
    assert titles(visitor) == set()


def test_an_unknown_postcode_is_said_and_narrows_nothing(cast: Cast, several: None) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities?postcode=ZZ99")
    assert "We do not know the postcode ZZ99" in visitor.text
    assert len(titles(visitor)) == 5


def test_closed_and_past_ones_are_shown_only_when_asked_for(cast: Cast) -> None:
    make_opportunity("Past", closes_on=clock.today() - timedelta(days=1))
    make_opportunity("Last day", closes_on=clock.today())
    make_opportunity("Closed", status=OpportunityStatus.CLOSED)
    make_opportunity("Draft", status=OpportunityStatus.DRAFT)
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities")
    assert titles(visitor) == {"Last day"}
    visitor.open("/opportunities?status=closed")
    assert titles(visitor) == {"Closed"}
    visitor.open("/opportunities?status=all")
    assert len(titles(visitor)) == 4


def test_pages_follow_one_another_and_keep_the_filters(cast: Cast) -> None:
    for number in range(30):
        with clock.at(clock.now() + timedelta(minutes=number)):
            make_opportunity(f"Nurse {number:02}")
    make_opportunity("Dentist", professions=["dentist"])
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities?profession=nurse&search=nurse")
    first = titles(visitor)
    visitor.follow("Next page")
    assert len(first) == 25
    assert len(titles(visitor)) == 5
    assert not first & titles(visitor)
    assert "profession=nurse" in visitor.address


def test_another_trusts_own_opportunity_is_not_there(cast: Cast) -> None:
    theirs = make_opportunity("Theirs", trust=cast.other_programme.trust)
    make_opportunity("Regional", trust=None)
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities")
    assert titles(visitor) == {"Regional"}
    visitor.open(f"/opportunities/{theirs.id}", status=404)
    visitor.open(f"/opportunities/{theirs.id}/edit", status=404)


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, several: None) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/opportunities?search=nurse")
    part = visitor.fragment("/opportunities?search=nurse")
    assert str(page.find(id="opportunity-list")) == str(part.find(id="opportunity-list"))
    assert part.find("html") is None


@pytest.mark.parametrize("role", ["partner", "client_account", "mentor", "admin"])
def test_only_staff_open_the_list(cast: Cast, role: str) -> None:
    cast.visits(getattr(cast, role)).open("/opportunities", status=403)


def test_the_page_of_one_says_why_it_was_classified_so(cast: Cast) -> None:
    mine = make_opportunity(
        "Nurse or Midwife", professions=["nurse", "midwife"], registration_required=True,
        closes_on=date(2030, 1, 31), description="Join us.\n- Kind\n- Busy",
        url="https://jobs.example/1",
    )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open(f"/opportunities/{mine.id}")
    for text in ("Nurse, Midwife", "Band 5", "£24,907 – £30,615 a year", "31 January 2030", "Kind"):
        assert text in visitor.text
    assert visitor.page.find("a", href="https://jobs.example/1")


def test_an_unknown_opportunity_is_not_found(cast: Cast) -> None:
    cast.visits(cast.staff).open("/opportunities/999999", status=404)
