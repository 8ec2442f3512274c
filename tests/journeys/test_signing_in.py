"""Signing in, finding an organisation, signing out."""

import pytest

from tests.cast import Cast
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def test_a_partner_signs_in_finds_an_organisation_and_signs_out(people: People, cast: Cast) -> None:
    partner, place = cast.partner, cast.other_organisation
    person = people.person()
    person.open("/")
    person.follow("Sign in", within="main")
    person.sign_in(partner.email)
    person.follow("Organisations")
    person.fill("Name", "rotton")
    person.press("Search")
    person.sees(place.name)
    person.does_not_see("Cedar House")
    person.follow(place.name)
    person.open("/account")
    person.press("Sign out")
    person.sees("Back to your health profession")


@pytest.mark.parametrize("path", ["/", "/ar_001/", "/sign-in", "/nothing-here"])
def test_every_public_page_is_sound_in_both_directions(people: People, path: str) -> None:
    people.person().open(path)
