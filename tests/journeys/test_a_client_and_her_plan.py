"""A client reads her plan on a phone, from right to left, and decides who else may."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app import clock
from app.accounts.models import Account
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.services import give_consent
from app.pathways.services import make_plan
from app.policy import SYSTEM
from scripts.make_pseudo_locale import pretend
from tests.cast import Cast
from tests.journeys.conftest import People
from tests.journeys.person import Person

COMPILED = Path("app/translations/ar_001/LC_MESSAGES/messages.mo")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (Path(__file__).parents[2] / COMPILED).exists(),
        reason="The pseudo-locale is made by make test.",
    ),
]


def test_a_client_reads_her_plan_from_right_to_left_and_stops_sharing_it(
    people: People, cast: Cast, app: Flask
) -> None:
    address = shared_plan(app, cast)
    account = cast.client_account
    with app.app_context():
        Account.update(locale="ar_001").where(Account.id == account.id).execute()
    partner, client = people.person(), people.person(width=320)
    partner.sign_in(cast.partner.email)
    partner.open(f"{address}/plan")
    partner.sees("Pathway plan")

    client.sign_in(account.email)
    assert client.page.locator("html").get_attribute("dir") == "rtl"
    read_the_plan(client)
    add_a_test(client, address)
    stop_sharing_the_plan(client, cast.organisation.name)
    partner.refused(f"{address}/plan")
    partner.open(address)
    partner.sees("Hana")


def shared_plan(app: Flask, cast: Cast) -> str:
    """A plan that the referring organisation may read; where the client's page is."""
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
        give_consent(
            SYSTEM,
            cast.client,
            counterparty=Counterparty.ORGANISATION,
            organisation=cast.organisation,
            purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.SPOKEN,
            language="en",
        )
    return f"/clients/{cast.client.reference}"


def read_the_plan(client: Person) -> None:
    client.follow(pretend("My plan"))
    client.sees(pretend("What comes next in the plan"))
    client.follow(pretend("Gather and translate the documents"))
    client.press(pretend("Tick this step"))
    client.sees(pretend("Well done. The step is ticked."))
    client.follow(pretend("Page for printing"))
    assert client.page.locator("html").get_attribute("dir") == "rtl"


def add_a_test(client: Person, address: str) -> None:
    client.open(f"{address}/english")
    client.page.get_by_label("IELTS Academic").check()
    day = clock.today() - timedelta(days=30)
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        client.page.locator(f"[name=taken_on-{part}]").fill(str(number))
    for part in ("Listening", "Reading", "Writing", "Speaking"):
        client.fill(pretend(part), "7.5")
    client.press(pretend("Add the test"))
    client.sees(pretend("The test is written down."))


def stop_sharing_the_plan(client: Person, organisation: str) -> None:
    client.follow(pretend("My page"))
    client.follow(pretend("See who may read it, and who has looked"))
    client.sees(organisation)
    plan = client.page.locator("li", has_text=pretend("Pathway plan and its progress")).first
    plan.get_by_role("button", name=pretend("Stop sharing")).click()
    client.sees(pretend("This is not shared any more."))
