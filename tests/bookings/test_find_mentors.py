"""Finding mentors by their name, their workplace's, and their reference."""

import pytest
from flask import Flask

from app.accounts.services import save_preferences
from app.bookings import queries
from app.bookings.models import Mentor
from app.db import database
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.services import change_organisation, create_organisation
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of_what
from tests.factories.bookings import a_mentor
from tests.queries import watched
from tests.visitor import Visitor

MARY, MO = "Dr Mary Mentor", "Dr Mo Mentor"


@pytest.fixture
def two(app: Flask, cast: Cast) -> tuple[Mentor, Mentor]:
    """Mary, a GP at St Matthew's, and Mo, a pharmacist who names no workplace."""
    with app.test_request_context():
        practice = create_organisation(
            SYSTEM, name="St Matthew’s Surgery", kind=OrganisationKind.GP_PRACTICE
        )
        mary = a_mentor(cast.mentor, workplace=practice)
        return mary, a_mentor(cast.other_mentor, profession="pharmacist")


def found(visitor: Visitor, text: str, **more: str) -> list[str]:
    visitor.open("/mentors", query_string={"search": text, **more})
    return [link.text for link in visitor.page.select("#mentor-list li a")]


def rename(cast: Cast, name: str) -> None:
    with cast.app.test_request_context():
        save_preferences(cast.viewer(cast.mentor), name=name, phone="", locale="en")


@pytest.mark.parametrize("who", ["staff", "partner"])
def test_a_mentor_is_found_by_name_and_workplace(
    cast: Cast, two: tuple[Mentor, Mentor], who: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    assert found(visitor, "") == [MARY, MO]
    assert found(visitor, "men") == [MARY, MO]
    for typed in ("mary", "MENTOR mar", "matthew", "st matthew's", "surg mary", two[0].reference):
        assert found(visitor, typed) == [MARY], typed
    for typed in ("entor", "%", "_", "mo surgery", "zzz"):
        assert found(visitor, typed) == [], typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("أحمد علي", "احمد"),
        ("ሃና ተስፋይ", "ተስ"),
        ("Siân O’Neil", "o'nei"),
        ("Omar Al Amin", "al-amin"),
    ],
)
def test_a_new_name_is_found_in_any_script_and_the_old_one_is_not(
    cast: Cast, two: tuple[Mentor, Mentor], name: str, typed: str
) -> None:
    rename(cast, name)
    visitor = cast.visits(cast.staff)
    assert found(visitor, typed) == [name]
    assert found(visitor, "mary") == []


def test_a_mentor_is_found_by_the_new_name_of_the_workplace(
    cast: Cast, two: tuple[Mentor, Mentor]
) -> None:
    with cast.app.test_request_context():
        place = Organisation.get(Organisation.name == "St Matthew’s Surgery")
        change_organisation(SYSTEM, place, name="Cape Hill Surgery", kind=place.kind)
    visitor = cast.visits(cast.staff)
    assert found(visitor, "cape") == [MARY]
    assert found(visitor, "matthew") == []


def test_a_mentor_of_another_trust_is_not_found(cast: Cast, two: tuple[Mentor, Mentor]) -> None:
    with cast.app.app_context():
        cast.mentor.trust = cast.other_programme.trust
        cast.mentor.save()
    visitor = cast.visits(cast.staff)
    for typed in ("mary", "matthew", two[0].reference):
        assert found(visitor, typed) == []


def test_who_finds_nobody_is_led_to_where_more_are(cast: Cast, two: tuple[Mentor, Mentor]) -> None:
    visitor = cast.visits(cast.staff)
    assert found(visitor, "mary", profession="pharmacist") == []
    assert "No mentor was found. Try the start of a name." in visitor.text
    visitor.follow("Look in all professions")
    assert MARY in visitor.text
    visitor.submit({"search": "zzz"}, button="Search")
    visitor.follow("Show all mentors")
    assert MO in visitor.text


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, two: tuple[Mentor, Mentor]) -> None:
    visitor = cast.visits(cast.partner)
    for typed in ("mary", "zzz"):
        whole = visitor.open(f"/mentors?search={typed}")
        part = visitor.fragment(f"/mentors?search={typed}")
        assert str(whole.find(id="mentor-list")) == str(part.find(id="mentor-list"))


def test_more_found_ask_no_more_of_the_database(cast: Cast, two: tuple[Mentor, Mentor]) -> None:
    visitor = cast.visits(cast.staff)
    found(visitor, "mentor")
    with watched() as few:
        assert len(found(visitor, "mary")) == 1
    with watched() as many:
        assert len(found(visitor, "mentor")) == 2
    assert len(few) == len(many)


@pytest.mark.usefixtures("context")
def test_a_search_reads_the_index_of_words(cast: Cast, two: tuple[Mentor, Mentor]) -> None:
    database.execute_sql("ANALYZE")
    plan = plan_of_what(lambda: queries.mentors(cast.viewer(cast.staff), search="mary"))
    assert "mentor_word_word_mentor_id" in plan
