"""Until when a referring organisation follows a person: what comes later is not its to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from peewee import ModelSelect

from app.clients.models import ClientReferrer
from app.policy import Role, Viewer
from app.referrals.models import Referral


def ended_for(viewer: Viewer, referrals: Iterable[Referral]) -> dict[int, datetime]:
    """When the viewer's organisation stopped accompanying the person, by the referral's id.

    Without an entry it accompanies the person still; staff have no entry at all.
    """
    found = [row for row in referrals if row.client_id is not None]
    if viewer.role is not Role.PARTNER or not found:
        return {}
    rows = _ended(viewer.organisation_id).where(
        ClientReferrer.client.in_({row.client_id for row in found})
    )
    until = {row.client_id: row.until for row in rows}
    return {row.id: until[row.client_id] for row in found if row.client_id in until}


def is_followed(referral: Referral) -> bool:
    """Whether the organisation that referred is still to be told."""
    rows = _ended(referral.organisation_id).where(ClientReferrer.client == referral.client_id)
    return not rows.exists()


def left_clients(viewer: Viewer) -> ModelSelect[ClientReferrer]:
    """The clients whom the viewer's organisation accompanies no more, as a subquery."""
    return _ended(viewer.organisation_id).select(ClientReferrer.client)


def _ended(organisation_id: int | None) -> ModelSelect[ClientReferrer]:
    return ClientReferrer.select().where(
        ClientReferrer.organisation == organisation_id, ClientReferrer.until.is_null(False)
    )
