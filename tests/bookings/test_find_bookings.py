"""Finding bookings by the person: by name in any script and reference, within what one sees."""

import re
from datetime import time
from typing import Any

import pytest
from flask import Flask

from app.bookings import queries
from app.bookings.models import Mentor, Slot
from app.bookings.services import book_slot
from app.clients.changes import change_client
from app.clients.models import Client, ClientWord
from app.clients.services import create_client, end_referrer
from app.db import database, starts_with
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of
from tests.conftest import ENGINE
from tests.factories.bookings import a_slot, over
from tests.queries import watched
from tests.visitor import Visitor


@pytest.fixture
def booked(app: Flask, cast: Cast, slot: Slot) -> Slot:
    """Hana Tesfaye and Omar Haddad are on the same slot."""
    with app.test_request_context():
        book_slot(SYSTEM, slot, client=cast.client)
        book_slot(SYSTEM, slot, client=cast.other_client)
    return slot


def crowd(cast: Cast, mentor: Mentor, *names: str, hour: int = 14) -> list[Client]:
    """Everybody on one slot."""
    with cast.app.test_request_context():
        slot = a_slot(mentor, capacity=len(names), at=time(hour))
        made = [
            create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse")
            for name in names
        ]
        for client in made:
            book_slot(SYSTEM, slot, client=client)
    return made


def found(visitor: Visitor, text: str, **more: str) -> list[str]:
    visitor.open("/bookings", query_string={"search": text, **more})
    return [link.text for link in visitor.page.select("#booking-list li a")]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siân O’Neil", "sian"),
        ("Siân O’Neil", "onei"),
        ("Omar Al Amin", "al-amin"),
        ("أحمد علي", "احمد"),
        ("فرشته\u200cزاده رضایی", "فرشتهزاده"),
        ("ሃና ተስፋይ", "ተስ"),
        ("Cabdiraxmaan Xuseen", "cabdi xus"),
        ("王秀英", "王"),
        ("Matthew Kay", "Matthew"),
        ("Ana Maria Khan", "khan ana"),
    ],
)
def test_staff_find_a_booking_by_the_starts_of_a_name_in_any_script(
    cast: Cast, mentor: Mentor, name: str, typed: str
) -> None:
    crowd(cast, mentor, "Somebody Else", name)
    [line] = found(cast.visits(cast.staff), typed)
    assert name in line


def test_a_reference_finds_the_bookings_however_it_is_typed(cast: Cast, booked: Slot) -> None:
    visitor = cast.visits(cast.staff)
    reference = cast.client.reference
    for typed in (
        reference,
        reference.replace("-", "").lower(),
        reference[2:],
        reference[:6],
        reference.replace("-", " "),
    ):
        [line] = found(visitor, typed)
        assert "Hana Tesfaye" in line


def test_signs_and_the_middle_of_a_word_find_nobody(cast: Cast, booked: Slot) -> None:
    visitor = cast.visits(cast.staff)
    for typed in ("esfaye", "%", "_", "*", "ha%e"):
        assert found(visitor, typed) == []


def test_a_partner_finds_her_own_clients_alone(cast: Cast, booked: Slot) -> None:
    visitor = cast.visits(cast.partner)
    assert len(found(visitor, "tesf")) == 1
    nobody = visitor.open("/bookings?search=zzz").find(id="booking-list").text
    for typed in ("omar", "haddad", cast.other_client.reference):
        assert found(visitor, typed) == []
        assert visitor.page.find(id="booking-list").text == nobody
    with cast.app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    assert found(visitor, "tesf") == []


def test_a_mentor_finds_people_by_the_name_they_are_known_by_alone(
    cast: Cast, booked: Slot
) -> None:
    visitor = cast.visits(cast.mentor)
    assert len(found(visitor, "han")) == 1
    assert len(found(visitor, "OMAR")) == 1
    nobody = visitor.open("/bookings?search=zzz").find(id="booking-list").text
    for typed in (
        "tesfaye", "t", "hana t", "hana tesf", "hanatesfaye", "tesfaye hana",
        cast.client.reference, cast.client.reference[2:], "c",
    ):  # fmt: skip
        assert found(visitor, typed) == [], typed
        assert visitor.page.find(id="booking-list").text == nobody


