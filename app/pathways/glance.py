"""What a mentor reads of a plan: the goal and the next steps, with when, and nothing else."""

from dataclasses import dataclass

from app.clients.models import Client
from app.pathways import queries
from app.pathways.presenters import said, starts
from app.pathways.sheet import profession_of


@dataclass(frozen=True)
class GlancedStep:
    title: str
    starts: str


@dataclass(frozen=True)
class Glance:
    """By first name; without a plan there are no steps, and the goal is the record's."""

    name: str
    profession: str
    goal: str
    steps: tuple[GlancedStep, ...]
    has_plan: bool


def glance(client: Client) -> Glance:
    """The caller has checked that the reader may see it."""
    plan = queries.plan_of(client)
    steps = queries.next_three(queries.steps_of(plan)) if plan else []
    return Glance(
        name=client.known_as,
        profession=profession_of(client),
        goal=plan.goal if plan else client.goal,
        steps=tuple(GlancedStep(said(step.title), starts(step)) for step in steps),
        has_plan=plan is not None,
    )
