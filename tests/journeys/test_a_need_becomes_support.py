"""A client says what she needs, a partner helps, and she reads what comes next on her phone."""

import pytest
from flask import Flask

from app.clients.models import Client
from app.organisations.models import ServiceKind
from tests.cast import Cast
from tests.factories.support import a_group, a_service
from tests.journeys.conftest import People
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


def test_a_need_becomes_support_and_the_loop_is_closed(
    people: People, cast: Cast, app: Flask
) -> None:
    with app.test_request_context():
        a_service(cast.other_organisation, name="Little Oaks", kind=ServiceKind.CHILDCARE)
        a_group(cast.viewer(cast.staff))
        Client.update(phone="07700 900123").where(Client.id == cast.client.id).execute()
    account, worker = cast.client_account, cast.other_partner
    client, partner = people.person(width=320), people.person()
    client.sign_in(account.email)
    ask(client)
    partner.sign_in(worker.email)
    answer(partner)
    client.follow("Home")
    client.follow("What I asked for: 1")
    client.follow("Little Oaks")
    client.sees("Come on Monday at 10:00.")
    join(client)


def ask(client: Person) -> None:
    client.follow("My page")
    if client.javascript:
        client.sees("Say what I need")
        client.follow("Say what I need")
    else:
        client.follow("Needs and support")
        client.follow("Say what I need")
    client.select("What kind of help?", "Childcare")
    client.fill("What is needed?", "Two children, after school.")
    client.press("Save")
    client.follow("Ask for: Little Oaks")
    client.choose("07700 900123", "May the organisation ring or write?")
    client.press("Ask", within="main")
    client.sees("Tick the box if you agree.")
    client.choose("I agree that this is shared for this request")
    client.press("Ask", within="main")
    client.sees("will say by")


def answer(partner: Person) -> None:
    partner.follow("Support asked of us: 1")
    partner.follow("Little Oaks: Hana")
    partner.sees("Two children, after school.")
    partner.press("We have seen this")
    partner.follow("Yes, we can help")
    partner.fill("What the person reads or is told", "Come on Monday at 10:00.")
    partner.press("Yes, we can help")
    partner.sees("Say when the help has been given.")
    partner.follow("Organisations")


def join(client: Person) -> None:
    client.follow("Support")
    client.follow("Groups to join")
    client.follow("IELTS together")
    client.press("Join the group")
    client.sees("You are in this group.")
