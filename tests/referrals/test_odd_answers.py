"""What people really type: digits of other scripts, odd spaces, long and hidden text, old tabs."""

import pytest
from flask import Flask

from app import clock
from app.accounts.models import AccountSession
from app.clients.duplicates import Described, possible_duplicates
from app.clients.services import create_client
from app.policy import SYSTEM
from app.referrals.models import Referral
from app.referrals.self_referrals import codes
from tests.cast import PASSWORD, Cast
from tests.referrals.conftest import Make
from tests.referrals.test_refer_oneself import begin, code_on, come_back
from tests.visitor import Visitor

SAVE = "Save and continue"
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def saved(app: Flask, cast: Cast, referral: Referral, page: str, **answers: str) -> Referral:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/questions/{page}")
    visitor.submit(answers, button=SAVE)
    with app.app_context():
        return Referral.get_by_id(referral.id)


@pytest.mark.parametrize("script", [EASTERN, PERSIAN])
def test_phone_numbers_and_years_may_be_in_the_digits_of_any_script(
    app: Flask, cast: Cast, draft: Make, script: dict[int, int]
) -> None:
    referral = draft()
    typed = "+44 7700 900123".translate(script)
    assert saved(app, cast, referral, "person", phone=typed).phone == "+44 7700 900123"
    year = "1988".translate(script)
    assert saved(app, cast, referral, "more", birth_year=year).birth_year == 1988
    year = "2012".translate(script)
    assert saved(app, cast, referral, "profession", trained_year=year).trained_year == 2012


def test_the_same_phone_in_other_digits_is_the_same_person(context: None, cast: Cast) -> None:
    create_client(
        SYSTEM, programme=cast.programme, name="Selam Haile", profession="nurse",
        phone="07700 900123",
    )  # fmt: skip
    same = Described(name="ሰላም", phone="٠٧٧٠٠ ٩٠٠١٢٣")
    assert [one.client.name for one in possible_duplicates(SYSTEM, same)] == ["Selam Haile"]


@pytest.mark.parametrize(
    "typed", ["b66 2qt", " B66  2QT ", "b 66 2 qt", "B662QT", "B66", "B٦٦ ٢QT"]
)
def test_postcodes_may_have_odd_spaces(app: Flask, cast: Cast, draft: Make, typed: str) -> None:
    assert saved(app, cast, draft(), "more", postcode=typed).postcode


def test_who_refers_herself_leaves_a_number_that_can_be_rung(app: Flask, visitor: Visitor) -> None:
    begin(visitor, 1)
    visitor.submit(
        {"name": "Selam", "contact_route": "phone", "phone": "my sister"}, button=SAVE, status=422
    )
    assert "Enter a phone number, like 07700 900123." in visitor.text


@pytest.mark.parametrize("typed", ["B66 2Q", "Smethwick", "B66 2QT 1", "12345", "B6666"])
def test_what_is_no_postcode_is_told(cast: Cast, draft: Make, typed: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/more")
    visitor.submit({"postcode": typed}, button=SAVE, status=422)
    assert "Enter a postcode" in visitor.text


def test_a_code_may_be_typed_in_the_digits_of_any_script(app: Flask, visitor: Visitor) -> None:
    code = code_on(begin(visitor, 1))
    other = come_back(Visitor(app), code.translate(EASTERN))
    assert other.heading == "Not sent yet"
    assert codes.as_typed("٧K3-F٢X-CA٩-M٤T") == "7K3-F2X-CA9-M4T"
    assert codes.as_typed("\u200f7K3-F2X-CA9-M4T\u200e") == "7K3-F2X-CA9-M4T"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ن" * 200, "ن" * 200),
        ("\u202eحمد\u202c علي", "حمد علي"),
        ("Sel\x00am", "Selam"),
        ("O’Neil-D'Arcy Ñandú", "O’Neil-D'Arcy Ñandú"),
        ("Null", "Null"),
        ("ሰላም ኃይለ", "ሰላም ኃይለ"),
    ],
)
def test_a_name_is_the_same_on_every_page(
    app: Flask, cast: Cast, draft: Make, typed: str, kept: str
) -> None:
    referral = saved(app, cast, draft(), "person", name=typed)
    assert referral.name == kept
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/check")
    assert kept in visitor.text
    visitor.submit(button="Send the referral")
    staff = cast.visits(cast.staff)
    for page in ("", "/accept", "/decide/decline"):
        staff.open(f"/referrals/{referral.reference}{page}")
        assert kept in staff.text
    staff.open(f"/referrals?search={kept.split()[0]}")
    assert referral.reference in staff.text


@pytest.mark.parametrize("typed", ["oneil", "O'Neil", "neil", "arcy"])
def test_a_name_is_found_with_and_without_its_apostrophe(
    cast: Cast, sent: Make, typed: str
) -> None:
    referral = sent(name="Mary O'Neil-D'Arcy")
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals?search={typed}")
    assert referral.reference in staff.text


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u200d", "\ufeff \u200b", "\u202e\u202c"])
def test_a_name_that_nobody_can_see_is_none(cast: Cast, draft: Make, name: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/person")
    visitor.submit({"name": name}, button=SAVE, status=422)
    assert "Enter the person's name" in visitor.text


@pytest.mark.parametrize(("page", "field"), [("person", "name"), ("more", "about")])
def test_far_too_much_text_is_told_and_kept(
    app: Flask, cast: Cast, draft: Make, page: str, field: str
) -> None:
    referral, much = draft(), "word " * 20_000
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/questions/{page}")
    visitor.submit({field: much}, button=SAVE, status=422)
    assert "Use at most" in visitor.text
    shown = visitor.page.find(attrs={"name": field})
    assert (shown.get("value") or shown.text).strip() == much.strip()


@pytest.mark.parametrize("year", ["1850", "2999", "12", "20122", "twenty", "-2012", "२०१२ x"])
def test_a_year_that_cannot_be_is_told(cast: Cast, draft: Make, year: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/profession")
    visitor.submit({"trained_year": year}, button=SAVE, status=422)
    assert "for example 2012" in visitor.text


@pytest.mark.parametrize("year", ["1850", "2999", str(clock.today().year - 10)])
def test_a_year_in_which_nobody_who_trained_was_born_is_told(
    cast: Cast, draft: Make, year: str
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/more")
    visitor.submit({"birth_year": year}, button=SAVE, status=422)
    assert "Enter the year of birth, for example 1985." in visitor.text


def test_a_companion_is_reached_by_a_number_that_can_be_rung(cast: Cast, draft: Make) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{draft().reference}/questions/first-meeting")
    companion = {"companion": "other", "companion_name": "Null", "companion_phone": "none"}
    visitor.submit(companion, button=SAVE, status=422)
    assert "Enter a phone number, like 07700 900123." in visitor.text


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(
    app: Flask, cast: Cast, draft: Make
) -> None:
    referral = draft()
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/questions/person")
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    visitor.submit({"contact_note": "Only after prayers"}, button=SAVE, status=401)
    assert visitor.heading == "Sign in"
    visitor.submit({"email": cast.partner.email, "password": PASSWORD}, button="Sign in")
    assert "Only after prayers" in str(visitor.page)
    visitor.submit(action="/questions/person")
    with app.app_context():
        assert Referral.get().contact_note == "Only after prayers"
