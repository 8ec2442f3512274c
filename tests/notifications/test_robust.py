"""What might go wrong with single messages, and what must not follow from it."""

from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from peewee import OperationalError

from app import clock
from app.notifications import calendar_files, sending
from app.notifications.letters import addresses
from app.notifications.links import stop_link
from app.notifications.models import Delivery, Message, MessageStatus, Problem
from app.notifications.queries import wanted
from app.notifications.sending import TOO_OLD, send_due
from app.notifications.services import Recipient, choose, put_in_outbox, told_already
from app.policy import SYSTEM
from tests.factories.messages import a_message
from tests.post_office import PostOffice
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("context")
READER = "a@people.example"


def again(message: Message) -> Message:
    return Message.get_by_id(message.id)


def test_a_message_whose_template_is_gone_goes_out(post: PostOffice) -> None:
    message = a_message("a_template_of_last_year")
    assert send_due().sent == 1
    assert post.ids == [message.mail_id]


@pytest.mark.parametrize(
    "broken",
    [{"locale": "zz_none"}, {"calendar": "nothing:1"}, {"calendar": "broken:1"},
     {"to_address": "x@y.example, z@elsewhere.example"}],
)  # fmt: skip
def test_a_message_of_which_no_mail_can_be_made_stops_no_other(
    post: PostOffice, monkeypatch: pytest.MonkeyPatch, broken: dict[str, str]
) -> None:
    def breaks(_number: int) -> None:
        raise RuntimeError

    monkeypatch.setitem(calendar_files.MAKERS, "broken", breaks)
    bad, good = a_message(**broken), a_message()
    run = send_due()
    assert (run.sent, run.failed) == (1, 1)
    assert again(bad).problem == Problem.UNWRITABLE
    assert again(good).status == MessageStatus.SENT


def test_a_database_that_fails_while_a_mail_is_made_costs_no_message_a_try(
    post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_away(_number: int) -> None:
        raise OperationalError

    monkeypatch.setitem(calendar_files.MAKERS, "away", is_away)
    message = a_message(calendar="away:1")
    with pytest.raises(OperationalError):
        send_due()
    row = again(message)
    assert (row.status, row.attempts, row.claimed_by) == (MessageStatus.WAITING, 0, None)


def test_a_mail_that_the_server_finds_too_large_stops_no_other(
    post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def handle_MAIL(  # noqa: N802 -- the name that aiosmtpd calls
        _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        size = int(options[0].removeprefix("size=").removeprefix("SIZE="))
        if size > 20_000:
            return "552 too large"
        envelope.mail_from = address
        return "250 OK"

    monkeypatch.setattr(post, "handle_MAIL", handle_MAIL, raising=False)
    large, good = a_message(body="x" * 30_000), a_message()
    run = send_due()
    assert (run.sent, run.failed, run.stopped) == (1, 1, "")
    assert again(large).problem == Problem.CONTENT_REFUSED
    assert again(good).status == MessageStatus.SENT


def test_long_addresses_that_begin_alike_are_each_written_to() -> None:
    begins = "a" * 60 + "@" + ".".join(["b" * 60] * 2)
    first, second = (Recipient(f"{begins}.{end}.example") for end in ("one", "two"))
    meeting = {"starts_at": clock.now(), "place": "Library"}
    for reader in (first, second):
        assert put_in_outbox("first_meeting_off", reader, key="k", meeting=meeting, trust={})
        assert not put_in_outbox("first_meeting_off", reader, key="k", meeting=meeting, trust={})
    assert told_already([("k", first), ("other", second)]) == {("k", first)}


# The clock


def test_what_was_written_while_the_clock_was_wrong_is_sent_once_it_is_right(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    right = clock.now()
    noon.shift(timedelta(days=400))
    message = a_message()
    noon.move_to(right)
    assert send_due().sent == 1
    assert post.ids == [message.mail_id]


def test_a_lease_of_a_wrong_clock_does_not_hold_for_ever(post: PostOffice) -> None:
    held = clock.now() + timedelta(days=400)
    message = a_message(claimed_by="dead", claimed_until=held)
    short = clock.now() + sending.LEASE + timedelta(minutes=2)  # of a clock that is a little fast
    other = a_message(claimed_by="alive", claimed_until=short)
    assert send_due().sent == 1
    assert post.ids == [message.mail_id]
    assert again(other).claimed_by == "alive"


@pytest.mark.parametrize(
    ("written", "eight"),
    [
        ("2027-03-27 12:00:00+00:00", "2027-03-28 07:00:00+00:00"),  # clocks go forward
        ("2027-10-30 12:00:00+00:00", "2027-10-31 08:00:00+00:00"),  # and back
    ],
)
def test_the_daily_mail_comes_at_eight_on_the_days_when_clocks_change(
    post: PostOffice, noon: time_machine.Traveller, written: str, eight: str
) -> None:
    noon.move_to(written)
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY})
    a_message()
    send_due()
    noon.move_to(eight)
    noon.shift(-timedelta(seconds=10))
    assert send_due().sent == 0
    noon.shift(timedelta(seconds=20))
    assert send_due().sent == 1


# What readers want


def test_what_is_stopped_while_it_waits_for_the_daily_mail_is_not_told(
    app: Flask, post: PostOffice, noon: time_machine.Traveller, visitor: Visitor
) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY, "referrals": Delivery.DAILY})
    booking, news = a_message(subject="Stopped"), a_message("referral_moved", subject="Must go")
    assert send_due().for_digest == 2
    path = str(stop_link(booking)).removeprefix(app.config["BASE_URL"])
    assert visitor.http.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    noon.move_to("2026-11-25 08:00:30+00:00")
    assert send_due().sent == 1
    body = post.delivered[0].get_body(("plain",))
    assert body is not None
    assert "Must go" in body.get_content()
    assert "Stopped" not in body.get_content()
    assert again(booking).status == MessageStatus.NOT_WANTED
    assert again(news).status == MessageStatus.IN_DIGEST


def test_nothing_is_told_in_a_daily_mail_a_fortnight_late(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY})
    message = a_message()
    send_due()
    noon.shift(TOO_OLD + timedelta(days=1))
    send_due()
    assert post.delivered == []
    assert again(message).problem == Problem.TOO_OLD


def test_a_choice_counts_however_the_address_is_written(post: PostOffice) -> None:
    choose(SYSTEM, "A@People.example", {"bookings": Delivery.NEVER})
    a_message(to_address=READER), a_message(to_address="A@people.example")
    assert send_due().not_wanted == 2
    assert set(wanted([READER]).values()) == {Delivery.NEVER}


def test_the_daily_mail_of_many_is_one_mail_with_every_link(
    post: PostOffice, noon: time_machine.Traveller
) -> None:
    choose(SYSTEM, READER, {"bookings": Delivery.DAILY})
    for number in range(150):
        a_message(body=f"News.\nhttps://p.example/{number}\n")
    send_due()
    noon.move_to("2026-11-25 08:00:30+00:00")
    assert send_due().sent == 1
    [mail] = post.delivered
    body = mail.get_body(("plain",))
    assert body is not None
    assert len(addresses(body.get_content())) == 150 + 1  # and the one that stops it
