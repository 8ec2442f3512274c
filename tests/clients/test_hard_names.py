"""Names that break other systems: the same text from the form to every page, search and paper."""

import unicodedata

import pytest

from app.clients.models import Client
from app.clients.names import LONGEST_WORD
from app.clients.services import create_client
from app.policy import SYSTEM
from tests.cast import Cast

NAMES = {
    "arabic": "عبد الرحمن الأمين",
    "persian, with a joiner": "فرشته\u200cزاده رضایی",
    "tigrinya, one name": "ሃብተማርያም",
    "somali apostrophe": "Cabdi N’uur O'Neil-Smith",
    "combining marks": "Z\u0351\u036b\u0343a\u0308lgo",
    "two hundred": "ا" * 200,
    "null": "Null",
    "markup": "<b>Robert</b>'); DROP TABLE client;-- & 100% %s",
    "formula": "=cmd|' /C calc'!A0",
    "digits of another script": "أحمد ٤٢",
    "supplementary plane": "𐌰𐌱 𞤀𞤁 👩🏾",
    "wildcards": "50%_Hana",
}
PAGES = ("", "/edit/identity", "/evidence", "/history", "/consent", "/timeline", "/merge", "/plan")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_hard_name_is_the_same_on_every_page(cast: Cast, page: str, name: str) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/edit/identity")
    staff.submit({"name": name, "known_as": name[:100]}, button="Save")
    with cast.app.test_request_context():
        kept = Client.get_by_id(cast.client.id).name
        assert kept == unicodedata.normalize("NFC", name)
    for ending in PAGES:
        staff.open(page + ending)
        shown = staff.page.get_text()
        fields = [one.get("value", "") for one in staff.page.find_all("input")]
        assert kept in shown or kept in fields or kept[:100] in shown, ending
    staff.open("/clients", query_string={"search": kept[:LONGEST_WORD]})
    assert kept in staff.page.get_text()
    partner = cast.visits(cast.partner)
    partner.open(page)
    assert kept in partner.page.get_text()


@pytest.mark.parametrize("name", ["\u200b", "\u200d\u200c", "\u2067\u2069", "\u00ad", " \t "])
def test_a_name_of_nothing_but_invisible_marks_is_no_name(cast: Cast, page: str, name: str) -> None:
    staff = cast.visits(cast.staff)
    staff.open(f"{page}/edit/identity")
    staff.submit({"name": name}, button="Save", status=422)
    assert "Enter the name." in staff.text


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_two_records_with_a_hard_name_are_found_compared_and_merged(cast: Cast, name: str) -> None:
    with cast.app.test_request_context():
        kept, gone = (
            create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse",
                          birth_year=1988, trained_in="ER")
            for _ in range(2)
        )  # fmt: skip
    staff = cast.visits(cast.staff)
    staff.open("/clients/duplicates")
    assert name in staff.page.get_text()
    staff.open(f"/clients/{kept.reference}/merge?other={gone.reference}")
    assert "Almost certain: same name" in staff.text
    staff.submit(button="Merge the two")
    assert staff.page.find("h1").get_text().strip() == name
