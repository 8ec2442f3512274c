"""What a page of matches shows of each: the reasons, and how far it has been taken already."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.clients.models import Client
from app.opportunities.candidature_moves import CandidatureState
from app.opportunities.candidature_queries import states_of
from app.opportunities.frozen import as_record
from app.opportunities.match_text import Reasons, reasons
from app.opportunities.matches import Fit
from app.opportunities.models import Opportunity


@dataclass(frozen=True)
class Card:
    """One client and one opportunity; `form_key` makes proposing it twice the same as once."""

    client: Client
    opportunity: Opportunity
    reasons: Reasons
    state: CandidatureState | None
    form_key: str

    @property
    def can_be_shortlisted(self) -> bool:
        return self.state in (None, CandidatureState.SUGGESTED, CandidatureState.PARKED)

    @property
    def can_be_offered(self) -> bool:
        return self.can_be_shortlisted or self.state is CandidatureState.SHORTLISTED


def cards(fits: Sequence[Fit], *, about_client: bool) -> list[Card]:
    """Fits as cards, in one query for the states of all."""
    if not fits:
        return []
    states = states_of({fit.client.id for fit in fits}, {fit.opportunity.id for fit in fits})
    today = clock.today()
    return [
        Card(
            client=fit.client,
            opportunity=fit.opportunity,
            reasons=reasons(as_record(fit.match, on=today), about_client=about_client),
            state=states.get((fit.client.id, fit.opportunity.id)),
            form_key=uuid.uuid4().hex,
        )
        for fit in fits
    ]
