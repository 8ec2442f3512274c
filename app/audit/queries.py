"""Reads of the audit trail."""

from collections.abc import Collection
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


def latest(action: str, *, client_id: int, most: int) -> list[AuditEvent]:
    """The last events of one action on a client, newest first."""
    return list(
        AuditEvent.select()
        .where(AuditEvent.client_id == client_id, AuditEvent.action == action)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(most)
    )


def events_of_client(
    client_id: int, actions: Collection[str], *where: Expression, limit: int
) -> list[AuditEvent]:
    """The last events of these actions on a client, newest first, narrowed by conditions."""
    return list(
        AuditEvent.select()
        .where(AuditEvent.client_id == client_id, AuditEvent.action.in_(actions), *where)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
