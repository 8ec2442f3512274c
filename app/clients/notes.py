"""Notes of the progress log: written for an audience, and put right by who wrote them."""

from app import clock
from app.audit.services import record
from app.clients.models import Client, Note, NoteAudience
from app.db import atomic, lock_row
from app.errors import NotFound
from app.policy import Viewer


def add_note(actor: Viewer, client: Client, *, text: str, audience: NoteAudience) -> Note:
    """An entry of the progress log, for those it is written for and for staff."""
    with atomic():
        note = Note.create(
            client=client,
            author=actor.account_id,
            audience=audience,
            text=text,
            written_at=clock.now(),
        )
        record(actor, "note.add", note, client_id=client.id, audience=audience)
    return note


def own_note(viewer: Viewer, client: Client, note_id: int) -> Note:
    """A note about the client that the viewer wrote and has not withdrawn; NotFound otherwise."""
    found = (
        Note.select()
        .where(
            Note.id == note_id,
            Note.client == client,
            Note.author == viewer.account_id,
            Note.withdrawn_at.is_null(),
            Note.topic.is_null(),  # what the client says is different is settled, not rewritten
        )
        .first()
    )
    if found is None or viewer.account_id is None:
        raise NotFound("note")
    return found


def correct_note(actor: Viewer, note: Note, *, text: str) -> None:
    """Other words in place of these, which staff can still read; the same words change nothing."""
    with atomic():
        note = _locked(actor, note)
        if text == note.text:
            return
        note.earlier = [note.text, *(note.earlier or ())]
        note.text, note.corrected_at = text, clock.now()
        note.save()
        record(actor, "note.correct", note, client_id=note.client_id)


def withdraw_note(actor: Viewer, note: Note) -> None:
    """Take the words back, earlier ones too; that there was a note stays for staff to see."""
    with atomic():
        note = _locked(actor, note)
        note.text, note.earlier, note.withdrawn_at = "", None, clock.now()
        note.save()
        record(actor, "note.withdraw", note, client_id=note.client_id)


def _locked(actor: Viewer, note: Note) -> Note:
    """The note as it stands now, until the transaction ends."""
    lock_row(note)
    return own_note(actor, note.client, note.id)
