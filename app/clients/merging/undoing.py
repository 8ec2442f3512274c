"""Taking a merge back: each row as it was, but for what has been changed since."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.audit.services import record
from app.clients.locking import check_kept
from app.clients.merging.models import ClientMerge, MergeRow
from app.clients.merging.noting import held, note_differences
from app.clients.merging.rules import RULES
from app.clients.merging.services import NotWhole, write_columns
from app.clients.merging.tables import Row, as_column, as_json, belongings, by_table
from app.clients.models import Client, ClientChange
from app.clients.services import index_client
from app.db import BaseModel, atomic, lock_row
from app.errors import Conflict, NotFound
from app.policy import Viewer

UNDO_FOR = timedelta(days=30)
# Moved by every change of a record; put right by the write itself.
COUNTED = frozenset({"version", "updated_at"})


@dataclass(frozen=True)
class Since:
    """What undoing would meet: how many rows go back, and what stays as it is now."""

    goes_back: int
    changed: int  # values changed since the merge
    added: int  # rows that came to the surviving record since


def last_merge(survivor: Client) -> ClientMerge:
    """The last merge into this record that stands; NotFound when there is none."""
    found = (
        ClientMerge.select(ClientMerge, Client)
        .join(Client, on=ClientMerge.loser)
        .where(ClientMerge.survivor == survivor, ClientMerge.undone_at.is_null())
        .order_by(ClientMerge.merged_at.desc(), ClientMerge.id.desc())
        .first()
    )
    if found is None:
        raise NotFound("merge")
    return found


def can_undo(merge: ClientMerge) -> bool:
    return bool(clock.now() < merge.merged_at + UNDO_FOR)


def what_has_happened(merge: ClientMerge) -> Since:
    """Later changes, counted for the preview; they stay with the surviving record."""
    rows = list(MergeRow.select().where(MergeRow.merge == merge))
    goes_back = changed = 0
    for row in rows:
        present = _present(row)
        if row.before is None or row.after is None or present is None:
            continue
        goes_back += row.table_name != "client" and bool(_touched(row) & _owners())
        changed += sum(present[name] != row.after[name] for name in _touched(row) - COUNTED)
    return Since(goes_back, changed, _added(merge))


def _owners() -> set[str]:
    """The columns by which rows belong to a client."""
    return {"client_id", *(key.name for _model, key in belongings())}


def _added(merge: ClientMerge) -> int:
    """Rows of the surviving record that are newer than all that it had at the merge."""
    count = 0
    for model, key in belongings():
        if model is ClientChange:
            continue
        newest = merge.newest.get(model._meta.table_name, 0)
        count += model.select().where(key == merge.survivor_id, model.id > newest).count()
    return count


def undo_merge(actor: Viewer, survivor: Client) -> ClientMerge:
    """Make the last merge into this record two records again; later changes stay with it.

    Raises Conflict after the time for it is over, or when the record has been merged onwards.
    """
    with atomic():
        for client_id in sorted((survivor.id, last_merge(survivor).loser_id)):
            lock_row(Client.get_by_id(client_id), with_what_refers=True)
        merge = last_merge(survivor)
        _check_time(merge)
        check_kept(survivor)
        rows = list(MergeRow.select().where(MergeRow.merge == merge))
        said = held(merge.survivor_id)
        _put_back_all([row for row in rows if row.table_name != "client"])
        _part(actor, merge, {row.row_id: row for row in rows if row.table_name == "client"})
        note_differences(actor, merge.survivor_id, said)
        ClientMerge.update(undone_at=clock.now(), undone_by=actor.account_id).where(
            ClientMerge.id == merge.id
        ).execute()
        _check_parted(merge)
        for client_id in (merge.survivor_id, merge.loser_id):
            index_client(Client.get_by_id(client_id))
            record(actor, "client.undo_merge", merge, client_id=client_id)
    return merge


def _check_time(merge: ClientMerge) -> None:
    if not can_undo(merge):
        raise Conflict(
            gettext("The two were merged more than 30 days ago: it cannot be undone any more.")
        )
    if Client.get_by_id(merge.survivor_id).merged_into_id is not None:
        raise Conflict(gettext("This record is part of another now. Undo that first."))


def _put_back_all(rows: list[MergeRow]) -> None:
    """Try until no row moves: one may stand in the way of another; what then is left stays."""
    left = rows
    while left:
        again = [row for row in left if not _put_back(row)]
        if len(again) == len(left):
            return
        left = again


def _put_back(row: MergeRow) -> bool:
    """One row as it was; False where a unique index does not let it yet."""
    model, present = by_table()[row.table_name], _present(row)
    if row.before is None or row.after is None or present is None:
        return True  # made by the merge as history, or taken out since
    columns = {name for name in _touched(row) if present[name] == row.after[name]}
    rule = RULES.get(row.table_name)
    values = {
        name: as_column(model._meta.fields[name], row.before[name]) for name in sorted(columns)
    }
    try:
        with atomic():
            if rule is not None and not rule.may_put_back(row.before, present):
                values = {name: value for name, value in values.items() if name in _owners()}
            if values:
                model.update(values).where(model.id == row.row_id).execute()
    except IntegrityError:
        return False
    return True


def _part(actor: Viewer, merge: ClientMerge, rows: dict[int, MergeRow]) -> None:
    """The two records' own columns, each change with its history."""
    for client_id in (merge.survivor_id, merge.loser_id):
        row = rows[client_id]
        present = _present(row)
        assert present is not None
        assert row.before is not None
        assert row.after is not None
        values = {
            name: as_column(Client._meta.fields[name], row.before[name])
            for name in _touched(row) - COUNTED
            if present[name] == row.after[name]
        }
        write_columns(actor, Client.get_by_id(client_id), values)


def _check_parted(merge: ClientMerge) -> None:
    """Read again: the record stands by itself, and what went back is with it."""
    if Client.get_by_id(merge.loser_id).merged_into_id is not None:
        raise NotWhole("still merged")
    keys = {model._meta.table_name: key.name for model, key in belongings()}
    both = (merge.survivor_id, merge.loser_id)
    for row in MergeRow.select().where(MergeRow.merge == merge):
        present, owner = _present(row), keys.get(row.table_name)
        if row.before is None or present is None or owner is None:
            continue
        if row.before[owner] in both and present[owner] not in both:
            raise NotWhole(f"{row.table_name} {row.row_id} belongs to neither")


def _touched(row: MergeRow) -> set[str]:
    before, after = row.before or {}, row.after or {}
    return {name for name in before if name in after and before[name] != after[name]}


def _present(row: MergeRow) -> Row | None:
    model: type[BaseModel] = by_table()[row.table_name]
    found: dict[str, Any] | None = model.select().where(model.id == row.row_id).dicts().first()
    return None if found is None else {name: as_json(value) for name, value in found.items()}


def prune_journals() -> int:
    """Forget what merges touched once they cannot be undone any more; how many rows went."""
    old = ClientMerge.select(ClientMerge.id).where(ClientMerge.merged_at <= clock.now() - UNDO_FOR)
    return int(MergeRow.delete().where(MergeRow.merge.in_(old)).execute())
