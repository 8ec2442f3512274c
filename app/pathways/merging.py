"""Two plans of one person: one stays current, the other is kept as an earlier one."""

from flask_babel import lazy_gettext as _

from app.clients.merging.rules import Merging, Rule, rule
from app.pathways.models import BroughtPlan, Plan, PlanState


def settle_plans(merging: Merging) -> None:
    """The kept record's current plan stays current; versions go on without a gap or a twin."""
    ours = list(Plan.select().where(Plan.client == merging.kept))
    theirs = list(Plan.select().where(Plan.client == merging.gone).order_by(Plan.version))
    if not ours or not theirs:
        return
    current = next((plan for plan in ours if plan.state == PlanState.CURRENT), None)
    top = max(plan.version for plan in ours + theirs)
    for plan in theirs:
        top += 1
        plan.version = top
        if current is not None:
            plan.state = PlanState.SUPERSEDED
        plan.save()
    if current is not None:
        current.version = top + 1
        current.save()
        # What was brought is in the other's plan alone, and so has yet to join the one that stays.
        BroughtPlan.update(used_at=None).where(BroughtPlan.client == merging.gone).execute()


rule(
    "plan",
    Rule(
        _("Two plans: that of the record that stays goes on, the other is kept as an earlier one."),
        settle_plans,
    ),
)
