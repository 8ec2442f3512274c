"""A person chooses how each kind of message comes; the sender keeps to it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.audit.models import AuditEvent
from app.notifications.models import Delivery, Message, MessageChoice, MessageStatus
from app.notifications.sending import send_due
from app.notifications.services import choose
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.messages import a_message
from tests.post_office import PostOffice

READER = "a@people.example"


def statuses() -> list[str]:
    return [row.status for row in Message.select().order_by(Message.id)]


def test_a_partner_chooses_how_messages_come(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/account")
    visitor.follow("Choose which messages you get")
    visitor.submit({"bookings": "never", "referrals": "daily"}, button="Save")
    assert "Your choice is saved." in visitor.text
    chosen = visitor.page.find_all("input", {"type": "radio", "checked": True})
    assert {(one["name"], one["value"]) for one in chosen} == {
        ("bookings", "never"), ("referrals", "daily"), ("support", "at_once"),
        ("other", "at_once"),
    }  # fmt: skip
    with app.app_context():
        assert MessageChoice.select().where(MessageChoice.address == cast.partner.email).count()
        assert AuditEvent.select().where(AuditEvent.action == "message.choose").count() == 1


def test_decisions_on_a_referral_cannot_be_switched_off(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/account/messages")
    assert visitor.page.find("input", {"name": "referrals", "value": "never"}) is None
    page = visitor.submit({"referrals": "never"}, button="Save", status=422)
    assert page.find("a", {"href": "#referrals"}) is not None
    with app.app_context():
        assert MessageChoice.select().count() == 0


def test_each_role_chooses_about_what_it_gets(cast: Cast) -> None:
    for account, kinds in (
        (cast.client_account, {"bookings", "support", "offers", "other", "own_record"}),
        (cast.mentor, {"bookings", "other"}),
        (cast.admin, {"other"}),
    ):
        visitor = cast.visits(account)
        visitor.open("/account/messages")
        radios = visitor.page.find_all("input", {"type": "radio"})
        assert {one["name"] for one in radios} == kinds


@pytest.mark.usefixtures("context")
def test_what_is_not_wanted_is_not_sent(post: PostOffice) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.NEVER})
    a_message()
    must_go = a_message("referral_moved")
    assert send_due().not_wanted == 1
    assert post.ids == [must_go.mail_id]
    assert statuses() == [MessageStatus.NOT_WANTED, MessageStatus.SENT]


@pytest.mark.usefixtures("context")
def test_what_waits_comes_in_one_mail_the_next_morning(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY})
    a_message(), a_message(subject="A place is free", body="Look:\nhttps://p.example/slots/3\n")
    assert send_due().for_digest == 2
    assert send_due().sent == 0
    noon.move_to("2026-11-25 08:00:30+00:00")
    assert send_due().sent == 1
    assert len(post.delivered) == 1
    body = post.delivered[0].get_body(("plain",))
    assert body is not None
    for told in (
        "About your booking",
        "bookings/7",
        "A place is free",
        "https://p.example/slots/3",
    ):
        assert told in body.get_content()
    assert statuses() == [MessageStatus.IN_DIGEST, MessageStatus.IN_DIGEST, MessageStatus.SENT]


@pytest.mark.usefixtures("context")
def test_there_is_one_daily_mail_a_day(post: PostOffice, noon: time_machine.Traveller) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY})
    a_message()
    send_due()
    noon.move_to("2026-11-25 09:00:00+00:00")
    a_message()
    assert send_due().summary() | {"sent": 1, "for_digest": 1} == send_due().summary() | {
        "sent": 1, "for_digest": 1,
    }  # fmt: skip
    assert len(post.delivered) == 1
    noon.shift(timedelta(days=1))
    send_due()
    assert len(post.delivered) == 2
