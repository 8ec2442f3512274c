"""The list of clients: who is in it, search in any script, filters, pages."""

import re
from typing import Any

import pytest
from flask import Flask

from app.clients import listing
from app.clients.models import Client, ClientWord, RegistrationStage
from app.clients.services import create_client, end_referrer
from app.db import database, starts_with
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of, plan_of_text, plan_of_what
from tests.conftest import ENGINE
from tests.queries import watched
from tests.visitor import Visitor


def add(cast: Cast, name: str, **facts: object) -> Client:
    with cast.app.test_request_context():
        return create_client(
            SYSTEM,
            programme=facts.pop("programme", cast.programme),
            name=name,
            profession=facts.pop("profession", "nurse"),
            **facts,
        )


def names(visitor: Visitor) -> list[str]:
    return [cell.text.strip() for cell in visitor.page.select("tbody tr td:first-child a")]


def searched(visitor: Visitor, text: str) -> list[str]:
    visitor.open("/clients", query_string={"search": text})
    return names(visitor)


def test_staff_see_their_trusts_clients_alone(cast: Cast) -> None:
    add(cast, "Elsewhere Person", programme=cast.other_programme)
    add(cast, "Here Person")
    visitor = cast.visits(cast.staff)
    visitor.open("/clients")
    assert names(visitor) == ["Here Person"]


def test_a_partner_sees_her_own_referrals_alone(cast: Cast) -> None:
    assert cast.other_client
    assert cast.client
    visitor = cast.visits(cast.partner)
    visitor.open("/clients")
    assert names(visitor) == ["Hana Tesfaye"]


def test_a_client_that_is_no_longer_accompanied_is_gone_at_once(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(page)
    with cast.app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor.open(page, status=404)
    visitor.open("/clients")
    assert names(visitor) == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siân O’Neil", "sian"),
        ("Siân O’Neil", "o'nei"),
        ("Siân O’Neil", "onei"),
        ("Siân O’Neil", "neil si"),
        ("Omar Al-Amin", "al-am"),
        ("Omar Al Amin", "al-amin"),
        ("Omar Al-Amin", "amin"),
        ("أحمد علي", "احمد"),
        ("\u2067أحمد\u2069 علي", "أحم"),
        ("فرشته\u200cزاده رضایی", "فرشتهزاده"),
        ("ሃና ተስፋይ", "ተስ"),
        ("Cabdiraxmaan Xuseen", "cabdi xus"),
        ("Null", "null"),
        ("王秀英", "王"),
        ("Ñandú", "nandu"),
        ("N" * 200, "n" * 120),
        ("Matthew Kay", "matthew"),  # could be a reference
        ("Ana Maria Khan", "khan ana"),
    ],
)
def test_a_name_in_any_script_is_found_by_the_starts_of_its_words(
    cast: Cast, name: str, typed: str
) -> None:
    add(cast, "Somebody Else")
    add(cast, name)
    assert searched(cast.visits(cast.staff), typed) == [name]


def test_the_middle_of_a_word_and_a_wildcard_find_nobody(cast: Cast) -> None:
    add(cast, "Hana Tesfaye")
    visitor = cast.visits(cast.staff)
    for text in ("esfaye", "%", "_", "*", "ha%e"):
        found = searched(visitor, text)
        assert found in ([], ["Hana Tesfaye"])
        assert found == [] or not any(c.isalpha() for c in text)


def test_a_reference_is_found_however_it_is_typed(cast: Cast) -> None:
    client = add(cast, "Hana Tesfaye")
    add(cast, "Somebody Else")
    visitor = cast.visits(cast.staff)
    bare = client.reference.replace("-", "")
    spaced = client.reference.replace("-", " ")
    for typed in (
        client.reference,
        bare.lower(),
        spaced,
        client.reference[2:],
        client.reference[:6],
    ):
        assert searched(visitor, typed) == ["Hana Tesfaye"]


