"""The look that every page of a journey gets can fail."""

import pytest

from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def test_a_bad_page_is_found_by_axe_and_by_its_width(people: People, javascript: bool) -> None:
    if not javascript:
        return
    person = people.person()
    person.page.goto("/sign-in")
    person.page.locator("main").evaluate(
        "main => main.innerHTML = '<img src=x><input><div id=wide>w</div>'"
    )
    person.page.locator("#wide").evaluate("wide => wide.style.width = '2000px'")
    person.look()
    found, person.faults = " ".join(person.faults), []
    assert "alternative text" in found
    assert "label" in found
    assert "2000" in found or "px wide" in found
