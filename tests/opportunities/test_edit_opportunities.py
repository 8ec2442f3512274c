"""Making, changing, closing and opening opportunities by hand."""

from app.audit.models import AuditEvent
from app.opportunities.models import (
    Opportunity,
    OpportunityKind,
    OpportunityProfession,
    OpportunitySource,
    OpportunityStatus,
)
from tests.cast import Cast
from tests.factories.opportunities import make_opportunity

COURSE = {
    "kind": "course",
    "title": "OET preparation, evenings",
    "employer": "Brushstrokes",
    "profession": "",
    "serves": ["english_course", "english_test"],
    "locality": "Smethwick",
    "postcode": "b66 4bb",
    "closes_on-day": "31",
    "closes_on-month": "1",
    "closes_on-year": "2031",
    "capacity": "12",
}


def test_staff_add_a_course_and_clients_see_it(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/new")
    visitor.submit(COURSE, button="Save")
    assert visitor.heading == "OET preparation, evenings"
    stored = Opportunity.get()
    assert (stored.kind, stored.source) == (OpportunityKind.COURSE, OpportunitySource.HAND)
    assert (stored.postcode, stored.capacity, stored.trust_id) == ("B66 4BB", 12, cast.trust.id)
    assert stored.latitude is not None
    assert stored.serves == ["english_course", "english_test"]
    assert AuditEvent.select().where(AuditEvent.action == "opportunity.create").count() == 1
    client = cast.visits(cast.client_account)
    client.open("/courses?profession=nurse")
    assert "OET preparation, evenings" in client.text


def test_a_form_sent_twice_makes_one_opportunity(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/opportunities/new")
    visitor.submit(COURSE, button="Save")
    visitor.page, visitor.address = page, "/opportunities/new"
    visitor.submit(COURSE, button="Save")
    assert Opportunity.select().count() == 1


def test_bad_answers_are_refused_in_words_and_kept(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/new")
    wrong = {
        "title": "", "postcode": "nowhere", "url": "ftp://example", "capacity": "0",
        "closes_on-day": "31", "closes_on-month": "2",
    }  # fmt: skip
    visitor.submit(COURSE | wrong, button="Save", status=422)
    for sentence in (
        "Enter a title.", "Enter a postcode", "starts with https://", "from 1 to 1,000",
        "Enter a real date",
    ):  # fmt: skip
        assert sentence in visitor.text
    assert visitor.page.find("input", {"name": "employer"})["value"] == "Brushstrokes"
    assert Opportunity.select().count() == 0


def test_an_address_of_another_opportunity_is_refused(cast: Cast) -> None:
    make_opportunity(url="https://jobs.example/1")
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/new")
    visitor.submit(COURSE | {"url": "https://jobs.example/1"}, button="Save", status=422)
    assert "Another opportunity has this link" in visitor.text


def test_a_change_is_kept_and_a_chosen_profession_counts_as_decided(cast: Cast) -> None:
    mine = make_opportunity("Nurse")
    visitor = cast.visits(cast.staff)
    visitor.open(f"/opportunities/{mine.id}/edit")
    visitor.submit({"title": "Midwife", "profession": "midwife"}, button="Save")
    assert visitor.heading == "Midwife"
    stored = Opportunity.get_by_id(mine.id)
    assert stored.decided_by_id == cast.staff.id
    assert [row.profession for row in OpportunityProfession.select()] == ["midwife"]
    visitor.open("/opportunities?search=midw")
    assert "Midwife" in visitor.text
    assert (stored.latitude, stored.salary_min) == (mine.latitude, mine.salary_min)


def test_the_second_of_two_editors_is_told_and_loses_nothing(cast: Cast) -> None:
    mine = make_opportunity("Nurse")
    visitor = cast.visits(cast.staff)
    visitor.open(f"/opportunities/{mine.id}/edit")
    Opportunity.update(title="Changed elsewhere", version=2).execute()
    visitor.submit({"title": "My version"}, button="Save", status=409)
    assert "Somebody else changed this opportunity" in visitor.text
    assert visitor.page.find("input", {"name": "title"})["value"] == "My version"
    visitor.submit(button="Save")
    assert Opportunity.get().title == "My version"


def test_closing_takes_it_off_the_list_and_opening_puts_it_back(cast: Cast) -> None:
    mine = make_opportunity("Nurse")
    visitor = cast.visits(cast.staff)
    visitor.open(f"/opportunities/{mine.id}")
    visitor.submit(button="Close it")
    stored = Opportunity.get_by_id(mine.id)
    assert stored.status == OpportunityStatus.CLOSED
    assert stored.is_closed_by_hand
    visitor.submit(button="Put it on the lists")
    assert Opportunity.get_by_id(mine.id).status == OpportunityStatus.OPEN


def test_what_is_past_its_last_day_is_not_opened(cast: Cast) -> None:
    mine = make_opportunity("Nurse", closes_on="2020-01-01", status=OpportunityStatus.CLOSED)
    visitor = cast.visits(cast.staff)
    visitor.open(f"/opportunities/{mine.id}")
    visitor.submit(button="Put it on the lists", status=409)
    assert "Its last day is past" in visitor.text


def test_a_partner_may_not_add_one(cast: Cast) -> None:
    cast.visits(cast.partner).open("/opportunities/new", status=403)
