"""To an address that was typed for somebody goes no news until she has said that it is hers."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.bookings.services import book_slot
from app.clients.models import Client
from app.clients.recipients import doubt_address, reader_of
from app.notifications.addresses import confirm, hand_over, is_unconfirmed, mark_unconfirmed, person
from app.notifications.letters import addresses
from app.notifications.models import Message, MessageStatus, UnconfirmedAddress
from app.notifications.sending import TOO_OLD, send_due
from app.notifications.services import Recipient, ask_to_confirm_address
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import book_meeting
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.post_office import PostOffice
from tests.referrals.conftest import Make, draft, sent
from tests.visitor import Visitor

__all__ = ["draft", "sent"]
SELAM = "selam@mail.example"
YES = "Yes, write to me here"
WORDS = Decision(text_for_referrer="Thank you.", text_for_client="Selam, you are very welcome.")


@pytest.fixture
def typed(app: Flask, cast: Cast, sent: Make) -> Referral:
    """A referral for which a partner typed an e-mail address."""
    return sent(contact_route="email", email="Selam@mail.example")


def to(post: PostOffice, address: str = SELAM) -> list[str]:
    return [str(mail) for mail in post.delivered if str(mail["To"]).lower() == address]


def link_in(app: Flask, template: str = "confirm_address") -> str:
    with app.app_context():
        newest = Message.select().where(Message.template == template).order_by(Message.id.desc())
        [link] = addresses(newest.get().body)
        return link.removeprefix(app.config["BASE_URL"])


def decide(app: Flask, cast: Cast, referral: Referral, said: Decision = WORDS) -> None:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        accept_referral(staff, Referral.get_by_id(referral.id), said, client=None)


def run(app: Flask) -> int:
    with app.app_context():
        return send_due().sent


def test_only_the_question_goes_to_what_a_partner_typed(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice
) -> None:
    decide(app, cast, typed)
    run(app)
    [question] = to(post)
    for word in ("Selam, you", "welcome", "Haile", typed.reference):
        assert word not in question.replace(SELAM, "")


def test_the_button_lets_the_answer_go_once(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice, visitor: Visitor
) -> None:
    decide(app, cast, typed)
    run(app)
    link = link_in(app)
    for _scanner_and_reader in range(2):
        visitor.open(link)
        assert visitor.heading == "Is this your e-mail address?"
    assert run(app) == 0
    visitor.submit(button=YES)
    assert visitor.heading == "Thank you"
    visitor.open(link)
    assert "is confirmed" in visitor.text
    run(app)
    assert "Selam, you are very welcome." in to(post)[-1]
    assert run(app) == 0
    with app.app_context():
        event = AuditEvent.get(AuditEvent.action == "address.confirm")
        assert SELAM not in str(event.detail)


def test_an_address_is_confirmed_once(app: Flask, typed: Referral) -> None:
    with app.app_context():
        row = UnconfirmedAddress.get()
        for _twice_at_once in range(2):
            confirm(row)
        events = AuditEvent.select().where(AuditEvent.action == "address.confirm")
        assert events.count() == 1


def test_what_is_confirmed_before_the_decision_stays_so(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice, visitor: Visitor
) -> None:
    visitor.open(link_in(app))
    visitor.submit(button=YES)
    decide(app, cast, typed)
    run(app)
    assert "Selam, you are very welcome." in to(post)[-1]


def test_a_link_from_before_the_decision_lets_out_what_came_after(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice, visitor: Visitor
) -> None:
    link = link_in(app)
    decide(app, cast, typed)
    visitor.open(link)
    visitor.submit(button=YES)
    run(app)
    assert len(to(post)) == 2


def test_the_first_meeting_is_told_without_words_to_her(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice, noon: time_machine.Traveller
) -> None:
    decide(app, cast, typed)
    with app.test_request_context():
        said = Decision(text_for_referrer="Booked.", text_for_client="Selam, bring your letter.")
        starts = clock.now() + timedelta(days=7)
        staff, referral = cast.viewer(cast.staff), Referral.get_by_id(typed.id)
        book_meeting(staff, referral, said, starts_at=starts, place="Smethwick Library")
    run(app)
    mails = to(post)
    assert len(mails) == 2
    assert "Smethwick Library" in mails[1]
    assert "bring your letter" not in "".join(mails)
    with app.app_context():
        held = Message.select().where(Message.is_held)
        assert {row.template for row in held} == {"referral_client_text"}
        assert any("bring your letter" in row.body for row in held)


def test_staff_see_that_the_address_is_not_confirmed(
    app: Flask, cast: Cast, typed: Referral, visitor: Visitor
) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{typed.reference}")
    assert "(not yet confirmed)" in staff.text
    decide(app, cast, typed)
    with app.app_context():
        reference = Client.select().order_by(Client.id.desc()).get().reference
    assert "Not yet confirmed" in staff.open(f"/clients/{reference}").text
    visitor.open(link_in(app))
    visitor.submit(button=YES)
    assert "Not yet confirmed" not in staff.open(f"/clients/{reference}").text


def test_what_staff_enter_is_trusted(app: Flask, cast: Cast, draft: Make) -> None:
    referral = draft(contact_route="email", email=SELAM)
    with app.test_request_context():
        who = person("referral", referral.id)
        assert not is_unconfirmed(who, SELAM)


def test_an_address_that_she_changes_herself_is_asked_about(
    app: Flask, cast: Cast, post: PostOffice, context: None
) -> None:
    herself = cast.visits(cast.client_account)
    herself.open(f"/clients/{cast.client.reference}/edit/contact")
    herself.submit({"email": "new@mail.example", "contact_route": "email"}, button="Save")
    assert is_unconfirmed(person("client", cast.client.id), "New@mail.example")
    assert "only once you have confirmed that it is yours" in herself.text
    # Her account's address goes on: there she has signed in.
    reader = reader_of(Client.get_by_id(cast.client.id))
    assert reader is not None
    assert (reader.address, reader.is_unconfirmed) == ("hana@mail.example", False)


@pytest.mark.usefixtures("context")
def test_bookings_wait_and_are_given_up_after_a_fortnight(
    cast: Cast, post: PostOffice, noon: time_machine.Traveller
) -> None:
    Client.update(email=SELAM).where(Client.id == cast.client.id).execute()
    doubt_address(cast.client.id, SELAM)
    slot = a_slot(a_mentor(cast.mentor))
    book_slot(SYSTEM, slot, client=Client.get_by_id(cast.client.id))
    send_due()
    assert len(to(post)) == 1
    [held] = Message.select().where(Message.is_held)
    assert held.template == "booking_made"
    noon.shift(TOO_OLD + timedelta(hours=1))
    send_due()
    assert Message.get_by_id(held.id).status == MessageStatus.FAILED


@pytest.mark.usefixtures("context")
def test_she_is_asked_once_a_week_and_not_for_each_message(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    mark_unconfirmed("client:1", SELAM)
    reader = Recipient(SELAM, client_id=1, is_unconfirmed=True)
    assert [ask_to_confirm_address(reader) for _twice in range(2)] == [True, False]
    noon.shift(timedelta(days=7))
    assert ask_to_confirm_address(reader)


@pytest.mark.usefixtures("context")
def test_whose_address_it_is_counts_for_one_person(app: Flask) -> None:
    mark_unconfirmed("client:1", SELAM)
    mark_unconfirmed("client:2", SELAM)
    hand_over("client:1", "client:3")
    assert is_unconfirmed("client:3", SELAM)
    assert not is_unconfirmed("client:1", SELAM)
    UnconfirmedAddress.delete().where(UnconfirmedAddress.person == "client:3").execute()
    assert is_unconfirmed("client:2", SELAM)


def test_a_link_is_over_after_14_days(
    app: Flask, typed: Referral, visitor: Visitor, noon: time_machine.Traveller
) -> None:
    link = link_in(app)
    noon.shift(timedelta(days=14, minutes=1))
    visitor.open(link, status=404)
    assert visitor.heading == "This link does not work"


@pytest.mark.parametrize("word", ["nothing", "MQ.AAAA", "WzEsMiwzXQ.xyz"])
def test_a_forged_link_leads_nowhere(visitor: Visitor, word: str) -> None:
    visitor.open(f"/confirm-address/{word}", status=404)


def test_a_person_who_is_unreachable_hears_it_after_confirming(
    app: Flask, cast: Cast, typed: Referral, post: PostOffice, visitor: Visitor
) -> None:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        make_move(staff, Referral.get_by_id(typed.id), Move.MARK_UNREACHABLE, WORDS)
    run(app)
    assert len(to(post)) == 1
    visitor.open(link_in(app))
    visitor.submit(button=YES)
    run(app)
    assert len(to(post)) == 2
