"""The list of slots and one slot's page: who sees what."""

from datetime import time, timedelta

import pytest
from flask import Flask

from app import clock
from app.bookings.models import Mentor, Slot, SlotKind, SlotStatus
from app.bookings.services import book_slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import give_consent
from app.db import database
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.bookings import a_mentor, a_slot, over


def test_a_slot_reads_as_a_full_sentence(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        slot = a_slot(mentor, capacity=2)
        day = clock.local(slot.starts_at).strftime("%A %-d %B %Y")
    visitor = cast.visits(cast.client_account)
    visitor.open("/slots")
    sentence = (
        f"{day}, 14:00 to 15:00, mentoring with Dr Mary Mentor, "
        "Cape Hill Medical Centre, 2 places left"
    )
    assert sentence in visitor.text


def test_the_list_is_filtered_by_kind_and_profession(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        a_slot(mentor)
        other = a_mentor(cast.other_mentor, profession="pharmacist")
        a_slot(other, kind=SlotKind.OBSERVERSHIP)
    visitor = cast.visits(cast.partner)
    visitor.open("/slots?kind=observership")
    assert "Dr Mo Mentor" in visitor.text
    assert "Dr Mary Mentor" not in visitor.text
    visitor.open("/slots?profession=gp")
    assert "Dr Mary Mentor" in visitor.text
    assert "Dr Mo Mentor" not in visitor.text
    visitor.open("/slots?kind=nonsense&profession=nonsense&after=nonsense")
    assert "No slot is open now." in visitor.text


def test_pages_follow_one_another_by_time(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        first = clock.today() + timedelta(days=1)
        for number in range(30):
            a_slot(mentor, first_on=first + timedelta(days=number // 3), at=time(9 + number % 3))
        in_order = [s.id for s in Slot.select().order_by(Slot.starts_at, Slot.id)]
    visitor = cast.visits(cast.partner)
    cast.client  # noqa: B018
    seen = [a["href"] for a in visitor.open("/slots").select("#slot-list li a")]
    visitor.follow("Next page")
    seen += [a["href"] for a in visitor.page.select("#slot-list li a")]
    assert seen == [f"/slots/{number}" for number in in_order]


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, slot: Slot) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/slots?kind=mentoring")
    part = visitor.fragment("/slots?kind=mentoring")
    assert str(page.find(id="slot-list")) == str(part.find(id="slot-list"))
    assert part.find("html") is None


def test_a_full_a_past_and_a_draft_slot_are_not_offered(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        full = a_slot(mentor, at=time(9))
        book_slot(SYSTEM, full, client=cast.other_client)
        over(a_slot(mentor, at=time(11)))
        draft = a_slot(mentor, at=time(13))
        Slot.update(status=SlotStatus.DRAFT).where(Slot.id == draft.id).execute()
    visitor = cast.visits(cast.client_account)
    visitor.open("/slots")
    assert "No slot is open now." in visitor.text
    visitor.open(f"/slots/{draft.id}", status=404)
    visitor.open(f"/slots/{full.id}")
    assert "This slot is full." in visitor.text
    assert "Omar" not in visitor.text


def test_a_mentor_sees_own_slots_and_earlier_ones(app: Flask, cast: Cast, mentor: Mentor) -> None:
    with app.app_context():
        a_slot(a_mentor(cast.other_mentor), at=time(10))
        own = a_slot(mentor)
        past = over(a_slot(mentor, at=time(18)))
    visitor = cast.visits(cast.mentor)
    visitor.open("/slots")
    assert [a["href"] for a in visitor.page.select("#slot-list li a")] == [f"/slots/{own.id}"]
    visitor.open("/slots?when=earlier")
    assert [a["href"] for a in visitor.page.select("#slot-list li a")] == [f"/slots/{past.id}"]


def test_another_mentor_does_not_find_the_slot(cast: Cast, slot: Slot) -> None:
    cast.visits(cast.other_mentor).open(f"/slots/{slot.id}", status=404)
    cast.visits(cast.admin).open(f"/slots/{slot.id}", status=404)


@pytest.fixture
def marked(app: Flask, cast: Cast, slot: Slot) -> Slot:
    """The client is booked, and each of her facts can be told apart."""
    with app.app_context():
        Client.update(
            known_as="Marker-known",
            name="Marker-known Marker-family",
            goal="Marker-goal",
            health_adjustments="Marker-health",
            childcare_need="Marker-childcare",
            right_to_work="refugee",
            phone="07700 900999",
            current_job="Marker-job",
        ).where(Client.id == cast.client.id).execute()
        book_slot(SYSTEM, slot, client=cast.client)
    return slot


def test_a_mentor_sees_first_name_profession_and_goal_and_nothing_else(
    cast: Cast, marked: Slot
) -> None:
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/slots/{marked.id}")
    assert "Marker-known" in visitor.text
    assert "Nurse. Goal: Marker-goal" in visitor.text
    html = str(visitor.page)
    visitor.follow("Marker-known")
    html += str(visitor.page) + str(visitor.open("/bookings")) + str(visitor.open("/slots"))
    html += str(visitor.fragment("/bookings"))
    hidden = ("Marker-family", "Marker-health", "Marker-childcare", "refugee", "900999")
    for marker in (*hidden, "Marker-job", cast.client.reference):
        assert marker not in html


def test_needs_are_shown_to_the_mentor_while_the_consent_stands(
    app: Flask, cast: Cast, marked: Slot
) -> None:
    with app.app_context():
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.MENTOR,
            purpose=ConsentPurpose.SHARE_NEEDS, given=ConsentGiven.WRITTEN,
        )  # fmt: skip
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/slots/{marked.id}")
    assert "Please note: Marker-health. Marker-childcare" in visitor.text


def test_after_a_cancellation_the_mentor_sees_nobody(app: Flask, cast: Cast, marked: Slot) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/bookings")
    visitor.follow("Marker-known Marker-family")
    visitor.follow("Cancel this booking")
    visitor.submit(button="Cancel the booking")
    mentor = cast.visits(cast.mentor)
    mentor.open(f"/slots/{marked.id}")
    assert "Marker" not in mentor.text
    mentor.open("/bookings?when=earlier")
    assert "Marker" not in mentor.text


def test_a_partner_sees_the_places_of_own_clients_only(
    app: Flask, cast: Cast, marked: Slot
) -> None:
    with app.app_context():
        book_slot(SYSTEM, marked, client=cast.other_client)
    visitor = cast.visits(cast.partner)
    visitor.open(f"/slots/{marked.id}")
    assert "Marker-family" in visitor.text
    assert "Omar" not in visitor.text
    assert "Marker-goal" not in visitor.text  # needs the client's consent


def test_the_link_of_an_online_slot_is_for_those_who_are_booked(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    with app.app_context():
        slot = a_slot(mentor, is_online=True, place="", online_link="https://meet.example/room")
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/slots/{slot.id}")
    assert "meet.example" not in visitor.text
    visitor.submit(button="Book this slot")
    assert "https://meet.example/room" in visitor.text


def test_a_page_asks_no_more_of_the_database_for_more_rows(
    app: Flask, cast: Cast, mentor: Mentor
) -> None:
    def count(address: str) -> int:
        asked: list[str] = []
        visitor = cast.visits(cast.staff)
        visitor.open(address)
        hook = lambda event: asked.append(str(event))  # noqa: E731
        database.obj.query_hooks.append(hook)
        try:
            visitor.open(address)
        finally:
            database.obj.query_hooks.remove(hook)
        return len(asked)

    addresses = ("/slots", "/bookings", "/mentors")
    with app.app_context():
        book_slot(SYSTEM, a_slot(mentor), client=cast.client)
    few = [count(address) for address in addresses]
    with app.app_context():
        for number in range(10):
            slot = a_slot(mentor, first_on=clock.today() + timedelta(days=2 + number))
            book_slot(SYSTEM, slot, client=cast.client)
        a_slot(a_mentor(cast.other_mentor))
    assert [count(address) for address in addresses] == few
    assert max(few) <= 6
