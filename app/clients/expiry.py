"""English results that run out soon: chased before a step that needs them is lost."""

from __future__ import annotations

from dateutil.relativedelta import relativedelta
from peewee import ModelSelect, fn

from app import clock
from app.accounts.coordinators import held_by
from app.clients import access
from app.clients.access import FieldGroup
from app.clients.fact_models import EnglishResult
from app.clients.models import Client
from app.clients.queries import in_reach
from app.policy import Viewer

WARN_MONTHS = 6


def expiring_english(viewer: Viewer, *, whose: str = "", limit: int = 10) -> list[EnglishResult]:
    """Results that end within six months and that no later one replaces, soonest first.

    Only of clients in reach whose English the viewer may see; each row has its client.
    """
    today = clock.today()
    later = EnglishResult.alias()
    replaced = later.select(later.id).where(
        later.client == EnglishResult.client, later.expires_on > EnglishResult.expires_on
    )
    query = (
        EnglishResult.select(
            EnglishResult.expires_on, EnglishResult.client, Client.id, Client.reference, Client.name
        )
        .join(Client)
        .where(
            EnglishResult.expires_on.between(today, today + relativedelta(months=WARN_MONTHS)),
            in_reach(viewer),
            Client.closed_at.is_null(),
            ~fn.EXISTS(replaced),
        )
        .order_by(EnglishResult.expires_on, EnglishResult.id)
        .limit(limit)
    )
    rows = list(_of(query, viewer, whose))
    seen = access.groups_of(viewer, {row.client_id for row in rows})
    return [row for row in rows if FieldGroup.ENGLISH in seen[row.client_id]]


def _of(
    query: ModelSelect[EnglishResult], viewer: Viewer, whose: str
) -> ModelSelect[EnglishResult]:
    """A coordinator's own, from her few clients on: far more results run out than are hers."""
    of_theirs = held_by(Client, whose, viewer.account_id)
    if of_theirs is None:
        return query
    return query.where(EnglishResult.client.in_(Client.select(Client.id).where(of_theirs)))
