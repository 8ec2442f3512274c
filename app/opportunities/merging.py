"""Two records of one person put to the same opportunity: the one further along stays."""

from flask_babel import lazy_gettext as _

from app.clients.merging.rules import Merging, Rule, rule
from app.opportunities.candidature_models import Candidature
from app.opportunities.candidature_moves import ENDED, CandidatureState

ORDER = {state: number for number, state in enumerate(CandidatureState)}


def settle_candidatures(merging: Merging) -> None:
    rows = Candidature.select().where(
        Candidature.client.in_([merging.kept.id, merging.gone.id]),
        Candidature.state.not_in(list(ENDED)),
    )
    by_opportunity: dict[int, list[Candidature]] = {}
    for row in rows:
        by_opportunity.setdefault(row.opportunity_id, []).append(row)
    for twins in by_opportunity.values():
        if len(twins) == 2:
            twins.sort(key=lambda row: (-_progress(row), row.client_id != merging.kept.id))
            twins[1].state = CandidatureState.OBSOLETE
            twins[1].changed_at = merging.now
            twins[1].save()


def _progress(row: Candidature) -> int:
    return -1 if row.state == CandidatureState.PARKED else ORDER[row.state]


rule(
    "candidature",
    Rule(
        _("Put to the same opportunity twice: the one further along stays, the other ends."),
        settle_candidatures,
    ),
)
