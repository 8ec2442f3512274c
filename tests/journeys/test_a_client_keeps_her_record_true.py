"""A client says on her phone what still holds, and who may see what; it counts at once."""

import pytest
from dateutil.relativedelta import relativedelta
from flask import Flask

from app import clock
from app.clients.models import Client
from tests.cast import Cast
from tests.clients.records import TOLD
from tests.journeys.conftest import People
from tests.journeys.person import Person

pytestmark = pytest.mark.browser


def test_a_client_confirms_what_is_old_and_decides_who_sees_it(
    app: Flask, people: People, cast: Cast
) -> None:
    with app.test_request_context():
        old = clock.now() - relativedelta(months=4)
        Client.update(created_at=old, confirm_due_on=clock.today(), **TOLD).where(
            Client.id == cast.client.id
        ).execute()
    client, partner = people.person(width=320), people.person()
    client.sign_in(cast.client_account.email)
    confirm(client)
    partner.sign_in(cast.partner.email)
    page = f"/clients/{cast.client.reference}"
    partner.open(page)
    partner.does_not_see("Eritrea")
    share(client)
    partner.open(page)
    partner.sees("Eritrea")
    client.press(
        "Stop sharing : Profession, training, qualifications and goal, Cedar House Community Centre"
    )
    partner.open(page)
    partner.does_not_see("Eritrea")
    end(client)
    partner.open("/clients")
    partner.does_not_see("Hana")


def confirm(client: Person) -> None:
    client.follow("Look and say yes, or change it")
    client.sees("To confirm")
    client.press("Yes, this is right : Registration")
    client.sees("Thank you. It is noted.")
    client.does_not_see("To confirm")


def share(client: Person) -> None:
    client.follow("My page")
    client.follow("See who may read it, and who has looked")
    client.follow(
        "Share : Profession, training, qualifications and goal, Cedar House Community Centre"
    )
    client.press("Yes, share this")
    client.sees("Shared")


def end(client: Person) -> None:
    client.follow("Stop keeping my record")
    client.sees("What happens at once")
    client.press("Stop keeping my record")
    client.sees("This record ends")
    client.follow("Home")
    client.sees("Everything that was open has been stopped.")
