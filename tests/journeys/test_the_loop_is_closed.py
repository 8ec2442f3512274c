"""Told by phone, asked, answered by a link, accepted, missed, met: nobody is lost on the way."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.notifications.models import Message
from tests.cast import Cast
from tests.journeys.conftest import People
from tests.journeys.person import Person

pytestmark = pytest.mark.browser
HOUSE = "Cedar House Community Centre"
QUESTION = "In which year did she qualify?"
ANSWER = "In 2009, she says."


def test_a_referral_without_an_account_goes_round_and_ends_in_support(
    app: Flask, people: People, cast: Cast
) -> None:
    assert cast.organisation
    staff, worker = people.person(), people.person(width=320)
    staff.sign_in(cast.staff.email)
    enter_what_was_told(staff)
    ask(staff)
    answer_by_link(worker, address_in_the_last_mail(app))
    accept(staff)
    arrange(staff)
    miss_and_arrange_again(staff)
    staff.press("The person is here")
    staff.sees("The arrival is noted.")
    staff.follow("The meeting happened: start support")
    staff.press("The meeting happened: start support")
    staff.sees("Support under way")
    worker.open(address_in_the_last_mail(app))
    worker.sees("We have met and started.")


def enter_what_was_told(staff: Person) -> None:
    staff.open("/referrals")
    staff.follow("Enter a referral for an organisation without an account")
    staff.press("Enter the referral")
    staff.sees("Choose the organisation.")
    staff.select("Referring organisation", HOUSE)
    staff.fill("Who told you?", "Father Thomas")
    staff.fill("E-mail address of the organisation", "cedar@mail.example")
    staff.fill("Name", "Selam Haile")
    staff.choose("Phone call", "How can we best reach the person?")
    staff.fill("Phone number", "07700 900123")
    staff.select("Profession", "Nurse")
    staff.select("Country where the person trained", "Eritrea")
    staff.select("Language the person speaks best", "Tigrinya – ትግርኛ")
    staff.choose("Yes", "Is an interpreter needed?")
    staff.choose("The referrer", "Who comes along to the first meeting?")
    staff.choose("By speaking, in a shared language", "How did the person agree?")
    staff.press("Enter the referral")
    staff.sees("Father Thomas of Cedar House")


def ask(staff: Person) -> None:
    staff.follow("Ask the referrer a question")
    staff.sees("we send the organisation a link by e-mail")
    staff.fill("What the referrer reads", QUESTION)
    staff.press("Ask the referrer a question")
    staff.sees("Question asked")


def answer_by_link(worker: Person, address: str) -> None:
    worker.open(address)
    worker.sees(QUESTION)
    worker.does_not_see("Haile")
    worker.press("Send the answer")
    worker.sees("Write a sentence.")
    worker.fill("Your answer", ANSWER)
    worker.press("Send the answer")
    worker.sees("You have answered. Thank you.")


def accept(staff: Person) -> None:
    staff.open("/referrals")
    staff.follow("Selam Haile")
    staff.sees(ANSWER)
    staff.follow("Accept")
    staff.choose("Somebody new", "Who is the person?")
    staff.press("Accept the referral")


def arrange(staff: Person) -> None:
    staff.follow("Book the first meeting")
    staff.enter_day("Day", clock.today() + timedelta(days=1))
    staff.fill("Time", "10:30")
    staff.fill("Place", "Smethwick Library")
    staff.fill("Where exactly to meet (optional)", "At the library door")
    staff.fill("Whom to ask for (optional)", "Sana")
    staff.fill("Who comes along (optional)", "Father Thomas")
    staff.fill("Help needed with the way (optional)", "Bus fare")
    staff.press("Book the first meeting")
    staff.press("Confirm that the person will come")
    staff.sees("by us")
    staff.follow("Card to print")
    staff.sees("For Selam and who comes along")
    staff.sees("At the library door")
    staff.follow("Back")


def miss_and_arrange_again(staff: Person) -> None:
    staff.follow("The meeting did not happen")
    staff.choose("The person", "On whose side does the reason lie?")
    staff.press("The meeting did not happen")
    staff.follow("Book the first meeting")
    staff.enter_day("Day", clock.today() + timedelta(days=8))
    staff.fill("Time", "11:00")
    staff.press("Book the first meeting")
    for kept in ("Smethwick Library", "At the library door", "Father Thomas", "Bus fare"):
        staff.sees(kept)
    staff.sees("Not yet")


def address_in_the_last_mail(app: Flask) -> str:
    with app.app_context():
        mail = Message.select().where(Message.template == "referral_linked")
        found = re.search(r"/answer/\S+", mail.order_by(Message.id.desc()).get().body)
    assert found
    return found.group()
