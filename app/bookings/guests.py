"""Who is coming, as far as the viewer may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.bookings.models import Booking
from app.clients.access import FieldGroup, groups_of
from app.clients.english import levels_of
from app.policy import Role, Viewer


@dataclass(frozen=True)
class Guest:
    """Who is coming, as far as the viewer may know; None is what is not for them."""

    booking: Booking
    name: str
    reference: str | None
    profession: str | None
    goal: str | None
    needs: str | None
    english_level: str | None = None
    groups: frozenset[FieldGroup] = frozenset()


def guests_of(viewer: Viewer, rows: Sequence[Booking]) -> list[Guest]:
    """The guests of these bookings, in their order; as many statements for many as for one."""
    seen = groups_of(viewer, {row.client_id for row in rows})
    told = {key for key, groups in seen.items() if FieldGroup.ENGLISH_LEVEL in groups}
    levels = levels_of(told) if viewer.role is Role.MENTOR else {}
    return [_guest(row, seen[row.client_id], levels.get(row.client_id)) for row in rows]


def _guest(row: Booking, groups: frozenset[FieldGroup], english_level: str | None) -> Guest:
    client, full = row.client, FieldGroup.IDENTITY in groups
    profession = FieldGroup.PROFESSION in groups
    needs = [client.health_adjustments, client.childcare_need]
    return Guest(
        booking=row,
        name=client.name if full else client.known_as,
        reference=client.reference if full else None,
        profession=client.profession if profession else None,
        goal=client.goal if profession else None,
        needs=". ".join(filter(None, needs)) if FieldGroup.NEEDS in groups else None,
        english_level=english_level,
        groups=groups,
    )
