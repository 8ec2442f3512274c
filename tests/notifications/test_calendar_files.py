"""The calendar entry that goes along with a mail says what is true when the mail is sent."""

from datetime import date, datetime, time
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar, Event

from app.bookings.models import Booking, Slot
from app.bookings.services import book_slot, cancel_booking, cancel_slot
from app.clients.models import Client
from app.notifications.models import Delivery, Message
from app.notifications.sending import send_due
from app.notifications.services import choose
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot
from tests.post_office import PostOffice
from tests.referrals.conftest import Make, draft, sent
from tests.visitor import Visitor

__all__ = ["draft", "sent"]
TOLD = Decision(text_for_referrer="There is news.")
HANA, MARY, AMINA = "hana@mail.example", "mary@gp.example", "amina@cedar.example"


@pytest.fixture
def slot(app: Flask, cast: Cast, context: None) -> Slot:
    assert cast.client_account
    return a_slot(a_mentor(cast.mentor), first_on=date(2027, 7, 6), at=time(14), capacity=2)


def mail_to(post: PostOffice, address: str) -> EmailMessage:
    return [mail for mail in post.delivered if mail["To"] == address][-1]


def files(mail: EmailMessage) -> list[EmailMessage]:
    found = [part for part in mail.iter_attachments() if isinstance(part, EmailMessage)]
    assert {part.get_content_type() for part in found} <= {"text/calendar"}
    return found


