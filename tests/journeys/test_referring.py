"""From a community worker's first press to the first meeting, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def test_a_partner_refers_somebody_and_staff_accept_and_book_the_first_meeting(
    people: People, cast: Cast
) -> None:
    worker, staff = cast.partner, cast.staff
    partner = people.person(width=320)
    partner.sign_in(worker.email)
    partner.follow("Referrals")
    partner.follow("Refer somebody")
    partner.press("Save and continue")
    partner.sees("Enter the person's name. One name is enough.")
    partner.fill("Name", "Selam")
    partner.choose("Phone call")
    partner.fill("Phone number", "07700 900123")
    partner.press("Save and continue")
    partner.select("Profession", "Nurse")
    partner.select("Country where the person trained", "Eritrea")
    partner.press("Save and continue")
    partner.select("Language the person speaks best", "Tigrinya – ትግርኛ")
    partner.choose("Yes")
    partner.choose("I do, or a colleague")
    partner.press("Save and continue")
    partner.choose("By speaking, with an interpreter")
    partner.choose("The plan and how far it is")
    partner.press("Save and continue")
    partner.press("Send the referral")
    partner.sees("What happens next")
    partner.follow("See the referral")
    partner.sees("We will answer by")

    coordinator = people.person()
    coordinator.sign_in(staff.email)
    coordinator.follow("Referrals")
    coordinator.follow("Selam")
    coordinator.press("Say that we have read it")
    coordinator.follow("Accept")
    coordinator.press("Accept the referral")
    coordinator.follow("Book the first meeting")
    coordinator.press("Book the first meeting")
    coordinator.sees("Enter the day.")
    year = coordinator.page.evaluate("new Date().getFullYear() + 1")
    for part, value in (("Day", "6"), ("Month", "1"), ("Year", str(year))):
        coordinator.fill(part, value)
    coordinator.fill("Time", "14:00")
    coordinator.fill("Place", "Smethwick Library")
    coordinator.press("Book the first meeting")
    coordinator.sees("First meeting booked")

    partner.page.reload()
    partner.look()
    partner.sees(f"6 January {year} at 14:00, Smethwick Library.")
    expect(partner.page.get_by_role("link", name=re.compile("Record of Selam"))).to_be_visible()
