"""Finding clients by how names sound: across scripts and spellings, within the viewer's reach."""

import re
from typing import Any

import pytest

from app.clients import listing
from app.clients.assigning import whole_client_list
from app.clients.models import Client
from app.clients.services import create_client
from app.db import database
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of_text
from tests.conftest import ENGINE
from tests.factories.bookings import a_mentor, a_slot
from tests.queries import watched
from tests.visitor import Visitor

SPELLINGS = [
    ("Layla", "ليلى حسن"),
    ("ليلى", "Leila Hassan"),
    ("Leyla", "Layla Hassan"),
    ("Fatima Karimi", "فاطمة کریمی"),
    ("فاطمة", "Fatma Karimi"),
    ("Mohammed", "محمد علي"),
    ("محمد", "Mohamed Ali"),
    ("Hana Tesfaye", "ሃና ተስፋይ"),
    ("ሰላም", "Selam Haile"),
    ("Olena Kovalenko", "Олена Коваленко"),
    ("Коваленко", "Olena Kovalenko"),
    ("Yusuf", "يوسف"),
    ("abdul rahman", "عبد الرحمن الأمين"),
]
NOTE = "Nobody is written like this. These names sound like what you typed."


def add(cast: Cast, name: str, **facts: Any) -> Client:
    programme = facts.pop("programme", cast.programme)
    with cast.app.test_request_context():
        return create_client(SYSTEM, programme=programme, name=name, profession="nurse", **facts)


def names(visitor: Visitor) -> list[str]:
    return [cell.text.strip() for cell in visitor.page.select("tbody tr td:first-child a")]


@pytest.mark.parametrize(("typed", "name"), SPELLINGS)
def test_a_name_is_found_in_whatever_script_it_is_written(
    cast: Cast, typed: str, name: str
) -> None:
    add(cast, "Somebody Else")
    add(cast, name)
    visitor = cast.visits(cast.staff)
    visitor.open("/clients", query_string={"search": typed})
    assert names(visitor) == [name]
    assert NOTE in visitor.text


def test_names_that_share_a_sound_and_are_not_alike_stay_out(cast: Cast) -> None:
    """The sound has no vowels, and of Layla, Lee and Lola it is the same."""
    for name in ("Lee", "Lola", "Ali", "Somebody Else"):
        add(cast, name)
    visitor = cast.visits(cast.staff)
    for typed in ("Layla", "ليلى", "C-7K3F-2Q", "Layla Somebody"):
        visitor.open("/clients", query_string={"search": typed})
        assert names(visitor) == [], typed
        assert NOTE not in visitor.text


def test_who_is_written_like_it_is_listed_alone_until_all_are_asked_for(cast: Cast) -> None:
    for name in ("Layla Hassan", "ليلى حسن", "Leila Amin"):
        add(cast, name)
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla")
    assert names(visitor) == ["Layla Hassan"]
    visitor.follow("Show all names that sound like this, in any script")
    assert sorted(names(visitor)) == sorted(["Layla Hassan", "Leila Amin", "ليلى حسن"])
    assert "These names sound like what you typed." in visitor.text
    assert "Nobody is written like this" not in visitor.text


def test_the_index_of_sounds_cannot_be_read_by_letters(cast: Cast) -> None:
    add(cast, "Fatima Karimi")
    visitor = cast.visits(cast.staff)
    for typed in ("ftm", " ftm", "~ftm", "\u00a0ftm", "-ftm"):
        visitor.open("/clients", query_string={"search": typed})
        assert names(visitor) == []


def test_what_sounds_alike_stays_within_reach(cast: Cast) -> None:
    add(cast, "ليلى حسن", programme=cast.other_programme)
    add(cast, "ليلى علي")
    add(cast, "Leila Merged", merged_into=cast.client)
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla")
    assert names(visitor) == ["ليلى علي"]
    partner = cast.visits(cast.partner)
    partner.open("/clients?search=layla")
    assert names(partner) == []


