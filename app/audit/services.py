"""Adds to the audit trail, inside the transaction of what it records."""

from collections.abc import Iterable
from typing import Any

from peewee import Model, Query

from app import clock
from app.audit.models import AuditEvent
from app.policy import Viewer
from app.prepared import new_row, prepared


def record(
    actor: Viewer,
    action: str,
    subject: Model | None = None,
    *,
    client_id: int | None = None,
    **detail: Any,
) -> None:
    """Note that `actor` did `action` (`referral.accept`) to `subject`.

    `detail` holds ids, states and field names; never names, scores or free text.
    """
    _insert().run(
        at=clock.now(),
        actor_id=actor.account_id,
        actor_role=actor.role,
        action=action,
        subject_kind=subject._meta.table_name if subject is not None else action.split(".")[0],
        subject_id=subject.get_id() if subject is not None else None,
        client_id=client_id,
        detail=detail,
    )


def record_of_clients(actor: Viewer, action: str, client_ids: Iterable[int]) -> None:
    """Note that `actor` did `action` to each of the clients, in one statement."""
    about = {
        "at": clock.now(),
        "actor_id": actor.account_id,
        "actor_role": actor.role,
        "action": action,
        "subject_kind": action.split(".")[0],
    }
    AuditEvent.insert_many([about | {"client_id": one} for one in client_ids]).execute()


@prepared
def _insert() -> Query:
    return new_row(
        AuditEvent, "at", "actor_id", "actor_role", "action",
        "subject_kind", "subject_id", "client_id", "detail",
    )  # fmt: skip
