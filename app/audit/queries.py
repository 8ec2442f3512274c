"""Reads of the audit trail."""

from collections.abc import Collection, Sequence
from datetime import datetime

from peewee import Expression, Model

from app.audit.models import AuditEvent
from app.policy import Viewer


def seen_since(
    actor: Viewer, action: str, *, client_ids: Collection[int], since: datetime
) -> set[int]:
    """Those of the clients on whom the actor's `action` has been recorded after `since`."""
    rows = AuditEvent.select(AuditEvent.client_id).where(
        AuditEvent.client_id.in_(client_ids),
        AuditEvent.at > since,
        AuditEvent.action == action,
        AuditEvent.actor_id == actor.account_id,
    )
    return {client_id for (client_id,) in rows.tuples().iterator()}


def has_happened(action: str, subject: Model, *, since: datetime) -> bool:
    """Whether this has been recorded of the row at or after the instant."""
    return (
        AuditEvent.select()
        .where(
            AuditEvent.subject_kind == subject._meta.table_name,
            AuditEvent.subject_id == subject.get_id(),
            AuditEvent.at >= since,
            AuditEvent.action == action,
        )
        .exists()
    )


def how_often(action: str, subject: Model) -> int:
    """How often this has been recorded of the row."""
    return int(
        AuditEvent.select()
        .where(
            AuditEvent.subject_kind == subject._meta.table_name,
            AuditEvent.subject_id == subject.get_id(),
            AuditEvent.action == action,
        )
        .count()
    )


def latest(action: str, *, client_ids: Collection[int], most: int) -> list[AuditEvent]:
    """The last events of one action on a client's records, newest first."""
    return list(
        AuditEvent.select()
        .where(AuditEvent.client_id.in_(client_ids), AuditEvent.action == action)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(most)
    )


def events_of_client(
    client_ids: Collection[int], actions: Collection[str], *where: Expression, limit: int
) -> list[AuditEvent]:
    """The last events of these actions on a client's records, newest first, narrowed."""
    return list(
        AuditEvent.select()
        .where(AuditEvent.client_id.in_(client_ids), AuditEvent.action.in_(actions), *where)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )


def who_did(actions: Collection[str], subjects: Sequence[Model]) -> dict[int, int]:
    """The accounts that last did one of these to each of the rows (of one table), by row."""
    if not subjects:
        return {}
    rows = (
        AuditEvent.select(AuditEvent.subject_id, AuditEvent.actor_id)
        .where(
            AuditEvent.subject_kind == subjects[0]._meta.table_name,
            AuditEvent.subject_id.in_([row.get_id() for row in subjects]),
            AuditEvent.action.in_(actions),
            AuditEvent.actor_id.is_null(False),
        )
        .order_by(AuditEvent.id)
    )
    return dict(rows.tuples().iterator())
