"""The list of mentors, a mentor's page, and what mentors write about themselves."""

from typing import Any

import pytest
from flask import Flask

from app.bookings.models import Mentor, Slot
from app.organisations.models import OrganisationKind
from app.organisations.services import create_organisation
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import a_mentor


@pytest.fixture
def practice(app: Flask) -> Any:
    with app.app_context():
        return create_organisation(
            SYSTEM, name="Cape Hill Medical Centre", kind=OrganisationKind.GP_PRACTICE
        )


def test_a_mentor_writes_and_changes_their_details(app: Flask, cast: Cast, practice: Any) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/mentors/details")
    visitor.submit(
        {
            "profession": "gp",
            "workplace": practice.reference,
            "place": "147 Cape Hill",
            "languages": ["pa", "ur"],
            "about": "How general practice works here.",
        },
        button="Save",
    )
    with app.app_context():
        mentor = Mentor.get()
        assert (mentor.profession, mentor.languages) == ("gp", ["pa", "ur"])
        assert mentor.workplace == practice
    page = visitor.open("/mentors/details")
    assert page.find("input", {"value": "ur"}).has_attr("checked")
    assert page.find("option", {"value": practice.reference}).has_attr("selected")
    visitor.submit({"languages": "pa", "specialty": "Diabetes"}, button="Save")
    with app.app_context():
        assert Mentor.select().count() == 1
        assert (Mentor.get().specialty, Mentor.get().languages) == ("Diabetes", ["pa"])


def test_a_profession_must_be_chosen_from_those_known(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open("/mentors/details")
    visitor.submit({"profession": ""}, button="Save", status=422)
    assert "Choose a profession." in visitor.text
    visitor.submit({"profession": "astrologer"}, button="Save", status=422)
    with app.app_context():
        assert not Mentor.select().exists()


def test_staff_and_partners_look_for_mentors_by_profession(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        a_mentor(cast.other_mentor, profession="pharmacist")
    visitor = cast.visits(cast.partner)
    visitor.open("/mentors")
    names = [a.text for a in visitor.page.select("#mentor-list li a")]
    assert names == ["Dr Mary Mentor", "Dr Mo Mentor"]
    page = visitor.open("/mentors?profession=pharmacist")
    part = visitor.fragment("/mentors?profession=pharmacist")
    assert [a.text for a in page.select("#mentor-list li a")] == ["Dr Mo Mentor"]
    assert str(page.find(id="mentor-list")) == str(part.find(id="mentor-list"))


def test_a_mentors_page_shows_the_open_slots(cast: Cast, mentor: Mentor, slot: Slot) -> None:
    for account in (cast.client_account, cast.partner, cast.staff, cast.mentor):
        visitor = cast.visits(account)
        visitor.open(f"/mentors/{mentor.reference}")
        assert visitor.heading == "Dr Mary Mentor"
        assert "2 places left" in visitor.text


def test_a_mentor_of_another_trust_is_not_found(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        cast.mentor.trust = cast.other_programme.trust
        cast.mentor.save()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/mentors/{mentor.reference}", status=404)
    visitor.open("/mentors")
    assert "Dr Mary Mentor" not in visitor.text
    cast.visits(cast.other_staff).open(f"/mentors/{mentor.reference}")


def test_the_list_is_not_for_clients_and_the_details_only_for_mentors(cast: Cast) -> None:
    cast.visits(cast.client_account).open("/mentors", status=403)
    cast.visits(cast.staff).open("/mentors/details", status=403)