def test_a_mentor_finds_people_by_a_name_that_is_no_part_of_the_whole_one(
    cast: Cast, booked: Slot
) -> None:
    with cast.app.test_request_context():
        client, answers = cast.client, {"known_as": "Zewditu Bella"}
        change_client(SYSTEM, client, version=client.version, answers=answers)
    visitor = cast.visits(cast.mentor)
    for typed in ("zew", "bella z", "zewditubella"):
        [line] = found(visitor, typed)
        assert "Zewditu Bella" in line
    assert found(visitor, "hana") == []


def test_others_mentors_and_other_trusts_find_nobody(cast: Cast, booked: Slot) -> None:
    for account in (cast.other_mentor, cast.other_staff, cast.other_partner):
        assert found(cast.visits(account), "hana") == []


def test_a_client_is_not_asked_and_a_search_changes_nothing_for_her(
    cast: Cast, booked: Slot
) -> None:
    visitor = cast.visits(cast.client_account)
    assert len(found(visitor, "omar")) == 1
    assert visitor.page.find(id="search") is None


def test_who_finds_nobody_is_told_what_to_do(cast: Cast, mentor: Mentor) -> None:
    [past] = crowd(cast, mentor, "Hana Earlier")
    with cast.app.test_request_context():
        over(Slot.get())
    visitor = cast.visits(cast.staff)
    assert found(visitor, "earlier") == []
    assert "Nobody of this name is coming. Try the start of a name" in visitor.text
    visitor.follow("Show earlier and cancelled bookings")
    assert past.name in visitor.page.find(id="booking-list").text
    assert visitor.page.find(id="search")["value"] == "earlier"
    visitor.submit({"search": "zzz"}, button="Search")
    assert "Nobody of this name has an earlier or cancelled booking." in visitor.text
    visitor.follow("Show everybody")
    assert past.name in visitor.page.find(id="booking-list").text


def test_pages_follow_one_another_and_keep_the_search(cast: Cast, mentor: Mentor) -> None:
    crowd(cast, mentor, "Somebody Else", *(f"Person{number:02} Amin" for number in range(30)))
    for account, typed in ((cast.staff, "amin"), (cast.mentor, "person")):
        visitor = cast.visits(account)
        first = found(visitor, typed)
        visitor.follow("Next page")
        rest = [link.text for link in visitor.page.select("#booking-list li a")]
        assert (len(first), len(rest), len({*first, *rest})) == (25, 5, 30)


@pytest.mark.parametrize("who", ["staff", "mentor", "partner"])
def test_the_fragment_is_what_stands_in_the_page(cast: Cast, booked: Slot, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    for typed in ("hana", "zzz"):
        whole = visitor.open(f"/bookings?search={typed}")
        part = visitor.fragment(f"/bookings?search={typed}")
        assert str(whole.find(id="booking-list")) == str(part.find(id="booking-list"))


@pytest.mark.parametrize("who", ["staff", "mentor"])
def test_more_found_ask_no_more_of_the_database(cast: Cast, mentor: Mentor, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    crowd(cast, mentor, "Person One")
    found(visitor, "person")  # notes that the session is in use
    with watched() as few:
        found(visitor, "person")
    crowd(cast, mentor, *(f"Person Number{number}" for number in range(20)), hour=16)
    found(visitor, "person")  # notes who was looked at
    with watched() as many:
        assert len(found(visitor, "person")) == 21
    assert len(few) == len(many)


@pytest.mark.usefixtures("context")
def test_a_search_reads_the_index_of_words(cast: Cast, mentor: Mentor) -> None:
    crowd(cast, mentor, *(f"Person{number} Name{number}" for number in range(90)))
    database.execute_sql("ANALYZE")
    for account in (cast.staff, cast.partner, cast.mentor):
        asked: list[Any] = []
        database.query_hooks.append(asked.append)
        queries.bookings(cast.viewer(account), search="person7")
        database.query_hooks.remove(asked.append)
        searches = [event.sql for event in asked if "client_word" in event.sql]
        assert searches
        for sql in searches:
            assert re.search(r'"word" >= \S+\) AND \("t\d"."word" < ', sql)
    # PostgreSQL may enter the whole search from another side, so the range is planned alone.
    plan = plan_of(
        ClientWord.select(ClientWord.client).where(starts_with(ClientWord.word, "person7"))
    )
    assert "client_word_word_client_id" in plan
    assert ENGINE != "sqlite" or "word>? AND word<?" in plan
