"""Reads of the audit trail."""

from datetime import datetime

from app.audit.models import AuditEvent
from app.policy import Viewer


def seen_since(actor: Viewer, action: str, *, client_id: int, since: datetime) -> bool:
    """Whether the actor's `action` on the client has been recorded after `since`."""
    return bool(
        AuditEvent.select()
        .where(
            AuditEvent.client_id == client_id,
            AuditEvent.at > since,
            AuditEvent.action == action,
            AuditEvent.actor_id == actor.account_id,
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
