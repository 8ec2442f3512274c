"""From an empty database to a printed plan, and what one better English score changes in it."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pypdf import PdfReader

from app import clock
from app.accounts.models import Account
from tests.cast import PASSWORD
from tests.journeys.conftest import People
from tests.journeys.person import Person
from tests.journeys.referring import Cost, answer, send
from tests.opportunities.conftest import advert

pytestmark = pytest.mark.browser
HOUSE, NAME = "Cedar House Community Centre", "Selam Haile"
ENGLISH, REGISTER = "english_test", "nmc_registration"


def test_from_an_empty_database_to_a_plan_that_one_score_changes(
    app: Flask, people: People, tmp_path: Path
) -> None:
    with app.app_context():
        assert Account.select().count() == 0
    staff = invited(app, people, "sana@lw.example", "--role", "staff", "--name", "Sana Staff")
    add_organisation(staff)
    partner = invited(
        app, people, "paula@cedar.example", "--role", "partner", "--organisation", HOUSE
    )
    sent = refer_with_a_break(partner)
    client_page = accept_and_meet(staff, sent)
    partner.follow("See the referral")
    partner.sees("Support has started")
    partner.sees("The first meeting was booked.")
    complete_profile(staff, client_page)
    add_ielts(staff, client_page, days_ago=90, writing="6.0")
    load_vacancies(staff, tmp_path)
    gap = match_of(staff, client_page)
    assert "Missing: Registration, English." in gap
    assert "IELTS 6.5 is needed in writing; the score is 6.0." in gap

    mentor = invited(app, people, "mary@gp.example", "--role", "mentor", "--name", "Dr Mary Mentor")
    slot = offer_observership(mentor)
    book_for_her(staff, slot, client_page)
    make_plan(staff, client_page)
    before, printed = plan_of(staff), paper_of(staff)
    assert "Not started" in before[ENGLISH]
    assert "The target is not met yet." in printed

    add_ielts(staff, client_page, days_ago=7, writing="7.0")
    staff.open(f"{client_page}/plan")
    staff.sees("has changed since, or a plan has come with a referral.")
    staff.press("Update from the record")
    after, reprinted = plan_of(staff), paper_of(staff)
    assert "Done" in after[ENGLISH]
    assert before[REGISTER] != after[REGISTER]
    assert "The target is met." in reprinted
    assert month_of(after[REGISTER]) in reprinted
    assert month_of(before[REGISTER]) in printed
    assert "Missing: Registration." in match_of(staff, client_page)

    reference = client_page.removeprefix("/clients/")
    client = invited(app, people, "selam@mail.example", "--role", "client", "--client", reference)
    tick_a_step(client)
    change_the_booking(client)


def invited(app: Flask, people: People, email: str, *options: str) -> Person:
    """Somebody who sets a password by the link that create-user printed, and signs in."""
    result = app.test_cli_runner().invoke(args=["create-user", email, *options])
    assert result.exit_code == 0, result.output
    person = people.person(width=320 if "client" in options else 1280)
    person.open(urlsplit(result.output.strip()).path)
    person.fill("New password", PASSWORD)
    person.press("Save password")
    person.sees("Your password is set.")
    person.sign_in(email)
    return person


def add_organisation(staff: Person) -> None:
    staff.open("/organisations/new")
    staff.fill("Name", HOUSE)
    staff.select("Kind", "Community organisation")
    staff.press("Save")
    staff.sees(HOUSE)


def refer_with_a_break(partner: Person) -> str:
    """Refer somebody, put it aside after two pages, and go on from the task list."""
    cost = Cost()
    partner.follow("Refer somebody")
    partner.press("Save and continue")
    partner.sees("Enter the person's name. One name is enough.")
    answer(partner, 0, cost)
    answer(partner, 1, cost, button="Save and come back later")
    partner.sees("Your draft is saved.")
    partner.follow(NAME)
    partner.sees("To do")
    partner.follow("Language and first meeting")
    answer(partner, 2, cost)
    answer(partner, 3, cost)
    return send(partner, cost)


def accept_and_meet(staff: Person, sent: str) -> str:
    """Take the referral up to the first meeting; where the new client's page is."""
    staff.open("/home")
    staff.follow(NAME)
    staff.sees(sent)
    staff.press("Say that we have read it")
    staff.follow("Accept")
    staff.choose("Somebody new", "Who is the person?")
    staff.press("Accept the referral")
    staff.follow("Book the first meeting")
    staff.enter_day("Day", clock.today() + timedelta(days=1))
    staff.fill("Time", "10:30")
    staff.fill("Place", "The Learning Works, Unett Street")
    staff.press("Book the first meeting")
    staff.follow("The meeting happened: start support")
    staff.press("The meeting happened: start support")
    staff.sees("Support under way")
    record = staff.page.get_by_role("link", name=re.compile("^Record of"))
    return str(record.get_attribute("href"))


