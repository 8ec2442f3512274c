"""What a client says is different of a topic, in her words, beside what stands in the record."""

from collections.abc import Iterable

from app import clock
from app.audit.services import record
from app.clients.models import Client, Note, NoteAudience, Topic
from app.db import atomic
from app.policy import Viewer

LONGEST = 1000


def say_different(actor: Viewer, client: Client, topic: Topic, text: str) -> None:
    """Keep her words as a note that she and staff read; staff change the record, not she."""
    with atomic():
        note = Note.create(
            client=client, author=actor.account_id, audience=NoteAudience.CLIENT, topic=topic,
            text=text, written_at=clock.now(),
        )  # fmt: skip
        record(actor, "client.say_different", note, client_id=client.id, topic=topic)


def said(client_ids: Iterable[int]) -> dict[tuple[int, Topic], list[Note]]:
    """What nobody has seen to yet, oldest first, by client and topic; one query."""
    rows = (
        Note.select()
        .where(Note.client.in_(list(client_ids)), Note.topic.is_null(False))
        .where(Note.settled_at.is_null())
        .order_by(Note.id)
    )
    found: dict[tuple[int, Topic], list[Note]] = {}
    for row in rows:
        found.setdefault((row.client_id, Topic(row.topic)), []).append(row)
    return found


def settle(client_id: int, topic: Topic) -> None:
    """Somebody has confirmed or changed what stands there; her words stay in the log."""
    Note.update(settled_at=clock.now()).where(
        Note.client == client_id, Note.topic == topic, Note.settled_at.is_null()
    ).execute()
