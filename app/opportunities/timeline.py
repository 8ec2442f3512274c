"""What became of a client's offers, as entries of her timeline."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext
from peewee import JOIN

from app.accounts.models import Account
from app.clients.access import FieldGroup
from app.clients.models import Client
from app.clients.timeline import Entry, Kind, Position, by, later_than
from app.opportunities.candidature_models import Candidature, CandidatureMove
from app.opportunities.match_text import state_name
from app.opportunities.models import Opportunity
from app.policy import Role, Viewer


def entries(
    viewer: Viewer, client: Client, groups: frozenset[FieldGroup], *,
    position: Position | None, limit: int,
) -> list[Entry]:  # fmt: skip
    """The moves of candidatures: staff read all, others those from the offer on.

    A partner reads the state alone, not of what; staff's words with a move are for staff.
    """
    if FieldGroup.MATCH_STATE not in groups:
        return []
    at, key = CandidatureMove.moved_at, CandidatureMove.id
    query = (
        CandidatureMove.select(
            CandidatureMove, Candidature.id, Opportunity.id, Opportunity.title, Account
        )
        .join(Candidature)
        .join(Opportunity)
        .join_from(CandidatureMove, Account, JOIN.LEFT_OUTER)
        .where(Candidature.client == client, *later_than(at, key, position))
    )
    if viewer.role is not Role.STAFF:
        query = query.where(at >= Candidature.offered_at)
    rows = query.order_by(at.desc(), key.desc()).limit(limit)
    return [_entry(viewer, client, row) for row in rows]


def _entry(viewer: Viewer, client: Client, row: CandidatureMove) -> Entry:
    what, address = state_name(row.to_state, is_own=viewer.role is Role.CLIENT), ""
    if viewer.role is not Role.PARTNER:
        number, title = row.candidature.id, row.candidature.opportunity.title
        what = gettext("%(title)s: %(state)s", title=title, state=what)
        address = url_for("matches.show_candidature", reference=client.reference, number=number)
    return Entry(
        row.moved_at, row.id, Kind.OFFER, by(viewer, row.moved_by), what=what,
        text=row.note if viewer.role is Role.STAFF else "", address=address,
    )  # fmt: skip
