"""The trusts and how their Learning Works are reached: who is shown it, and changing it."""

from collections.abc import Sequence

from peewee import Query

from app.audit.services import record
from app.db import atomic, lock_row
from app.errors import NotFound
from app.organisations.models import Programme, Trust
from app.policy import Role, Viewer
from app.prepared import prepared
from app.web.seen import merged

HELPERS = (Role.STAFF, Role.ADMIN)  # they are whom the others ask


def trusts(_viewer: Viewer) -> list[Trust]:
    return list(Trust.select().order_by(Trust.learning_works_name, Trust.id))


def trust(_viewer: Viewer, key: str) -> Trust:
    """One trust by its key; NotFound when there is none."""
    found = Trust.get_or_none(Trust.key == key)
    if found is None:
        raise NotFound("trust")
    return found


def help_lines(viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Whom to ring for help, by name and number: every Learning Works that takes people now."""
    return [] if viewer.role in HELPERS else _reached_by_phone().rows()


@prepared
def _reached_by_phone() -> Query:
    takes_people = Programme.select(Programme.trust).where(Programme.is_open)
    return (
        Trust.select(Trust.learning_works_name, Trust.phone)
        .where(Trust.phone != "", Trust.id.in_(takes_people))
        .order_by(Trust.learning_works_name, Trust.id)
    )


def change_trust(actor: Viewer, trust: Trust, *, seen: str, **answers: str) -> None:
    """Write what is known of a trust anew, but for what others changed meanwhile.

    `seen` marks what the page showed (see app.web.seen). Raises Clash.
    """
    with atomic():
        lock_row(trust)
        present = Trust.get_by_id(trust.id)
        current = {column: getattr(present, column) for column in answers}
        changed = merged(seen, current, answers)
        if changed:
            Trust.update(changed).where(Trust.id == trust.id).execute()
            record(actor, "trust.change", trust, fields=sorted(changed))
