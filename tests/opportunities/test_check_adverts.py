"""The queue of unsure adverts, and a person's decision."""

from app.opportunities.models import Confidence, Opportunity, OpportunityProfession
from app.opportunities.queries import unsure_count
from tests.cast import Cast
from tests.factories.opportunities import make_opportunity

GUESSES = [
    {"profession": "physiotherapist", "points": 60, "why": ["the text asks for it"]},
    {"profession": "healthcare_assistant", "points": 50, "why": ["the title is a support role"]},
]


def unsure(title: str = "Therapy Practitioner") -> Opportunity:
    return make_opportunity(
        title, professions=["physiotherapist"], confidence=Confidence.UNSURE, guesses=GUESSES,
        registration_required=True,
    )  # fmt: skip


def test_the_two_best_guesses_are_buttons_and_one_settles_it(cast: Cast) -> None:
    advert = unsure()
    assert unsure_count(cast.viewer(cast.staff)) == 1
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/to-check")
    assert "the text asks for it" in visitor.text
    visitor.submit(button="Healthcare support worker")
    assert "No advert waits" in visitor.text
    stored = Opportunity.get_by_id(advert.id)
    assert (stored.profession, stored.confidence) == ("healthcare_assistant", Confidence.SURE)
    assert stored.is_interim
    assert not stored.registration_required
    assert stored.decided_by_id == cast.staff.id
    assert [row.profession for row in OpportunityProfession.select()] == ["healthcare_assistant"]
    assert unsure_count(cast.viewer(cast.staff)) == 0


def test_agreeing_with_the_first_guess_keeps_its_facts(cast: Cast) -> None:
    advert = unsure()
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/to-check")
    visitor.submit(button="Physiotherapist")
    stored = Opportunity.get_by_id(advert.id)
    assert (stored.profession, stored.registration_required) == ("physiotherapist", True)
    assert stored.decided_at is not None


def test_another_profession_may_be_chosen(cast: Cast) -> None:
    advert = unsure()
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/to-check")
    visitor.submit({"profession": "occupational_therapist"}, button="Choose")
    assert Opportunity.get_by_id(advert.id).profession == "occupational_therapist"


def test_an_unknown_profession_is_refused(cast: Cast) -> None:
    unsure()
    visitor = cast.visits(cast.staff)
    visitor.open("/opportunities/to-check")
    visitor.submit({"profession": "wizard"}, button="Choose", status=422)
    assert Opportunity.get().confidence == Confidence.UNSURE


def test_the_fragment_is_what_stands_in_the_page(cast: Cast) -> None:
    unsure()
    visitor = cast.visits(cast.staff)
    page = visitor.open("/opportunities/to-check")
    part = visitor.fragment("/opportunities/to-check")
    ids = {tag["id"] for tag in part.find_all(id=True)}
    assert ids == {tag["id"] for tag in page.find(id="check-list").find_all(id=True)} | {
        "check-list"
    }


def test_a_mentor_may_not_open_the_queue(cast: Cast) -> None:
    cast.visits(cast.mentor).open("/opportunities/to-check", status=403)