def entry(mail: EmailMessage, *, method: str) -> Event:
    [part] = files(mail)
    assert part["Content-Type"].params["method"] == method
    assert str(part.get_filename()).endswith(".ics")
    read = Calendar.from_ical(part.get_content())
    assert str(read["method"]) == method
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/London"]
    [event] = read.walk("VEVENT")
    assert str(event["status"]) == {"PUBLISH": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
    assert str(event["organizer"]) == "mailto:pathways@localhost"
    assert "attendee" not in event
    return event


def test_a_booking_comes_with_its_calendar_entry(cast: Cast, slot: Slot, post: PostOffice) -> None:
    book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    mail = mail_to(post, HANA)
    assert mail.get_content_type() == "multipart/mixed"
    assert mail.get_body(("plain",)) is not None
    assert mail.get_body(("html",)) is not None
    event = entry(mail, method="PUBLISH")
    assert event["dtstart"].dt.isoformat() == "2027-07-06T14:00:00+01:00"
    assert str(event["summary"]) == "Mentoring with Dr Mary Mentor"
    assert event["sequence"] == 0


def test_the_entry_in_the_mail_is_the_one_on_the_page(
    cast: Cast, slot: Slot, post: PostOffice
) -> None:
    booking = book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    response = cast.visits(cast.client_account).http.get(f"/bookings/{booking.id}.ics")
    [page] = Calendar.from_ical(response.data).walk("VEVENT")
    event = entry(mail_to(post, HANA), method="PUBLISH")
    for name in ("uid", "sequence", "dtstart", "location", "organizer", "url"):
        assert page[name] == event[name], name


def test_the_mentors_entry_does_not_say_who_comes(cast: Cast, slot: Slot, post: PostOffice) -> None:
    book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    mail = mail_to(post, MARY)
    assert str(entry(mail, method="PUBLISH")["uid"]).startswith(f"slot-{slot.id}@")
    assert "Hana" not in str(mail)
    assert b"Hana" not in files(mail)[0].get_payload(decode=True)


def test_a_cancelled_booking_takes_its_entry_out_of_the_calendar(
    cast: Cast, slot: Slot, post: PostOffice
) -> None:
    booking = book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    before = entry(mail_to(post, HANA), method="PUBLISH")
    cancel_booking(SYSTEM, booking)
    send_due()
    after = entry(mail_to(post, HANA), method="CANCEL")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    # The mentor's slot goes on.
    assert entry(mail_to(post, MARY), method="PUBLISH")["sequence"] == 0


def test_a_booking_cancelled_before_its_mail_left_is_never_put_into_a_calendar(
    cast: Cast, slot: Slot, post: PostOffice
) -> None:
    cancel_booking(SYSTEM, book_slot(SYSTEM, slot, client=cast.client))
    send_due()
    to_hana = [mail for mail in post.delivered if mail["To"] == HANA]
    assert len(to_hana) == 2
    for mail in to_hana:
        entry(mail, method="CANCEL")


def test_a_cancelled_slot_leaves_every_calendar(cast: Cast, slot: Slot, post: PostOffice) -> None:
    book_slot(cast.viewer(cast.partner), slot, client=cast.client)
    book_slot(SYSTEM, slot, client=cast.other_client)
    assert cast.other_client_account
    cancel_slot(SYSTEM, slot)
    send_due()
    for address in (HANA, MARY, cast.partner.email, cast.other_client_account.email):
        assert entry(mail_to(post, address), method="CANCEL")["sequence"] > 0


def test_two_who_share_an_address_each_get_their_own_entry(
    cast: Cast, slot: Slot, post: PostOffice
) -> None:
    ids = (cast.client.id, cast.other_client.id)
    Client.update(email="family@mail.example").where(Client.id.in_(ids)).execute()
    cast.client_account.is_active = False
    cast.client_account.save()
    for client in Client.select().where(Client.id.in_(ids)):
        book_slot(SYSTEM, slot, client=client)
    cancel_slot(SYSTEM, slot)
    send_due()
    off = [mail for mail in post.delivered if mail["Subject"] == "A slot was cancelled"]
    told = {str(entry(mail, method="CANCEL")["uid"]) for mail in off if mail["To"] != MARY}
    assert len(told) == 2


def test_a_booking_that_is_gone_sends_its_mail_without_an_entry(
    cast: Cast, slot: Slot, post: PostOffice
) -> None:
    book_slot(SYSTEM, slot, client=cast.client)
    Booking.delete().execute()
    assert send_due().failed == 0
    assert files(mail_to(post, HANA)) == []


def test_the_daily_mail_brings_the_entries_of_what_it_tells(
    cast: Cast, slot: Slot, post: PostOffice, noon: time_machine.Traveller
) -> None:
    choose(SYSTEM, HANA, {"bookings": Delivery.DAILY})
    first = book_slot(SYSTEM, slot, client=cast.client)
    cancel_booking(SYSTEM, first)
    book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    noon.move_to("2026-11-25 08:00:30+00:00")
    send_due()
    methods = [part["Content-Type"].params["method"] for part in files(mail_to(post, HANA))]
    assert methods == ["CANCEL", "PUBLISH"]


def test_the_entry_is_in_the_readers_language(cast: Cast, slot: Slot, post: PostOffice) -> None:
    cast.client_account.locale = "ar_001"
    cast.client_account.save()
    book_slot(SYSTEM, slot, client=cast.client)
    send_due()
    assert "⟦" in str(entry(mail_to(post, HANA), method="PUBLISH")["summary"])


def test_administrators_see_that_a_file_goes_along(app: Flask, cast: Cast, slot: Slot) -> None:
    book_slot(SYSTEM, slot, client=cast.client)
    message = Message.get(Message.to_address == HANA)
    admin: Visitor = cast.visits(cast.admin)
    admin.open(f"/admin/messages/{message.id}")
    assert "A calendar file" in admin.text


# First meetings


@pytest.fixture
def accepted(app: Flask, cast: Cast, sent: Make) -> Referral:
    referral = sent()
    with app.test_request_context():
        accept_referral(cast.viewer(cast.staff), referral, TOLD, client=None)
        return Referral.get_by_id(referral.id)


def arrange(cast: Cast, referral: Referral, hour: int) -> None:
    book_meeting(
        cast.viewer(cast.staff), Referral.get_by_id(referral.id), TOLD,
        starts_at=datetime(2027, 7, 6, hour), place="Smethwick Library",  # noqa: DTZ001
        arrangements=Arrangements(companion_email=AMINA, ask_for="Sana"),
    )  # fmt: skip


@pytest.mark.usefixtures("context")
def test_a_first_meeting_comes_with_its_entry_which_moves_and_is_taken_out(
    cast: Cast, accepted: Referral, post: PostOffice
) -> None:
    arrange(cast, accepted, 10)
    send_due()
    first = entry(mail_to(post, AMINA), method="PUBLISH")
    assert first["dtstart"].dt.isoformat() == "2027-07-06T11:00:00+01:00"
    arrange(cast, accepted, 12)
    send_due()
    moved = entry(mail_to(post, AMINA), method="PUBLISH")
    make_move(
        cast.viewer(cast.staff), Referral.get_by_id(accepted.id), Move.MARK_UNREACHABLE,
        TOLD,
    )  # fmt: skip
    send_due()
    off = entry(mail_to(post, AMINA), method="CANCEL")
    assert first["uid"] == moved["uid"] == off["uid"]
    assert moved["dtstart"].dt.hour == 13
    assert [int(one["sequence"]) for one in (first, moved, off)] == [0, 2, 3]
    for mail in post.delivered:
        assert "Selam" not in str(mail)


@pytest.mark.usefixtures("context")
def test_a_mail_that_waited_brings_the_new_time(
    cast: Cast, accepted: Referral, post: PostOffice
) -> None:
    arrange(cast, accepted, 10)
    arrange(cast, accepted, 12)
    send_due()
    for mail in post.delivered:
        if mail["To"] == AMINA:
            assert entry(mail, method="PUBLISH")["dtstart"].dt.hour == 13
