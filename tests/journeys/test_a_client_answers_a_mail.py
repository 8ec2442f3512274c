"""Without an account a client confirms her address and says what is still right, by two mails."""

import pytest
from dateutil.relativedelta import relativedelta
from flask import Flask

from app import clock
from app.clients.models import Client
from app.clients.recipients import doubt_address
from app.clients.reminders import ask_to_confirm
from app.notifications.letters import addresses
from app.notifications.models import Message
from tests.cast import Cast
from tests.clients.records import TOLD
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def link_in(app: Flask, template: str) -> str:
    """The path of the link in the mail."""
    with app.app_context():
        [link] = addresses(Message.get(Message.template == template).body)
        return link.removeprefix(app.config["BASE_URL"])


def test_a_client_confirms_her_address_and_what_is_old(
    app: Flask, people: People, cast: Cast
) -> None:
    with app.test_request_context():
        old = clock.now() - relativedelta(months=7)
        Client.update(
            created_at=old, confirm_due_on=clock.today(), email="hana@mail.example",
            contact_route="email", **TOLD,
        ).where(Client.id == cast.client.id).execute()  # fmt: skip
        doubt_address(cast.client.id, "hana@mail.example")
        assert ask_to_confirm() == 1
    client = people.person(width=320)
    client.open(link_in(app, "confirm_address"))
    client.press("Yes, write to me here")
    client.sees("This e-mail address is confirmed.")
    client.open(link_in(app, "still_right"))
    client.press("Send the answers")
    client.sees("Choose an answer for at least one.")
    client.choose("Yes, this is right", "Registration: is this still right?")
    client.choose("No, something is different", "Contact: is this still right?")
    client.fill("Contact: what is different? Write it in your own words.", "My phone is new.")
    client.press("Send the answers")
    client.sees("You have written to us. We look at it.")
    client.choose("Yes, this is right", "Availability: is this still right?")
    client.press("Send the answers")
    assert client.heading == "Thank you"
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.open(f"/clients/{cast.client.reference}/confirm")
    staff.sees("My phone is new.")
