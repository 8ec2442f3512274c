"""Where nobody reads nothing more is tried, and whoever can ask for another address sees it."""

import pytest
from flask import Flask

from app.clients.models import Client
from app.clients.recipients import is_reached
from app.notifications.models import Message, MessageStatus, Problem, RefusedAddress
from app.notifications.refused import note_refused
from app.notifications.sending import send_due
from app.notifications.services import Recipient, put_in_outbox
from app.organisations.models import Organisation
from tests.cast import Cast
from tests.factories.bookings import a_crowd
from tests.post_office import PostOffice
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]
BAD, GOOD = "bad@mail.example", "good@mail.example"
SHOWN = "Mail to bad@mail.example does not arrive."


def write(key: str, *, client_id: int | None = None, address: str = BAD) -> Message:
    to = Recipient(address, client_id=client_id)
    put_in_outbox("offer_made", to, key=key, link="https://pathways.example")
    return Message.select().order_by(Message.id.desc()).get()


@pytest.fixture
def nobody(post: PostOffice) -> PostOffice:
    post.on_recipient = lambda address: "550 5.1.1 no such user" if address == BAD else None
    return post


@pytest.fixture
def client(context: None, cast: Cast) -> Client:
    """Without an account."""
    (client,) = a_crowd(cast.programme, 1)
    Client.update(email=BAD, contact_route="email").where(Client.id == client.id).execute()
    return Client.get_by_id(client.id)


@pytest.mark.usefixtures("context")
def test_after_a_refusal_nothing_more_is_tried_there(nobody: PostOffice) -> None:
    write("one")
    assert send_due().failed == 1
    second, other = write("two"), write("three", address=GOOD)
    run = send_due()
    assert (run.sent, run.failed) == (1, 1)
    assert nobody.tries == [BAD, GOOD]
    row = Message.get_by_id(second.id)
    assert (row.status, row.problem, row.attempts) == (
        MessageStatus.FAILED, Problem.ADDRESS_REFUSED, 0,
    )  # fmt: skip
    assert Message.get_by_id(other.id).status == MessageStatus.SENT


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("answer", "is_marked"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 no such person", True),
        ("551 not here", True),
        ("550 5.7.1 relaying denied", False),
        ("554 we do not like your network", False),
        ("552 5.2.2 mailbox full", False),
        ("450 4.2.1 try later", False),
    ],
)
def test_only_what_is_said_of_the_address_counts_against_it(
    post: PostOffice, answer: str, *, is_marked: bool
) -> None:
    post.on_recipient = lambda _address: answer
    write("one")
    send_due()
    assert RefusedAddress.select().exists() == is_marked


def test_all_that_was_refused_goes_to_another_address_by_itself(
    client: Client, nobody: PostOffice
) -> None:
    for key in ("one", "two"):
        write(key, client_id=client.id)
        send_due()
    assert nobody.tries == [BAD]
    Client.update(email=GOOD).where(Client.id == client.id).execute()
    assert send_due().sent == 2
    assert nobody.tries == [BAD, GOOD, GOOD]


def test_an_administrator_who_sends_again_tries_the_address_again(
    client: Client, cast: Cast, post: PostOffice
) -> None:
    note_refused(BAD)
    message = write("one", client_id=client.id)
    send_due()
    assert post.tries == []
    admin = cast.visits(cast.admin)
    admin.open(f"/admin/messages/{message.id}")
    admin.submit(button="Send it again")
    assert send_due().sent == 1
    assert not RefusedAddress.select().exists()


def test_a_person_tells_who_cannot_be_written_to(client: Client) -> None:
    assert is_reached(client)
    note_refused(BAD)
    assert not is_reached(client)


def test_staff_see_it_at_the_client(client: Client, cast: Cast) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{client.reference}")
    assert "does not arrive" not in staff.text
    note_refused(BAD)
    staff.open(f"/clients/{client.reference}")
    assert "bad@mail.example. Mail does not arrive there. Another address is needed." in staff.text


def test_staff_see_it_at_the_organisation_and_its_people_and_strangers_do_not(
    app: Flask, cast: Cast
) -> None:
    home = cast.organisation
    with app.app_context():
        Organisation.update(email=BAD).where(Organisation.id == home.id).execute()
        for address in (BAD, cast.partner.email):
            note_refused(address)
    people = f"/organisations/{home.reference}/people"
    for account in (cast.staff, cast.partner):
        visitor = cast.visits(account)
        visitor.open(f"/organisations/{home.reference}")
        assert SHOWN in visitor.text
        visitor.open(people)
        assert f"Mail to {cast.partner.email} does not arrive." in visitor.text
    other = cast.visits(cast.other_partner)
    for address in (f"/organisations/{home.reference}", people):
        other.open(address)
        assert "does not arrive" not in other.text


def test_staff_see_it_at_the_referral(app: Flask, cast: Cast, sent: Make) -> None:
    referral = sent(contact_route="email", email=BAD)
    with app.app_context():
        note_refused(BAD)
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    assert "bad@mail.example (mail does not arrive there)" in staff.text
