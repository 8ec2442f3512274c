"""Every list that can be narrowed can be skipped to, and the arrow keys find its rows."""

import re
from pathlib import Path

import pytest

from tests.cast import Cast

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NARROWED = {
    path: found[1]
    for path in sorted(TEMPLATES.rglob("[!_]*.html"))
    if (found := re.search(r'call filter_form\(.+, "([a-z-]+)", ', path.read_text("utf-8")))
}


@pytest.mark.parametrize("path", NARROWED, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_page_names_the_list_that_it_narrows(path: Path) -> None:
    wanted = NARROWED[path]
    assert f"{{% block list_id %}}{wanted}{{% endblock %}}" in path.read_text("utf-8")
    fragment = path.with_name(f"_{wanted.replace('-', '_')}.html").read_text("utf-8")
    assert f'<div class="app-rows" id="{wanted}" tabindex="-1">' in fragment


@pytest.mark.parametrize("address", ["/support/requests", "/bookings", "/opportunities/to-check"])
def test_a_list_that_is_only_paged_is_skipped_to_as_well(cast: Cast, address: str) -> None:
    page = cast.visits(cast.staff).open(address)
    target = page.find_all("a", class_="nhsuk-skip-link")[1]["href"]
    assert page.select_one(target)["tabindex"] == "-1"


def test_the_second_link_of_a_list_page_leads_to_the_list(cast: Cast) -> None:
    page = cast.visits(cast.staff).open("/clients")
    first, second = page.find_all("a", class_="nhsuk-skip-link")
    assert (first["href"], second["href"]) == ("#main", "#client-list")
    assert page.find(id="client-list")["tabindex"] == "-1"


def test_a_page_without_a_list_has_one_skip_link(cast: Cast) -> None:
    page = cast.visits(cast.staff).open("/account")
    assert [link["href"] for link in page.find_all("a", class_="nhsuk-skip-link")] == ["#main"]
