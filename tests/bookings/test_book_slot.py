"""Booking a place, and being told why not."""

from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.bookings.models import Booking, Mentor, Slot
from app.bookings.services import book_slot, cancel_booking
from app.notifications.models import Message
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot, begun


def test_a_client_books_a_place_for_herself(app: Flask, cast: Cast, slot: Slot) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    visitor.submit(button="Book this slot")
    assert visitor.heading == "The place is booked"
    assert "14:00 to 15:00" in visitor.text
    with app.app_context():
        booking = Booking.get()
        assert booking.client_id == cast.client.id
        assert booking.booked_by_id == cast.client_account.id
        assert Slot.get().booked == 1
        event = AuditEvent.get(AuditEvent.action == "booking.book")
        assert event.client_id == cast.client.id


def test_client_and_mentor_are_told_without_names(app: Flask, cast: Cast, slot: Slot) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    visitor.submit(button="Book this slot")
    with app.app_context():
        mails = {mail.to_address: mail for mail in Message.select()}
    assert set(mails) == {"hana@mail.example", "mary@gp.example"}
    assert "/bookings/" in mails["hana@mail.example"].body
    assert "/slots/" in mails["mary@gp.example"].body
    for mail in mails.values():
        for name in ("Hana", "Tesfaye", "Mary"):
            assert name not in mail.subject + mail.body


def test_a_partner_books_for_a_client_she_referred(app: Flask, cast: Cast, slot: Slot) -> None:
    cast.client, cast.other_client  # noqa: B018 -- both exist
    visitor = cast.visits(cast.partner)
    visitor.open(f"/slots/{slot.id}")
    assert "Hana Tesfaye" in visitor.text
    assert "Omar Haddad" not in visitor.text
    assert "Nurse" not in visitor.text  # needs the client's consent
    visitor.submit({"client": cast.client.reference}, button="Book the place")
    assert visitor.heading == "The place is booked"
    with app.app_context():
        assert Booking.get().booked_by_id == cast.partner.id


def test_a_partner_cannot_book_for_anothers_client(app: Flask, cast: Cast, slot: Slot) -> None:
    cast.client  # noqa: B018
    visitor = cast.visits(cast.partner)
    visitor.open(f"/slots/{slot.id}")
    visitor.submit({"client": cast.other_client.reference}, button="Book the place", status=422)
    assert "Choose who the place is for." in visitor.text
    with app.app_context():
        assert not Booking.select().exists()


def test_staff_find_a_client_by_name_or_reference(cast: Cast, slot: Slot) -> None:
    client = cast.client
    visitor = cast.visits(cast.staff)
    visitor.open(f"/slots/{slot.id}")
    assert "Hana Tesfaye" not in visitor.text
    visitor.submit({"search": client.reference}, button="Search")
    assert f"Hana Tesfaye, {client.reference}" in visitor.text
    visitor.submit({"search": "tesf"}, button="Search")
    visitor.submit({"client": client.reference}, button="Book the place")
    assert visitor.heading == "The place is booked"


def test_nobody_chosen_is_asked_for_with_the_search_kept(cast: Cast, slot: Slot) -> None:
    cast.client  # noqa: B018
    visitor = cast.visits(cast.staff)
    visitor.open(f"/slots/{slot.id}?search=hana")
    visitor.submit(button="Book the place", status=422)
    assert "Choose who the place is for." in visitor.text
    assert visitor.page.find("input", {"name": "client"}) is not None


def test_the_search_fragment_is_what_stands_in_the_page(cast: Cast, slot: Slot) -> None:
    cast.client  # noqa: B018
    visitor = cast.visits(cast.staff)
    page = visitor.open(f"/slots/{slot.id}?search=hana").find(id="who-found")
    part = visitor.fragment(f"/slots/{slot.id}?search=hana").find(id="who-found")
    for found in (page, part):
        for hidden in found.find_all("input", {"type": "hidden"}):
            hidden["value"] = ""
    assert str(page) == str(part)


def test_a_full_slot_answers_409_with_the_next_open_slots(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor)
        other = a_slot(a_mentor(cast.other_mentor))
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    with app.app_context():
        book_slot(SYSTEM, slot, client=cast.other_client)
    page = visitor.submit(button="Book this slot", status=409)
    refusal = page.find(id="refusal")
    assert "This slot is full." in refusal.text
    assert [a["href"] for a in refusal.select("li a")] == [f"/slots/{other.id}"]
    with app.app_context():
        assert Booking.select().count() == 1


def test_sending_the_form_again_leads_to_the_same_booking(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor)  # one place, so that the second try meets a full slot
    visitor = cast.visits(cast.client_account)
    page = visitor.open(f"/slots/{slot.id}")
    sent = {i["name"]: i["value"] for i in page.select("main form input")}
    answers = [visitor.http.post(f"/slots/{slot.id}/bookings", data=sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    with app.app_context():
        assert Booking.select().count() == 1
        assert Message.select().count() == 2


def test_two_tabs_make_one_booking(app: Flask, cast: Cast, slot: Slot) -> None:
    one, two = cast.visits(cast.client_account), cast.visits(cast.client_account)
    one.open(f"/slots/{slot.id}")
    two.open(f"/slots/{slot.id}")
    one.submit(button="Book this slot")
    two.submit(button="Book this slot", status=409)
    assert "This person is booked on this slot already." in two.text
    with app.app_context():
        assert Slot.get().booked == 1


def test_a_booking_at_the_same_time_is_refused_in_words(app: Flask, cast: Cast, slot: Slot) -> None:
    with app.app_context():
        other = a_slot(a_mentor(cast.other_mentor), at=clock.local(slot.starts_at).time())
        book_slot(SYSTEM, other, client=cast.client)
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    visitor.submit(button="Book this slot", status=409)
    assert "There is another booking at the same time" in visitor.text
    with app.app_context():
        assert Slot.get_by_id(slot.id).booked == 0


def test_whoever_cancelled_may_book_again(app: Flask, cast: Cast, slot: Slot) -> None:
    with app.app_context():
        cancel_booking(SYSTEM, book_slot(SYSTEM, slot, client=cast.client))
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    visitor.submit(button="Book this slot")
    assert visitor.heading == "The place is booked"
    with app.app_context():
        assert Slot.get().booked == 1
        assert Booking.select().count() == 2


def test_a_slot_that_has_begun_is_not_booked(app: Flask, cast: Cast, slot: Slot) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    with app.app_context():
        begun(slot)
    visitor.submit(button="Book this slot", status=409)
    assert "This slot can no longer be booked." in visitor.text


def test_people_of_another_trust_do_not_reach_the_slot(app: Flask, cast: Cast, slot: Slot) -> None:
    with app.app_context():
        cast.mentor.trust = cast.other_programme.trust
        cast.mentor.save()
    for account in (cast.client_account, cast.staff, cast.partner):
        visitor = cast.visits(account)
        visitor.open(f"/slots/{slot.id}", status=404)
        visitor.open("/slots")
        assert "Dr Mary Mentor" not in visitor.text


def test_a_mentor_cannot_book(app: Flask, cast: Cast, slot: Slot) -> None:
    visitor = cast.visits(cast.mentor)
    page = visitor.open(f"/slots/{slot.id}/cancel")
    token = page.select_one("main input[name=csrf_token]")["value"]
    sent = {"csrf_token": token, "client": cast.client.reference}
    assert visitor.http.post(f"/slots/{slot.id}/bookings", data=sent).status_code == 404
    with app.app_context():
        assert not Booking.select().exists()
