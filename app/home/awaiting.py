"""What each client of a partner waits for, and who has it, as far as the client lets it be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from app.accounts.queries import names_of
from app.bookings import queries as bookings
from app.bookings.models import Booking
from app.clients.access import FieldGroup, groups_of
from app.clients.listing import ListedClient
from app.clients.services import note_reads
from app.pathways import queries as pathways
from app.pathways.models import StepOwner
from app.pathways.presenters import OWNER_NAMES
from app.policy import Viewer
from app.referrals import queries as referrals
from app.referrals.models import Referral
from app.referrals.standing import Standing, with_standing
from app.referrals.transitions import State


@dataclass(frozen=True)
class Awaited:
    """A client with the next step and who has it; empty where there is none or it is not shared.

    `referral` is there while it has not led to support yet.
    """

    client: ListedClient
    step: str
    step_is_with: str
    shares_plan: bool
    referral: tuple[Referral, Standing] | None
    booking: Booking | None
    coordinator: str


def awaited(viewer: Viewer, clients: Sequence[ListedClient]) -> list[Awaited]:
    """What each of the listed clients waits for; a fixed number of questions for all of them."""
    ids = [client.id for client in clients]
    if not ids:
        return []
    seen = groups_of(viewer, ids)
    shared = [number for number in ids if FieldGroup.PLAN in seen[number]]
    note_reads(viewer, shared)
    steps = pathways.next_steps(shared)
    standings = _standings(viewer, ids)
    booked = bookings.next_of(viewer, ids)
    names = names_of({client.coordinator_id for client in clients if client.coordinator_id})
    return [
        Awaited(
            client=client,
            step=gettext(steps[client.id][0].title) if client.id in steps else "",
            step_is_with=_owner(steps[client.id][0]) if client.id in steps else "",
            shares_plan=client.id in shared,
            referral=standings.get(client.id),
            booking=booked.get(client.id),
            coordinator=names.get(client.coordinator_id or 0, ""),
        )
        for client in clients
    ]


def _owner(step: pathways.NextStep) -> str:
    return str(OWNER_NAMES[StepOwner(step.owner)])


def _standings(viewer: Viewer, ids: Sequence[int]) -> dict[int, tuple[Referral, Standing]]:
    rows = [
        row
        for row in referrals.open_referrals_of(viewer, ids).values()
        if row.state != State.ACTIVE
    ]
    return {row.client_id: (row, one) for row, one in with_standing(viewer, rows)}
