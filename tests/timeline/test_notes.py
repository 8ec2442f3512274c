"""A note is put right by who wrote it: corrected, or withdrawn."""

import pytest
from flask import Flask

from app import clock
from app.audit.models import AuditEvent
from app.clients.models import Client, Note, NoteAudience
from app.clients.notes import add_note
from tests.cast import Cast

LONG = "سالت عن شهادتها " * 200


@pytest.fixture
def note(app: Flask, cast: Cast) -> Note:
    """Staff told the client something wrong."""
    with app.test_request_context():
        return add_note(
            cast.viewer(cast.staff), cast.client, text="Come on Monday",
            audience=NoteAudience.CLIENT,
        )  # fmt: skip


def timeline(client: Client) -> str:
    return f"/clients/{client.reference}/timeline"


def page(note: Note) -> str:
    return f"/clients/{note.client.reference}/notes/{note.id}"


def test_its_author_corrects_it_and_staff_can_read_what_it_said(cast: Cast, note: Note) -> None:
    staff = cast.visits(cast.staff)
    staff.open(timeline(cast.client))
    staff.follow("Correct or withdraw")
    staff.submit({"text": "Come on Tuesday"}, button="Save the correction")
    assert "The note is corrected." in staff.text
    assert "Come on Tuesday" in staff.text
    assert "corrected on" in staff.text
    earlier = [one for one in staff.page.find_all("details") if "said before" in one.text]
    assert ["Come on Monday" in one.text for one in earlier] == [True]
    client = cast.visits(cast.client_account)
    client.open(timeline(cast.client))
    assert "Come on Tuesday" in client.text
    assert "corrected on" in client.text
    assert "Monday" not in client.response.text


def test_its_author_withdraws_it_and_the_words_are_gone(cast: Cast, note: Note) -> None:
    staff = cast.visits(cast.staff)
    staff.open(page(note))
    staff.submit({"text": "Come on Tuesday"}, button="Save the correction")
    staff.open(page(note))
    staff.follow("Withdraw the note")
    staff.submit(button="Withdraw the note")
    assert "The note was withdrawn." in staff.text
    assert "Correct or withdraw" not in staff.text
    client = cast.visits(cast.client_account)
    client.open(timeline(cast.client))
    for visitor in (staff, client):
        assert "Come on" not in visitor.response.text
    assert "withdrawn" not in client.text
    kept = Note.get_by_id(note.id)
    assert (kept.text, kept.earlier) == ("", None)
    for address in (page(note), f"{page(note)}/withdraw"):
        staff.open(address, status=404)


@pytest.mark.parametrize(
    "who", ["other_staff", "partner", "client_account", "mentor", "admin", "colleague"]
)
def test_nobody_else_can(app: Flask, cast: Cast, note: Note, who: str) -> None:
    account = getattr(cast, who, None)
    if account is None:
        account = cast._make("cleo@lw.example", "Cleo Colleague", "staff", trust=cast.trust)
    visitor = cast.visits(account)
    for address in (page(note), f"{page(note)}/withdraw"):
        visitor.open(address, status=404)
    if who == "colleague":
        visitor.open(timeline(cast.client))
        assert "Come on Monday" in visitor.text
        assert "Correct or withdraw" not in visitor.text


def test_a_note_of_another_client_is_not_found_under_this_one(cast: Cast, note: Note) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.other_client.reference}/notes/{note.id}", status=404)


def test_nothing_is_changed_by_the_same_words_or_none(cast: Cast, note: Note) -> None:
    staff = cast.visits(cast.staff)
    staff.open(page(note))
    staff.submit({"text": " "}, button="Save the correction", status=422)
    assert "Write something first." in staff.text
    staff.open(page(note))
    staff.submit(button="Save the correction")
    kept = Note.get_by_id(note.id)
    assert (kept.text, kept.corrected_at, kept.earlier) == ("Come on Monday", None, None)


def test_a_correction_sent_twice_is_one(cast: Cast, note: Note) -> None:
    staff = cast.visits(cast.staff)
    staff.open(page(note))
    form = {"text": "Come on Tuesday"}
    open_page, address = staff.page, staff.address
    staff.submit(form, button="Save the correction")
    staff.page, staff.address = open_page, address
    staff.submit(form, button="Save the correction")
    assert Note.get_by_id(note.id).earlier == ["Come on Monday"]
    done = AuditEvent.select().where(AuditEvent.action == "note.correct")
    assert done.count() == 1


def test_after_it_was_withdrawn_in_another_tab_a_correction_finds_nothing(
    cast: Cast, note: Note
) -> None:
    staff = cast.visits(cast.staff)
    staff.open(page(note))
    Note.update(text="", withdrawn_at=clock.now()).where(Note.id == note.id).execute()
    staff.submit({"text": "Come on Tuesday"}, button="Save the correction", status=404)
    assert Note.get_by_id(note.id).text == ""


def test_long_text_in_any_direction_stays_whole(cast: Cast, note: Note) -> None:
    staff = cast.visits(cast.staff)
    staff.open(page(note))
    assert staff.page.find("textarea")["dir"] == "auto"
    staff.submit({"text": LONG.strip()}, button="Save the correction")
    told = staff.page.find("p", class_="app-note")
    assert told["dir"] == "auto"
    assert told.text == LONG.strip()
