"""A mentor offers a talk a week; a client books one, changes her mind, and comes."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.bookings.models import Slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.services import give_consent
from app.pathways.services import make_plan
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import a_mentor, over
from tests.journeys.conftest import People
from tests.journeys.person import Person

pytestmark = pytest.mark.browser
WORDS = "Practise explaining what you do. Come again in a month."


def test_a_mentor_offers_a_series_and_notes_who_came(
    people: People, cast: Cast, app: Flask
) -> None:
    with app.test_request_context():
        a_mentor(cast.mentor)
    account, mentor, client = cast.client_account, people.person(), people.person(width=320)
    mentor.sign_in(cast.mentor.email)
    offer_weekly(mentor)
    client.sign_in(account.email)
    book_the_first(client)
    cancel_and_book_again(client)

    see_who_is_coming(mentor)
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.MENTOR,
            purpose=ConsentPurpose.SHARE_PLAN, given=ConsentGiven.ONLINE,
        )  # fmt: skip
    read_what_comes_next(mentor)
    with app.test_request_context():
        over(Slot.select().order_by(Slot.starts_at).get())
    note_who_came(mentor)
    client.open("/bookings?when=earlier")
    client.page.locator("li", has_text="Attended").get_by_role("link").click()
    client.sees(WORDS)
    cancel_the_next(mentor)


def offer_weekly(mentor: Person) -> None:
    first = clock.today() + timedelta(days=1)
    mentor.follow("Offer a slot")
    mentor.choose("Mentoring", "What do you offer?")
    mentor.enter_day("On which day?", first)
    mentor.fill("At what time does it start?", "14:00")
    mentor.choose("Every week", "Does it repeat?")
    mentor.press("Offer it")
    mentor.sees("Enter the last day.")
    mentor.enter_day("If it repeats, until which day?", first + timedelta(days=21))
    mentor.press("Offer it")
    mentor.sees("4 slots are offered.")


def book_the_first(client: Person) -> None:
    client.follow("Slots")
    client.page.get_by_role("link", name="Mentoring with Dr Mary Mentor").first.click()
    client.press("Book this slot")
    client.sees("The place is booked")
    assert client.download("Put it into your calendar").startswith(b"BEGIN:VCALENDAR")


def cancel_and_book_again(client: Person) -> None:
    client.follow("Cancel this booking")
    client.press("Cancel the booking")
    client.sees("The booking is cancelled. The place is free again.")
    client.follow("See all open slots")
    client.page.get_by_role("link", name="Mentoring with Dr Mary Mentor").first.click()
    client.press("Book this slot")
    client.sees("The place is booked")


def see_who_is_coming(mentor: Person) -> None:
    """A mentor is told the first name and the profession, and no more without consent."""
    mentor.follow("Home")
    mentor.sees("Hana, Nurse")
    mentor.follow("Bookings")
    mentor.page.get_by_role("link", name="Hana").click()
    mentor.look()
    mentor.sees("Nurse")
    mentor.does_not_see("Tesfaye")
    calendar = mentor.download("Put it into your calendar")
    assert calendar.startswith(b"BEGIN:VCALENDAR")
    assert b"Hana" not in calendar


def read_what_comes_next(mentor: Person) -> None:
    """Where the client shares her plan, a part of the booking's page, or a page behind a link."""
    mentor.page.reload()
    mentor.sees("Goal and next steps")
    mentor.look()
    mentor.open(f"{mentor.path}/next-steps")
    mentor.sees("Gather and translate the documents")
    mentor.does_not_see("Tesfaye")
    mentor.follow("The booking")


def note_who_came(mentor: Person) -> None:
    mentor.page.reload()
    mentor.follow("Note who came")
    mentor.choose("Yes", "Did the person come?")
    mentor.fill("What went well, and what is the next step? (optional)", WORDS)
    mentor.press("Save")
    mentor.sees("Thank you. It is noted.")
    mentor.sees("Attended")


def cancel_the_next(mentor: Person) -> None:
    mentor.follow("Slots")
    mentor.page.get_by_role("link", name="Mentoring with Dr Mary Mentor").first.click()
    mentor.look()
    mentor.follow("Cancel this slot")
    mentor.press("Cancel the slot")
    mentor.sees("This slot will not take place.")