def complete_profile(staff: Person, page: str) -> None:
    staff.open(page)
    staff.follow("Change Profession and training")
    staff.page.get_by_label("Route to registration").select_option("nurse_adult")
    staff.fill("Year of qualifying (optional)", "2012")
    staff.press("Save")
    staff.follow("Change Goal, registration and practice")
    staff.fill("Goal (optional)", "Work on a ward again")
    staff.fill("Years of practice (optional)", "6")
    staff.fill("Last year of practice (optional)", str(clock.today().year - 1))
    staff.press("Save")
    staff.follow("Change Contact")
    staff.fill("Postcode (optional)", "B66 2QT")
    staff.press("Save")
    staff.sees("B66 2QT")
    staff.follow("Change Right to work")
    staff.choose("Refugee status or humanitarian protection (limited leave)")
    staff.press("Save")
    for fact in ("Profession", "Right to work"):
        see_papers(staff, page, fact)


def see_papers(staff: Person, page: str, fact: str) -> None:
    staff.open(f"{page}/evidence")
    staff.follow(f"Change {fact}")
    staff.choose("Seen")
    staff.press("Save")


def add_ielts(staff: Person, page: str, *, days_ago: int, writing: str) -> None:
    staff.open(f"{page}/english")
    staff.choose("IELTS Academic", "Which test?")
    staff.enter_day("Day of the test", clock.today() - timedelta(days=days_ago))
    for part in ("Listening", "Reading", "Speaking"):
        staff.fill(part, "7.5")
    staff.fill("Writing", writing)
    staff.choose("Seen", "How well is it known?")
    staff.press("Add the test")
    staff.sees("The test is written down.")


def load_vacancies(staff: Person, folder: Path) -> None:
    """Two made-up adverts, read first and then taken in."""
    year = clock.today().year
    dates = {
        "datePosted": f"{clock.today() - timedelta(days=3)}T09:00:00+0000",
        "validThrough": f"{year + 1}-12-31T23:59:59+0000",
    }
    titles = ("Staff Nurse - Elderly Care", "Healthcare Assistant")
    rows = [
        advert(title=title, url=f"https://jobs.example/xi/vacancy/{number}", **dates)
        for number, title in enumerate(titles)
    ]
    file = folder / "adverts.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    staff.follow("Opportunities")
    staff.follow("Import adverts")
    staff.page.locator("input[type=file]").set_input_files(file)
    staff.press("Read the file")
    staff.sees("adverts.jsonl, 2 lines")
    staff.press("Import them")
    staff.sees("2 new, 0 changed, 0 unchanged")


def match_of(staff: Person, page: str) -> str:
    """How she fits the nurse's post, with every reason."""
    staff.open(f"{page}/matches")
    row = staff.page.locator(".app-row", has_text="Staff Nurse - Elderly Care")
    return " ".join((row.text_content() or "").split())


def offer_observership(mentor: Person) -> str:
    """A mentor says who they are, then offers a morning; where it is."""
    mentor.follow("Offer a slot")
    mentor.select("Your profession", "Nurse")
    mentor.press("Save")
    mentor.follow("Offer a slot")
    mentor.choose("Observership", "What do you offer?")
    mentor.enter_day("On which day?", clock.today() + timedelta(days=14))
    mentor.fill("At what time does it start?", "9:00")
    mentor.fill("Address, if people come to you", "Cape Hill Medical Centre")
    mentor.press("Offer it")
    mentor.sees("The slot is offered.")
    return mentor.path


def book_for_her(staff: Person, slot: str, page: str) -> None:
    reference = page.removeprefix("/clients/")
    staff.open(slot)
    staff.fill("Name or reference of the person", reference)
    staff.press("Search", within="#who-to-book")
    staff.choose(f"{NAME}, {reference}", "Who is it for?")
    staff.press("Book the place")
    staff.sees("The place is booked")


def make_plan(staff: Person, page: str) -> None:
    staff.open(f"{page}/plan")
    staff.follow("Make a plan")
    staff.press("Make the plan")
    staff.sees("The plan is made.")
    staff.sees("Work on a ward again")


def plan_of(staff: Person) -> dict[str, str]:
    """Two steps of the open plan in words."""
    rows = {key: staff.page.locator(f"#step-{key}").inner_text() for key in (ENGLISH, REGISTER)}
    return {key: " ".join(text.split()) for key, text in rows.items()}


def month_of(row: str) -> str:
    """The month by which a step can be done at the latest: `June 2027`."""
    return re.findall(r"[A-Z][a-z]+ 20\d\d", row)[-1]


def paper_of(staff: Person) -> str:
    """The words of the plan's PDF."""
    content = staff.download("Open the plan as a PDF")
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def tick_a_step(client: Person) -> None:
    client.follow("Open your plan")
    client.sees("Work on a ward again")
    client.follow("Gather and translate the documents")
    client.press("Tick this step")
    client.sees("Well done. The step is ticked.")


def change_the_booking(client: Person) -> None:
    """Give the place back, then take it again."""
    client.follow("Bookings")
    client.page.get_by_role("link", name="Dr Mary Mentor").click()
    client.follow("Cancel this booking")
    client.press("Cancel the booking")
    client.follow("See all open slots")
    client.page.get_by_role("link", name="Dr Mary Mentor").click()
    client.look()
    client.press("Book this slot")
    client.sees("The place is booked")
