"""Making two records of one person into one: a single transaction, read again before it is kept."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext
from peewee import ForeignKeyField, IntegrityError

from app import clock
from app.audit.services import record
from app.clients.freshness import date_anew
from app.clients.locking import RecordEnds
from app.clients.merging.fields import automatic, chosen_columns
from app.clients.merging.models import ClientMerge, DuplicatePair, MergeRow
from app.clients.merging.noting import held, note_differences
from app.clients.merging.rules import RULES, Merging
from app.clients.merging.tables import INDEXES, Row, Rows, belongings, snapshot
from app.clients.models import Client, ClientChange
from app.clients.services import index_client
from app.db import BaseModel, atomic, lock_row
from app.errors import Conflict
from app.notifications.addresses import doubt_alike, person
from app.policy import Viewer


class NotWhole(Exception):
    """Reading again found a row lost or left behind: nothing of the merge is kept."""


def merge_clients(
    actor: Viewer,
    kept: Client,
    gone: Client,
    *,
    versions: tuple[int, int],
    taken: Collection[str] = (),
) -> ClientMerge:
    """Make `gone` part of `kept`, taking the named fields from it.

    `versions` are those of the preview, kept and gone. Raises Conflict when either has changed
    since, or is part of another record already.
    """
    with atomic():
        kept, gone = _locked(kept, gone, versions)
        both = (kept.id, gone.id)
        before, said = snapshot(both), held(kept.id)
        wanted = frozenset(taken) & frozenset(chosen_columns())
        merging = Merging(actor, kept, gone, wanted, clock.now())
        for one in RULES.values():
            one.settle(merging)
        _move_the_rest(merging, before)
        _write_fields(merging)
        note_differences(actor, kept.id, said)
        _retire(merging)
        after = snapshot(both)
        check_whole(before, after, kept_id=kept.id, gone_id=gone.id)
        merge = ClientMerge.create(
            survivor=kept, loser=gone, merged_at=merging.now, merged_by=actor.account_id,
            newest=_newest(after),
        )  # fmt: skip
        _keep_journal(merge, before, after)
        for client_id in both:
            record(actor, "client.merge", merge, client_id=client_id, into=kept.id)
    return merge


def _locked(kept: Client, gone: Client, versions: tuple[int, int]) -> tuple[Client, Client]:
    for client in sorted((kept, gone), key=lambda one: one.id):
        lock_row(client, with_what_refers=True)
    kept, gone = Client.get_by_id(kept.id), Client.get_by_id(gone.id)
    if kept.id == gone.id or kept.merged_into_id or gone.merged_into_id:
        raise Conflict(gettext("One of the two is part of another record already."))
    if kept.closed_at or gone.closed_at:
        raise RecordEnds
    if (kept.version, gone.version) != versions:
        raise Conflict(
            gettext("One of the two records has changed meanwhile. Go back and look again.")
        )
    return kept, gone


def _move_the_rest(merging: Merging, before: Rows) -> None:
    for model, key in belongings():
        table = model._meta.table_name
        owners = _owners(before, table, key.name)
        ids = [row for row, owner in owners.items() if owner == merging.gone.id]
        settled = RULES.get(table)
        for row in model.select().where(model.id.in_(ids)):
            if settled is None or not settled.stays(merging, row):
                move_row(model, key, row.id, merging.kept.id)


def move_row(model: type[BaseModel], key: ForeignKeyField, row_id: int, client_id: int) -> bool:
    """Hand a row over; a twin that the kept record has already stays where it is."""
    try:
        with atomic():
            model.update({key: client_id}).where(model.id == row_id).execute()
    except IntegrityError:
        return False
    return True


def _write_fields(merging: Merging) -> None:
    kept, gone = merging.kept, merging.gone
    wanted: dict[str, Any] = automatic(kept, gone)
    wanted |= {name: getattr(gone, name) for name in merging.taken}
    write_columns(merging.actor, kept, wanted)
    date_anew(kept.id)
    doubt_alike(person("client", kept.id), person("client", gone.id))


def write_columns(actor: Viewer, client: Client, values: Mapping[str, Any]) -> None:
    """Write what differs into the record, each field with its history, as one more version."""
    present = Client.get_by_id(client.id)
    now, version = clock.now(), present.version + 1
    changed = {k: v for k, v in values.items() if present.__data__[k] != v}
    for name in sorted(set(changed) & set(chosen_columns())):
        ClientChange.create(
            client=present, field=name, before=present.__data__[name], after=changed[name],
            changed_by=actor.account_id, changed_at=now, version=version,
        )  # fmt: skip
    Client.update(**changed, version=version, updated_at=now).where(
        Client.id == present.id
    ).execute()


def _retire(merging: Merging) -> None:
    """The merged record is in no list, search or match any more."""
    gone = merging.gone.id
    Client.update(
        merged_into=merging.kept.id,
        closed_at=merging.now,
        version=Client.version + 1,
        updated_at=merging.now,
    ).where(Client.id == gone).execute()
    for model in INDEXES:
        model.delete().where(model.client == gone).execute()
    about = (DuplicatePair.first == gone) | (DuplicatePair.second == gone)
    DuplicatePair.delete().where(about, DuplicatePair.dismissed_at.is_null()).execute()
    index_client(Client.get_by_id(merging.kept.id))


def check_whole(before: Rows, after: Rows, *, kept_id: int, gone_id: int) -> None:
    """Raise NotWhole unless every row is there still, moved or settled by a rule."""
    lost = before.keys() - after.keys()
    if lost:
        raise NotWhole(f"lost: {sorted(lost)}")
    for model, key in belongings():
        table = model._meta.table_name
        was = _owners(before, table, key.name)
        now = {row: owner for row, owner in _owners(after, table, key.name).items() if row in was}
        moved = sum(was[row] == gone_id and now[row] == kept_id for row in was)
        stayed = sum(now[row] == gone_id for row in was)
        there = sum(owner == kept_id for owner in now.values())
        if there + stayed != len(was) or moved > len(was):
            raise NotWhole(f"{table}: {len(was)} rows, {there} moved, {stayed} stayed")


def _owners(rows: Rows, table: str, column: str) -> dict[int, int]:
    return {key: row[column] for (name, key), row in rows.items() if name == table}


def _newest(rows: Rows) -> dict[str, int]:
    found: dict[str, int] = {}
    for table, key in rows:
        found[table] = max(key, found.get(table, 0))
    return found


def _keep_journal(merge: ClientMerge, before: Rows, after: Rows) -> None:
    touched = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    rows = [_journal_row(merge, key, before.get(key), after.get(key)) for key in sorted(touched)]
    for start in range(0, len(rows), 100):
        MergeRow.insert_many(rows[start : start + 100]).execute()


def _journal_row(
    merge: ClientMerge, key: tuple[str, int], before: Row | None, after: Row | None
) -> Row:
    return {
        "merge": merge.id, "table_name": key[0], "row_id": key[1],
        "before": before, "after": after,
    }  # fmt: skip
