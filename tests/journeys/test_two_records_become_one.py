"""Staff find a record that is there twice, look before they merge, and take it back."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from app.clients.models import Client, NoteAudience
from app.clients.notes import add_note
from app.clients.services import create_client
from app.policy import SYSTEM
from tests.cast import Cast
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser
OTHER_NAME = "ሃና ተስፋዬ"


def test_a_duplicate_is_found_compared_merged_seen_and_undone(
    app: Flask, people: People, cast: Cast
) -> None:
    kept = cast.client
    with app.test_request_context():
        Client.update(birth_year=1984).where(Client.id == kept.id).execute()
        gone = create_client(
            SYSTEM, programme=cast.programme, name=OTHER_NAME, profession="nurse",
            trained_in="ER", phone="07700 900123", birth_year=1984,
        )  # fmt: skip
        add_note(
            cast.viewer(cast.staff), gone, text="She rang on Monday.", audience=NoteAudience.STAFF
        )
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.follow("Clients")
    staff.follow("Possible duplicates")
    staff.sees(OTHER_NAME)
    staff.follow(f"Merge the two : Hana Tesfaye and {OTHER_NAME}")
    staff.sees("becomes part of")
    staff.sees("Notes: 1")
    staff.choose("07700 900123", "Phone")
    staff.press("Merge the two")
    staff.sees("The two records are one.")
    staff.sees("07700 900123")
    staff.open(f"/clients/{kept.reference}/timeline")
    staff.sees("She rang on Monday.")
    staff.open(f"/clients/{gone.reference}")
    assert staff.path == f"/clients/{kept.reference}"
    staff.follow("Merge, or undo a merge")
    staff.follow("Undo the merge")
    staff.sees("goes back to the other record")
    staff.press("Undo the merge")
    staff.sees("two records again")
    staff.sees(OTHER_NAME)
    staff.open(f"/clients/{kept.reference}/timeline")
    staff.does_not_see("She rang on Monday.")
    staff.open("/clients")
    expect(staff.page.locator("#client-list tbody tr")).to_have_count(2)
