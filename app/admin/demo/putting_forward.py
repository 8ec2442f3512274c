"""The demo's candidatures: who was put on a shortlist, and who was asked."""

from __future__ import annotations

from collections.abc import Sequence

from app.clients.models import Client
from app.opportunities.candidatures import offer_to_client, put_on_shortlist
from app.opportunities.matches import Fit, matches_for_client
from app.policy import Viewer

SHORTLISTED = 8


def put_forward(staff: Viewer, asked: Client, others: Sequence[Client]) -> None:
    """Ask one client about what fits best, and put some others on shortlists."""
    for fit in _best(staff, asked)[:2]:
        offer_to_client(staff, asked, fit.opportunity)
    for client in others[:SHORTLISTED]:
        for fit in _best(staff, client)[:1]:
            put_on_shortlist(staff, client, fit.opportunity)


def _best(staff: Viewer, client: Client) -> list[Fit]:
    """The best match of each group that has one."""
    found = matches_for_client(staff, Client.get_by_id(client.id), limit=1)
    return [fits[0] for fits in found.values() if fits]
