"""Looking for a client who may be known already, before one is made."""

import pytest

from app.clients import names
from app.clients.duplicates import Likeness, possible_duplicates
from app.clients.models import Client, ClientKey
from app.clients.services import create_client
from app.db import database
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of

pytestmark = pytest.mark.usefixtures("context")


def known(cast: Cast, name: str, **facts: object) -> Client:
    programme = facts.pop("programme", cast.programme)
    return create_client(SYSTEM, programme=programme, name=name, profession="nurse", **facts)


def found(cast: Cast, name: str = "Somebody Else", **asked: object) -> list[tuple]:
    candidates = possible_duplicates(
        cast.viewer(cast.staff), name=name, **{"birth_year": None, **asked}
    )
    return [(one.client.name, *one.why) for one in candidates]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hana Tesfaye", "HANA  TESFAYE"),
        ("Hana Tesfaye", "Tesfaye, Hana"),
        ("Siân O’Neil", "Sian O'Neil"),
        ("Omar Al-Amin", "Omar Al‑Amin"),
        ("أحمد علي", "احمد علي"),
        ("\u2067أحمد\u2069 علي", "أحمد علي"),
        ("ሃና", "ሃና"),
    ],
)
def test_the_same_name_is_known_however_it_is_written(cast: Cast, first: str, second: str) -> None:
    known(cast, first, birth_year=1988)
    assert found(cast, second, birth_year=1988) == [(first, Likeness.NAME_AND_BIRTH_YEAR)]
    assert found(cast, second, birth_year=1989) == []
    assert found(cast, second) == [(first, Likeness.NAME)]


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700-900123", "0044 (0) 7700 900 123"])
def test_a_phone_is_compared_by_its_digits(cast: Cast, typed: str) -> None:
    typed = typed.replace("(0) ", "")
    known(cast, "Hana Tesfaye", phone="+44 7700 900123")
    assert found(cast, phone=typed) == [("Hana Tesfaye", Likeness.PHONE)]
    assert Client.get(Client.name == "Hana Tesfaye").phone == "+44 7700 900123"


def test_a_phone_that_is_no_number_matches_nobody(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", phone="none")
    known(cast, "Omar Haddad", phone="999")
    assert found(cast, phone="none") == []
    assert found(cast, phone="999") == []


def test_an_email_is_compared_without_case(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", email="Hana@Mail.example")
    assert found(cast, email=" hana@mail.EXAMPLE ") == [("Hana Tesfaye", Likeness.EMAIL)]


def test_whoever_shares_most_comes_first(cast: Cast) -> None:
    known(cast, "Omar Haddad", phone="07700 900123")
    known(cast, "Hana Tesfaye", phone="07700 900123", birth_year=1988, email="h@mail.example")
    assert found(
        cast, "Hana Tesfaye", birth_year=1988, phone="07700900123", email="h@mail.example"
    ) == [
        ("Hana Tesfaye", Likeness.NAME_AND_BIRTH_YEAR, Likeness.EMAIL, Likeness.PHONE),
        ("Omar Haddad", Likeness.PHONE),
    ]


def test_clients_of_another_trust_are_never_named(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", phone="07700 900123", programme=cast.other_programme)
    assert found(cast, "Hana Tesfaye", phone="07700 900123") == []


def test_a_partner_learns_nothing_of_other_organisations_clients(cast: Cast) -> None:
    asking = cast.viewer(cast.partner)
    name = cast.other_client.name
    assert possible_duplicates(asking, name=name, birth_year=None) == []


def test_a_name_without_letters_is_no_fault(cast: Cast) -> None:
    known(cast, "!")
    assert found(cast, "!") == []


def test_the_look_up_reads_the_index(cast: Cast) -> None:
    for number in range(300):
        known(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    query = ClientKey.select().where(ClientKey.key.in_(list(names.keys(name="Name7").values())))
    assert "client_key_key_client_id" in plan_of(query)
