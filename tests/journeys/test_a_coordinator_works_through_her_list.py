"""A coordinator finds by typing, takes rows, gives them back, and writes down what happened."""

import pytest
from flask import Flask
from playwright.sync_api import Route, expect

from tests.cast import Cast
from tests.journeys.conftest import People
from tests.journeys.person import Person
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]
pytestmark = pytest.mark.browser
NOTES = {
    "Staff only": "She is afraid of the test.",
    "Staff and the referring organisations": "Bring her certificates on Monday.",
    "Staff and the client": "You did very well today.",
}


def test_a_work_list_is_searched_ticked_given_undone_and_saved(
    people: People, cast: Cast, sent: Make
) -> None:
    for name in ("Amal Yusuf", "Bana Tekle", "Amira Saleh"):
        sent(name=name)
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.sees("This shows everybody's work.")
    staff.follow("Referrals")
    search(staff, "am")
    staff.does_not_see("Bana Tekle")
    look_at_one_and_come_back(staff)
    tick_all(staff)
    staff.select("Coordinator", "Sana Staff", within=".app-chosen")
    staff.press("Give to the coordinator")
    staff.sees("Sana Staff coordinates 2 of them now.")
    staff.press("Undo")
    staff.sees("Undone for 2.")
    expect(staff.page.get_by_label("Name or reference")).to_have_value("am")
    staff.follow("Referrals")
    staff.choose("Choose Bana Tekle")
    staff.press("Give to the coordinator")
    staff.follow("Back to the list")
    save_my_own(staff)
    staff.follow("Home")
    staff.sees("This shows what you coordinate.")
    staff.sees("Bana Tekle")
    staff.does_not_see("Amal Yusuf")


def search(staff: Person, start: str) -> None:
    """With a script the list narrows while one types; without it the button is pressed."""
    box = staff.page.get_by_label("Name or reference")
    box.press_sequentially(start)
    if not staff.javascript:
        staff.press("Search", within="main")
    expect(staff.page.locator("article")).to_have_count(2)


def look_at_one_and_come_back(staff: Person) -> None:
    """The list is still as narrow, and the box says why."""
    staff.follow("Amal Yusuf")
    staff.page.go_back()
    expect(staff.page.get_by_label("Name or reference")).to_have_value("am")
    staff.does_not_see("Bana Tekle")
    staff.sees("Amira Saleh")


def tick_all(staff: Person) -> None:
    """By the arrow keys where a script runs: down into the list, over to the boxes, and down."""
    boxes = staff.page.get_by_role("checkbox", name="Choose")
    if not staff.javascript:
        for box in boxes.all():
            box.check()
        return
    keys = staff.page.keyboard
    staff.page.get_by_label("Name or reference").focus()
    keys.press("ArrowDown")
    expect(staff.page.locator("article a").first).to_be_focused()
    keys.press("ArrowDown")
    expect(staff.page.locator("article a").nth(1)).to_be_focused()
    keys.press("Shift+Tab")
    keys.press("Space")
    keys.press("ArrowUp")
    keys.press("Space")
    for box in boxes.all():
        expect(box).to_be_checked()
    keys.press("ArrowUp")
    expect(staff.page.get_by_label("Name or reference")).to_be_focused()
    boxes.first.focus()
    keys.press("End")
    expect(staff.page.locator(".app-chosen select")).to_be_focused()


def save_my_own(staff: Person) -> None:
    staff.select("Coordinator", "Me", within="[role=search]")
    if not staff.javascript:
        staff.press("Search", within="main")
    expect(staff.page.locator("article")).to_have_count(1)
    staff.follow("Save this list")
    staff.press("Save", within="main")
    staff.sees("Give it a name.")
    staff.fill("Name of the list", "Mine that wait")
    staff.press("Save", within="main")
    staff.follow("Mine that wait")
    expect(staff.page.locator("article")).to_have_count(1)
    staff.follow("Change saved lists")
    staff.sees("Mine that wait")


def test_each_reader_of_a_timeline_sees_the_notes_for_her(
    app: Flask, people: People, cast: Cast
) -> None:
    address = f"/clients/{cast.client.reference}/timeline"
    readers = cast.partner.email, cast.client_account.email
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.open(address)
    # Its list has a heading of its own only where it is a part of the client's page.
    expect(staff.page.get_by_role("heading", name="What happened")).to_have_count(1)
    for audience, text in NOTES.items():
        write(staff, text, audience)
    staff.select("Kind", "English")
    if not staff.javascript:
        staff.press("Show", within="main")
    staff.sees("Nothing is written down yet.")
    for email, seen in zip(readers, list(NOTES.values())[1:], strict=True):
        reader = people.person(width=320)
        reader.sign_in(email)
        reader.open(address)
        for text in NOTES.values():
            (reader.sees if text == seen else reader.does_not_see)(text)


def write(staff: Person, text: str, audience: str) -> None:
    staff.page.get_by_text("Write a note", exact=True).click()
    staff.fill("What happened?", text)
    staff.choose(audience, "Who may read it?")
    staff.press("Add to the log")
    staff.sees(text)


def test_the_list_answers_what_was_typed_last_however_slow_the_first_answer(
    people: People, cast: Cast, sent: Make, javascript: bool
) -> None:
    if not javascript:
        return
    for name in ("Amal Yusuf", "Amira Saleh"):
        sent(name=name)
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.follow("Referrals")
    held: list[Route] = []
    staff.page.route("**/referrals?search=a&*", lambda route: held.append(route))
    box = staff.page.get_by_label("Name or reference")
    for typed in ("a", "am", "ami"):
        with staff.page.expect_request(f"**/referrals?search={typed}&*"):
            box.press_sequentially(typed[-1])
    expect(staff.page.locator("article")).to_have_count(1)
    for route in held:
        route.continue_()
    staff.sees("Amira Saleh")
    staff.does_not_see("Amal Yusuf")