def test_a_reference_out_of_reach_finds_nobody(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    assert searched(visitor, cast.other_client.reference) == []


def test_staff_filter_by_profession_and_stage(cast: Cast) -> None:
    add(cast, "A Nurse")
    add(cast, "A Pharmacist", profession="pharmacist")
    add(cast, "Registered Nurse", registration_stage=RegistrationStage.REGISTERED)
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?profession=pharmacist")
    assert names(visitor) == ["A Pharmacist"]
    visitor.open("/clients?profession=nurse&stage=registered")
    assert names(visitor) == ["Registered Nurse"]
    visitor.open("/clients?profession=nonsense&stage=nonsense")
    assert names(visitor) == []


def test_a_filter_tells_a_partner_nothing_that_is_not_shared(cast: Cast) -> None:
    assert cast.client
    visitor = cast.visits(cast.partner)
    visitor.open("/clients")
    assert "not shared" in visitor.text
    for address in ("/clients?profession=nurse", "/clients?stage=not_started"):
        visitor.open(address)
        assert names(visitor) == []


def test_a_partner_filters_by_what_is_shared(cast: Cast, shared: Client) -> None:
    with cast.app.app_context():
        Client.update(registration_stage=RegistrationStage.NOT_STARTED).execute()
    visitor = cast.visits(cast.partner)
    visitor.open("/clients?profession=nurse&stage=not_started")
    assert names(visitor) == ["Hana Tesfaye"]
    visitor.open("/clients?profession=pharmacist")
    assert names(visitor) == []


def test_pages_follow_one_another_and_keep_the_search(cast: Cast) -> None:
    for number in range(30):
        add(cast, f"Person{number:02} Amin")
    add(cast, "Somebody Else")
    visitor = cast.visits(cast.staff)
    first = searched(visitor, "amin")
    visitor.follow("Next page")
    assert len(first) == 25
    assert len({*first, *names(visitor)}) == 30


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    whole = visitor.open("/clients?search=hana")
    part = visitor.fragment("/clients?search=hana")
    assert str(whole.find(id="client-list")) == str(part.find(id="client-list"))
    assert part.find("html") is None


def test_mentors_clients_and_administrators_have_no_list(cast: Cast) -> None:
    for account in (cast.mentor, cast.client_account, cast.admin):
        cast.visits(account).open("/clients", status=403)


def test_a_longer_list_asks_no_more_of_the_database(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    add(cast, "First Person")
    visitor.open("/clients")  # notes that the session is in use
    with watched() as few:
        visitor.open("/clients")
    for number in range(20):
        add(cast, f"Person {number}")
    with watched() as many:
        visitor.open("/clients")
    assert len(few) == len(many) <= 6


@pytest.mark.usefixtures("context")
def test_a_search_reads_the_index_of_words(app: Flask, cast: Cast) -> None:
    for number in range(200):
        add(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    asked: list[Any] = []
    database.query_hooks.append(asked.append)
    listing.clients(cast.viewer(cast.staff), search="name7")
    database.query_hooks.remove(asked.append)
    [search] = [event for event in asked if "client_word" in event.sql]
    assert re.search(r'"word" >= \S+\) AND \("t\d"."word" < ', search.sql)
    # PostgreSQL may enter the whole search from another side, so the range is planned alone.
    plan = plan_of(
        ClientWord.select(ClientWord.client).where(starts_with(ClientWord.word, "name7"))
    )
    assert "client_word_word_client_id" in plan
    # How PostgreSQL writes the condition varies; SQLite says by which columns it enters.
    assert ENGINE != "sqlite" or "word>? AND word<?" in plan


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("typed", ["name7 p", "p name7", "C 7K3F 2Q"])
def test_only_the_longest_word_is_looked_up_whole(cast: Cast, typed: str) -> None:
    """A letter after a name, or a reference's `c`, begins a word of nearly everybody."""
    for number in range(200):
        add(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    asked: list[Any] = []
    database.query_hooks.append(asked.append)
    listing.clients(cast.viewer(cast.staff), search=typed)
    database.query_hooks.remove(asked.append)
    search = asked[-1]
    others = len(typed.split()) - 1
    assert search.sql.count("EXISTS") == others
    assert search.params.index(max(typed.split(), key=len).lower()) < search.params.index(
        min(typed.split(), key=len).lower()
    )
    if ENGINE == "sqlite":
        plan = plan_of_text(search.sql, search.params)
        assert plan.count("word>? AND word<?") == 1
        assert plan.count("client_word_client_id (client_id=?)") == others


@pytest.mark.usefixtures("context")
def test_the_list_is_read_in_the_order_of_an_index(cast: Cast) -> None:
    for number in range(200):
        add(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    plan = plan_of_what(lambda: listing.clients(cast.viewer(cast.staff)))
    assert "client_updated_at_id" in plan
    assert not re.search("TEMP B-TREE|Sort", plan)


def test_who_finds_nobody_is_led_to_where_more_are(cast: Cast) -> None:
    assert cast.client
    visitor = cast.visits(cast.staff)
    visitor.open("/clients?search=hana&profession=midwife")
    visitor.follow("Look in all clients")
    assert "Hana Tesfaye" in visitor.text
    visitor.open("/clients?search=zzz")
    assert "Look in all clients" not in visitor.text