def test_filters_narrow_what_sounds_alike(cast: Cast) -> None:
    add(cast, "ليلى حسن")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla&profession=midwife")
    assert names(visitor) == []
    visitor.follow("Look in all clients")
    assert names(visitor) == ["ليلى حسن"]


def test_pages_of_what_sounds_alike_follow_one_another(cast: Cast) -> None:
    for number in range(30):
        add(cast, f"ليلى {chr(0x627 + number)}")
    add(cast, "Layla Hassan")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=laila")
    first = names(visitor)
    visitor.follow("Next page")
    assert (len(first), len({*first, *names(visitor)})) == (25, 31)


def test_giving_the_whole_list_gives_those_that_were_listed(cast: Cast) -> None:
    alike, written = add(cast, "ليلى حسن"), add(cast, "Hassan Amin")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla&show=coordinators")
    visitor.submit({}, button="Give the whole list, all pages")
    visitor.submit(button="Give")
    with cast.app.test_request_context():
        assert Client.get_by_id(alike.id).coordinator_id == cast.staff.id
        assert Client.get_by_id(written.id).coordinator_id is None


def test_a_list_by_letters_is_never_given_by_sound(cast: Cast) -> None:
    """Of a colleague's Layla nothing is given; nor is then a Leila, who was not in the list."""
    add(cast, "Layla Hassan", coordinator=cast.other_staff)
    leila = add(cast, "Leila Amin")
    with cast.app.test_request_context():
        actor = cast.viewer(cast.staff)
        assert whole_client_list(actor, {"search": "layla"}) == {}
        by_sound = whole_client_list(actor, {"search": "layla", "alike": "1"})
        assert list(by_sound) == [leila.reference]


def test_a_saved_list_of_what_sounds_alike_stays_one(cast: Cast) -> None:
    add(cast, "ليلى حسن")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla")
    visitor.follow("Save this list")
    visitor.submit({"name": "Laylas"}, button="Save")
    add(cast, "Layla Later")
    visitor.open("/clients?profession=")
    visitor.follow("Laylas")
    assert sorted(names(visitor)) == sorted(["Layla Later", "ليلى حسن"])


def test_a_place_is_booked_for_who_sounds_alike(cast: Cast) -> None:
    add(cast, "ليلى حسن")
    with cast.app.test_request_context():
        slot = a_slot(a_mentor(cast.mentor))
    visitor = cast.visits(cast.staff)
    visitor.open(f"/slots/{slot.id}?search=layla")
    assert NOTE in visitor.text
    assert "ليلى حسن" in visitor.text


def test_a_changed_name_is_found_by_its_new_sound(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/edit/identity")
    visitor.submit({"name": "ليلى حسن", "known_as": "ليلى"}, button="Save")
    visitor.open("/clients?search=layla")
    assert names(visitor) == ["ليلى حسن"]
    visitor.open("/clients?search=ሃና")
    assert names(visitor) == []


def test_letters_that_find_somebody_ask_nothing_of_the_sounds(cast: Cast) -> None:
    add(cast, "Layla Hassan")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=layla")
    with watched() as by_letters:
        visitor.open("/clients?search=layla")
    assert sum("client_word" in one for one in by_letters) == 1
    for number in range(20):
        add(cast, f"ليلى {chr(0x627 + number)}")
    with watched() as by_sound:
        visitor.open("/clients?search=laila")
    assert sum("client_word" in one for one in by_sound) == 2
    assert len(by_sound) == len(by_letters) + 1


@pytest.mark.usefixtures("context")
def test_a_search_by_sound_reads_the_index_of_words(cast: Cast) -> None:
    for number in range(200):
        add(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    asked: list[Any] = []
    database.query_hooks.append(asked.append)
    listing.clients(cast.viewer(cast.staff), search="ليلى حسن")
    database.query_hooks.remove(asked.append)
    plan = plan_of_text(asked[-1].sql, asked[-1].params)
    assert "client_word_word_client_id" in plan
    assert ENGINE != "sqlite" or re.search(r"client_word_word_client_id \(word=\?\)", plan)
