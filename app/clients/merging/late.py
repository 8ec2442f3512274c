"""Rows that were written to a record in the very moment in which it became part of another."""

from datetime import timedelta

from app import clock
from app.clients.merging.models import ClientMerge
from app.clients.merging.services import move_row
from app.clients.merging.tables import belongings
from app.clients.models import Client
from app.db import atomic

LOOK_BACK = timedelta(days=2)


def hand_on_late_rows() -> int:
    """Let them follow the record to the one that stays; how many did.

    Whoever had opened the record before the merge may have written a note just after it: nobody
    would read it there.
    """
    recent = ClientMerge.select().where(
        ClientMerge.undone_at.is_null(), ClientMerge.merged_at > clock.now() - LOOK_BACK
    )
    return sum(_hand_on(merge) for merge in recent)


def _hand_on(merge: ClientMerge) -> int:
    moved = 0
    with atomic():
        survivor_id = _last_of(merge.survivor)
        for model, key in belongings():
            newest = merge.newest.get(model._meta.table_name, 0)
            for row in model.select().where(key == merge.loser_id, model.id > newest):
                moved += move_row(model, key, row.id, survivor_id)
    return moved


def _last_of(client: Client) -> int:
    while client.merged_into_id is not None:
        client = client.merged_into
    return int(client.id)
