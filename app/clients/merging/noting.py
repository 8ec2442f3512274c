"""What a merge, and taking it back, changes of a record's languages and evidence: its history."""

from typing import Any

from app.clients.changes import ABILITIES, values_of
from app.clients.evidence_rows import columns_of, noted
from app.clients.fact_models import Evidence
from app.clients.history import note_change
from app.clients.models import Client
from app.policy import Viewer

Held = dict[str, Any]


def held(client_id: int) -> Held:
    """Her languages, and the evidence of her columns, as the history names them."""
    rows = Evidence.select().where(Evidence.client == client_id)
    seen = {f"evidence:{row.fact}": noted(row) for row in rows if columns_of(row.fact)}
    return values_of(Client.get_by_id(client_id), ABILITIES) | seen


def note_differences(actor: Viewer, client_id: int, before: Held) -> None:
    """Keep what differs from before under the record's present version.

    Whoever has a form of an earlier version open is then asked, and does not undo it unawares.
    """
    after, version = held(client_id), Client.get_by_id(client_id).version
    for field in sorted(before.keys() | after.keys()):
        was, now = before.get(field), after.get(field)
        if was != now:
            note_change(actor, client_id, field, before=was, after=now, version=version)
