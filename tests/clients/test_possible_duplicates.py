"""Looking for a client who may be known already, before one is made."""

import pytest

from app.clients import duplicates
from app.clients.duplicates import Described, Grade, Signal, grade_of, possible_duplicates
from app.clients.models import Client, ClientKey
from app.clients.record_keys import record_keys
from app.clients.services import add_referrer, create_client
from app.clients.spelling import are_alike, words_of
from app.db import database
from app.policy import SYSTEM
from tests.cast import Cast
from tests.clients.plans import plan_of

pytestmark = pytest.mark.usefixtures("context")
S, G = Signal, Grade

# Pairs of one name: across scripts, and as different clerks write it.
SAME = [
    ("Mohammed Ali", "محمد علي"),
    ("Mohammed Ali", "Muhammad Aly"),
    ("Mohamed Ali", "Md Ali"),
    ("Mohammed Ali", "मोहम्मद अली"),
    ("Mohammed Rahman", "মোহাম্মদ রহমান"),
    ("Ahmed Hassan", "أحمد حسن"),
    ("Ahmed Hasan", "Ahmad Hassan"),
    ("Yusuf Ibrahim", "يوسف إبراهيم"),
    ("Youssef Ebrahim", "Юсуф Ибрагим"),
    ("Yousef Ibrahim", "Yusuf Ebrahim"),
    ("Hussein Omar", "حسین عمر"),
    ("Hussain Umar", "Hossein Omar"),
    ("Svetlana Shevchenko", "Світлана Шевченко"),
    ("Svitlana Shevchenko", "Светлана Шевченко"),
    ("Tesfaye Gebremedhin", "ተስፋዬ ገብረመድህን"),
    ("Tesfai Gebremedhn", "Tesfaye Ghebremedhin"),
    ("Fatima Zahra", "فاطمة زهراء"),
    ("Fatemeh Karimi", "فاطمه کریمی"),
    ("Abdul Rahman Khan", "عبدالرحمن خان"),
    ("Abd al-Rahman Khan", "Abdurrahman Khan"),
    ("Dawood Parvin", "داوود پروین"),
    ("Gurpreet Singh", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
    ("Rajesh Chaudhary", "राजेश चौधरी"),
    ("Rajesh Chowdhury", "Rajesh Choudhry"),
    ("Giorgos Papadopoulos", "Γιώργος Παπαδόπουλος"),
    ("Rachid Benali", "Rashid Benali"),
    ("Oleksandr Kovalenko", "Александр Коваленко"),
    ("Omar Al-Amin", "عمر الأمين"),
    ("Fatema Begum", "ফাতেমা বেগম"),
    ("Osman Yilmaz", "Othman Yılmaz"),
    ("Mariam Habtemariam", "ማርያም ሃብተማርያም"),
    ("Hana Tesfaye", "Hanna Tesfay"),
    ("Siân O’Neil", "Sian O'Neil"),
    ("Aisha Noor", "عائشة نور"),
]
# Pairs of two names, however near.
DIFFERENT = [
    ("Mohammed Ali", "Mahmoud Ali"),
    ("محمد علي", "محمود علي"),
    ("Hassan Ali", "Hussein Ali"),
    ("Ahmed Ali", "Hamid Ali"),
    ("Hamid Karimi", "Hamad Karimi"),
    ("Omar Haddad", "Amir Haddad"),
    ("Sara Haddad", "Samir Haddad"),
    ("Salim Aziz", "Salma Aziz"),
    ("Jamal Omar", "Jamila Omar"),
    ("Maria Silva", "Mario Silva"),
    ("Hana Tesfaye", "Hana Tesfamariam"),
    ("Ivan Petrenko", "Ivanna Petrenko"),
    ("Olena Bondar", "Olena Bondarenko"),
]


def known(cast: Cast, name: str, **facts: object) -> Client:
    programme = facts.pop("programme", cast.programme)
    profession = facts.pop("profession", "nurse")
    return create_client(SYSTEM, programme=programme, name=name, profession=profession, **facts)


def found(cast: Cast, name: str = "Somebody Else", **asked: object) -> list[tuple]:
    candidates = possible_duplicates(cast.viewer(cast.staff), Described(name, **asked))
    return [(one.client.name, one.grade, *one.why) for one in candidates]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_name_is_found_in_any_script_and_spelling(cast: Cast, first: str, second: str) -> None:
    known(cast, first, birth_year=1988)
    [(name, grade, *_)] = found(cast, second, birth_year=1988)
    assert (name, grade) == (first, G.LIKELY)
    assert [one[1] for one in found(cast, second)] == [G.POSSIBLE]
    assert found(cast, second, birth_year=1975) == []


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_two_names_are_not_taken_for_one(cast: Cast, first: str, second: str) -> None:
    known(cast, first, birth_year=1988)
    assert found(cast, second, birth_year=1988) == []
    assert not all(map(are_alike, words_of(first), words_of(second)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hana Tesfaye", "HANA  TESFAYE"),
        ("Hana Tesfaye", "Tesfaye, Hana"),
        ("Omar Al-Amin", "Omar Al‑Amin"),
        ("أحمد علي", "احمد علي"),
        ("\u2067أحمد\u2069 علي", "أحمد علي"),
        ("ሃና", "ሃና"),
    ],
)
def test_the_same_name_is_said_to_be_the_same(cast: Cast, first: str, second: str) -> None:
    known(cast, first, birth_year=1988)
    assert found(cast, second, birth_year=1988) == [(first, G.LIKELY, S.SAME_NAME, S.SAME_YEAR)]


def test_a_common_name_with_another_year_of_birth_is_at_most_possible(cast: Cast) -> None:
    known(cast, "Mohammed Ali", birth_year=1970, trained_in="SY", phone="07700 900123")
    asked = {"birth_year": 1988, "profession": "nurse"}
    assert found(cast, "Mohammed Ali", **asked) == []
    assert found(cast, "Mohammed Ali", **asked, trained_in="SY")[0][1] == G.POSSIBLE
    assert found(cast, "Mohammed Ali", **asked, phone="07700900123")[0][1] == G.POSSIBLE


@pytest.mark.parametrize(
    ("why", "grade"),
    [
        ({S.NAME_ALIKE, S.YEAR_UNKNOWN, S.PHONE}, G.ALMOST_CERTAIN),
        ({S.SAME_NAME, S.SAME_YEAR, S.PROFESSION, S.COUNTRY}, G.ALMOST_CERTAIN),
        ({S.NAME_ALIKE, S.SAME_YEAR}, G.LIKELY),
        ({S.NAME_ALIKE, S.YEAR_ONE_OFF, S.PROFESSION, S.COUNTRY}, G.LIKELY),
        ({S.SAME_NAME, S.YEAR_UNKNOWN, S.REFERRER}, G.LIKELY),
        ({S.YEARS_APART, S.PHONE, S.EMAIL}, G.LIKELY),
        ({S.SAME_NAME, S.YEAR_ONE_OFF}, G.POSSIBLE),
        ({S.YEARS_APART, S.PHONE}, G.POSSIBLE),
        ({S.PART_OF_NAME, S.SAME_YEAR}, None),
        ({S.SAME_NAME, S.YEARS_APART}, None),
        ({S.SAME_YEAR, S.PROFESSION, S.COUNTRY, S.REFERRER}, None),
    ],
)
def test_a_grade_follows_from_what_is_shared(why: set[Signal], grade: Grade | None) -> None:
    assert grade_of(why) == grade


@pytest.mark.parametrize("typed", ["07700 900123", "+44 7700-900123", "0044 7700 900 123"])
def test_a_phone_is_compared_by_its_digits(cast: Cast, typed: str) -> None:
    known(cast, "Hana Tesfaye", phone="+44 7700 900123")
    assert found(cast, phone=typed) == [
        ("Hana Tesfaye", G.POSSIBLE, S.YEAR_UNKNOWN, S.PHONE)
    ]  # fmt: skip


def test_a_phone_that_is_no_number_matches_nobody(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", phone="none")
    known(cast, "Omar Haddad", phone="999")
    assert found(cast, phone="none") == []
    assert found(cast, phone="999") == []


def test_an_email_is_compared_without_case(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", email="Hana@Mail.example")
    assert [one[-1] for one in found(cast, email=" hana@mail.EXAMPLE ")] == [S.EMAIL]


def test_the_surest_comes_first(cast: Cast) -> None:
    known(cast, "Omar Haddad", phone="07700 900123")
    known(cast, "Hanna Tesfai", phone="07700 900123", birth_year=1988)
    names = [
        one[:2] for one in found(cast, "Hana Tesfaye", birth_year=1988, phone="07700900123")
    ]  # fmt: skip
    assert names == [("Hanna Tesfai", G.ALMOST_CERTAIN), ("Omar Haddad", G.POSSIBLE)]


def test_of_many_namesakes_those_who_share_most_are_compared(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "MOST_COMPARED", 3)
    for year in range(1960, 1966):
        known(cast, "Ali Ahmed", birth_year=year)
    known(cast, "Aly Ahmad", birth_year=1988)
    known(cast, "Hana Tesfaye", phone="07700 900123")
    asked = found(cast, "Ali Ahmed", birth_year=1988, phone="07700900123")
    assert [one[0] for one in asked][:1] == ["Aly Ahmad"]
    assert "Hana Tesfaye" in [one[0] for one in asked]


def test_the_same_referrer_makes_it_likelier(cast: Cast) -> None:
    client = known(cast, "Hana Tesfaye")
    add_referrer(SYSTEM, client, cast.organisation)
    asked = found(cast, "Hana Tesfay", referrer_ids=frozenset([cast.organisation.id]))
    assert [one[1] for one in asked] == [G.LIKELY]
    assert S.REFERRER in asked[0]


def test_clients_of_another_trust_are_never_named(cast: Cast) -> None:
    known(cast, "Hana Tesfaye", phone="07700 900123", programme=cast.other_programme)
    assert found(cast, "Hana Tesfaye", phone="07700 900123") == []


def test_only_staff_are_told(cast: Cast) -> None:
    for account in (cast.partner, cast.client_account, cast.mentor, cast.admin):
        for client in (cast.client, cast.other_client):
            person = Described(client.name)
            assert possible_duplicates(cast.viewer(account), person) == []


@pytest.mark.parametrize("name", ["!", "ch" * 100, "a b c d e f g h " * 10, "\u0640", "木村"])
def test_no_name_is_a_fault(cast: Cast, name: str) -> None:
    known(cast, name, birth_year=1988)
    assert len(record_keys(name=name, birth_year=1988)) < 200
    found(cast, name, birth_year=1988)


def test_the_look_up_reads_the_index(cast: Cast) -> None:
    for number in range(300):
        known(cast, f"Person{number} Name{number}")
    database.execute_sql("ANALYZE")
    keys = record_keys(name="Name7", birth_year=None)
    query = ClientKey.select().where(ClientKey.key.in_(sorted(keys)))
    assert "client_key_key_client_id" in plan_of(query)
