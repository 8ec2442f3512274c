"""The list of organisations."""

import pytest
from flask import Flask

from app.accounts.models import Account
from app.organisations.models import OrganisationKind
from app.organisations.services import create_organisation
from app.policy import SYSTEM
from tests.cast import Cast


@pytest.fixture
def many(app: Flask) -> None:
    with app.test_request_context():
        for number in range(30):
            create_organisation(
                SYSTEM, name=f"Группа Ñandú {number:02}", kind=OrganisationKind.WORK_CLUB
            )


def test_a_search_finds_starts_of_words_without_accents(cast: Cast, many: None) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/organisations?search=nandu")
    assert "Ñandú 00" in visitor.text
    visitor.open("/organisations?search=andu")
    assert "No organisation has this name" in visitor.text


def test_a_wildcard_is_an_ordinary_letter(cast: Cast, many: None) -> None:
    visitor = cast.visits(cast.partner)
    for wildcard in ("%", "_", "*"):
        visitor.open("/organisations", query_string={"search": wildcard})
        assert "Ñandú" not in visitor.text


def test_pages_follow_one_another_without_gap_or_repeat(cast: Cast, many: None) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/organisations?search=nandu")
    first = {a.text for a in visitor.page.select("td a")}
    visitor.follow("Next page")
    second = {a.text for a in visitor.page.select("td a")}
    assert len(first) == 25
    assert len(second) == 5
    assert not first & second


def test_a_damaged_cursor_starts_at_the_first_page(cast: Cast, many: None) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/organisations?after=!garbage")
    assert len(visitor.page.select("td a")) == 25


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, many: None) -> None:
    visitor = cast.visits(cast.partner)
    page = visitor.open("/organisations?search=nandu")
    part = visitor.fragment("/organisations?search=nandu")
    assert str(page.find(id="organisation-list")) == str(part.find(id="organisation-list"))
    assert part.find("html") is None


def test_a_client_may_not_open_the_list(cast: Cast) -> None:
    cast.visits(cast.client_account).open("/organisations", status=403)


def test_a_page_shows_the_organisation_and_its_people(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/organisations/{cast.organisation.reference}")
    assert visitor.heading == "Cedar House Community Centre"
    visitor.open(f"/organisations/{cast.organisation.reference}/people")
    assert "Paula Partner" in visitor.text


def test_an_organisation_is_found_by_any_apostrophe_and_by_its_reference(cast: Cast) -> None:
    with cast.app.test_request_context():
        made = create_organisation(
            SYSTEM, name="Willow Women’s Group", kind=OrganisationKind.COMMUNITY
        )
    visitor = cast.visits(cast.staff)
    for typed in ("women's", "Women’s", made.reference, made.reference.lower().replace("-", " ")):
        visitor.open("/organisations", query_string={"search": typed})
        assert "Willow Women’s Group" in visitor.text, typed
        assert "1 organisation" in visitor.text


def test_a_name_that_could_be_a_reference_is_found(cast: Cast) -> None:
    with cast.app.test_request_context():
        create_organisation(SYSTEM, name="St Matthew’s", kind=OrganisationKind.FAITH)
    visitor = cast.visits(cast.staff)
    visitor.open("/organisations?search=matthew")
    assert "St Matthew’s" in visitor.text


def test_peoples_numbers_are_for_their_own_and_for_the_learning_works(
    app: Flask, cast: Cast
) -> None:
    with app.app_context():
        Account.update(phone="0121 555 0177").where(Account.id == cast.partner.id).execute()
    page = f"/organisations/{cast.organisation.reference}/people"
    for account, sees in (
        (cast.partner, True), (cast.staff, True), (cast.admin, True),
        (cast.other_partner, False), (cast.mentor, False),
    ):  # fmt: skip
        visitor = cast.visits(account)
        visitor.open(page)
        assert "Paula Partner" in visitor.text
        assert ("0121 555 0177" in visitor.text) is sees, account.role


def test_an_unknown_reference_is_not_found(cast: Cast) -> None:
    cast.visits(cast.partner).open("/organisations/O-ACEF-HJ", status=404)


def test_an_address_with_a_nul_is_refused_and_not_looked_up(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    for address in (
        "/organisations?search=%00",
        "/organisations/O-%00",
        "/organisations?after=%00",
    ):
        visitor.open(address, status=400)
