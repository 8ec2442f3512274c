"""Many people at one place, and opposite actions at the same moment, with real threads."""

from flask import Flask

from app.bookings.models import LIVE, Booking, BookingStatus, Mentor, Slot, SlotStatus
from app.bookings.refusals import AlreadyBooked, BookingOverlaps, Refused, SlotFull
from app.bookings.services import book_slot, cancel_booking, cancel_slot, record_attendance
from app.clients.models import Client
from app.notifications.models import Message
from app.policy import SYSTEM
from tests.at_once import Action, at_once, kinds
from tests.cast import Cast
from tests.factories.bookings import a_crowd, a_slot, begun


def claim(slot: Slot, client: Client) -> Action:
    return lambda: book_slot(SYSTEM, slot, client=client)


def live(slot: Slot) -> int:
    return Booking.select().where(Booking.slot == slot, Booking.status.in_(LIVE)).count()


def test_of_two_hundred_claims_on_one_place_exactly_one_gets_it(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor)
        other = a_slot(mentor, at=slot.starts_at.time().replace(hour=9))
        clients = a_crowd(cast.programme, 200)
    results = at_once(app, [claim(slot, client) for client in clients])
    assert kinds(results) == {"Booking": 1, "SlotFull": 199}
    with app.app_context():
        assert live(slot) == 1
        assert Slot.get_by_id(slot.id).booked == 1
        assert Message.select().where(Message.template == "booking_made_host").count() == 1
    for result in results:
        if isinstance(result, SlotFull):
            assert [offer.id for offer in result.offers] == [other.id]


def test_a_crowd_fills_every_place_and_no_more(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=7)
        clients = a_crowd(cast.programme, 40)
    results = at_once(app, [claim(slot, client) for client in clients])
    assert kinds(results) == {"Booking": 7, "SlotFull": 33}
    with app.app_context():
        assert live(slot) == Slot.get_by_id(slot.id).booked == 7


def test_one_client_in_many_tabs_gets_one_place(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=10)
        client = cast.client
    results = at_once(app, [claim(slot, client)] * 12)
    assert sum(isinstance(result, Booking) for result in results) == 1
    assert sum(isinstance(result, AlreadyBooked) for result in results) == 11
    with app.app_context():
        assert live(slot) == Slot.get_by_id(slot.id).booked == 1


def test_of_two_overlapping_sessions_a_client_gets_one(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    from tests.factories.bookings import a_mentor

    with app.app_context():
        slots = [a_slot(mentor), a_slot(a_mentor(cast.other_mentor))]
        clients = a_crowd(cast.programme, 10)
        for slot in slots:
            Slot.update(capacity=20).where(Slot.id == slot.id).execute()
    results = at_once(app, [claim(slot, client) for client in clients for slot in slots])
    assert kinds(results) == {"Booking": 10, BookingOverlaps.__name__: 10}


def test_a_cancelled_session_keeps_no_late_booking(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=20)
        clients = a_crowd(cast.programme, 12)
    actions = [claim(slot, client) for client in clients]
    actions.insert(6, lambda: cancel_slot(SYSTEM, slot))
    results = at_once(app, actions)
    assert all(isinstance(result, Booking | Refused | None) for result in results), results
    with app.app_context():
        row = Slot.get_by_id(slot.id)
        assert (row.status, row.booked, live(slot)) == (SlotStatus.CANCELLED, 0, 0)


def test_a_place_given_back_by_two_at_once_is_free_once(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=2)
        one, two = a_crowd(cast.programme, 2)
        booking = book_slot(SYSTEM, slot, client=one)
        book_slot(SYSTEM, slot, client=two)
    results = at_once(app, [lambda: cancel_booking(SYSTEM, booking)] * 8)
    assert kinds(results) == {"NoneType": 1, "NotBooked": 7}
    with app.app_context():
        assert Slot.get_by_id(slot.id).booked == live(slot) == 1


def test_a_cancelled_session_and_a_cancelled_booking_meet_without_deadlock(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=10)
        clients = a_crowd(cast.programme, 10)
        bookings = [book_slot(SYSTEM, slot, client=client) for client in clients]
    actions: list[Action] = [
        lambda booking=booking: cancel_booking(SYSTEM, booking) for booking in bookings
    ]
    actions.insert(5, lambda: cancel_slot(SYSTEM, slot))
    results = at_once(app, actions)
    assert all(result is None or isinstance(result, Refused) for result in results), results
    with app.app_context():
        row = Slot.get_by_id(slot.id)
        assert (row.status, row.booked, live(slot)) == (SlotStatus.CANCELLED, 0, 0)


def test_two_who_note_attendance_at_once_leave_one_answer(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor)
        booking = book_slot(SYSTEM, slot, client=cast.client)
        begun(slot)
        booking = Booking.get_by_id(booking.id)
    came = [True, False] * 4
    results = at_once(app, [lambda c=c: record_attendance(SYSTEM, booking, came=c) for c in came])
    assert results == [None] * 8
    with app.app_context():
        status = Booking.get_by_id(booking.id).status
        assert status in (BookingStatus.ATTENDED, BookingStatus.DID_NOT_ATTEND)
        assert Slot.get_by_id(slot.id).booked == 1
