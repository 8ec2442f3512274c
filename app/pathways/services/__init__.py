"""Changes to plans and their steps; each is one transaction with its audit event."""

from app.pathways.services.brought import keep_brought_plan
from app.pathways.services.plans import NoRoute, make_plan, refresh_plan
from app.pathways.services.steps import (
    StepDraft,
    StepEdit,
    add_step,
    comment_step,
    drop_step,
    is_own_tick,
    move_step,
    set_step,
    tick_step,
    untick_step,
)

__all__ = [
    "NoRoute",
    "StepDraft",
    "StepEdit",
    "add_step",
    "comment_step",
    "drop_step",
    "is_own_tick",
    "keep_brought_plan",
    "make_plan",
    "move_step",
    "refresh_plan",
    "set_step",
    "tick_step",
    "untick_step",
]
