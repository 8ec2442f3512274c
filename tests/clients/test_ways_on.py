"""A client's page begins with the ways on: nobody walks through all of it to write a note."""

import pytest
from bs4 import BeautifulSoup

from app.accounts.models import Account
from tests.cast import Cast


def ways(page: BeautifulSoup) -> list[str]:
    """The links and controls of the page's main part, in their order."""
    found = page.select("main a, main button, main select")
    return [" ".join(one.get_text(" ").split()) for one in found]


def test_a_coordinator_writes_a_note_from_the_first_link(cast: Cast) -> None:
    staff = cast.visits(cast.staff)
    page = staff.open(f"/clients/{cast.client.reference}")
    assert ways(page)[0] == "Write a note"
    staff.follow("Write a note")
    assert staff.page.find("textarea", {"id": "text"}) is not None
    staff.submit({"text": "Rang her.", "audience": "staff"}, button="Add to the log")
    assert "Rang her." in staff.text


@pytest.mark.parametrize("who", ["staff", "partner", "client_account"])
def test_every_part_of_the_page_has_its_link_at_the_top(cast: Cast, who: str) -> None:
    account: Account = getattr(cast, who)
    visitor = cast.visits(account)
    page = visitor.open(f"/clients/{cast.client.reference}")
    contents = page.find("nav", {"aria-label": "Contents"})
    assert contents is not None
    top = [link["href"] for link in contents.find_all("a")]
    assert top == [link["href"] for link in page.select(".app-panel > h2 > a")]
    assert top
    for address in top:
        visitor.open(str(address))


def test_who_coordinates_comes_after_what_is_done_each_day(cast: Cast) -> None:
    page = cast.visits(cast.staff).open(f"/clients/{cast.client.reference}")
    order = ways(page)
    assert order.index("What happened") < order.index("Save the coordinator")
