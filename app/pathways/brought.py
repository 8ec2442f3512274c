"""What an organisation had agreed with a client before us, as steps of her plan."""

from collections.abc import Sequence

from app import clock
from app.clients.models import Client
from app.organisations.models import Organisation
from app.pathways.drafting import OWN_KEY
from app.pathways.models import BroughtPlan, Plan, PlanStep
from app.reference.routes import Track

MOST_STEPS = 20
LONGEST_TITLE, LONGEST_WHY, LONGEST_NAME = 200, 500, 300


def not_used(client: Client) -> list[BroughtPlan]:
    """What was brought and is in no plan yet, each with its organisation."""
    return list(
        BroughtPlan.select(BroughtPlan, Organisation)
        .join(Organisation)
        .where(BroughtPlan.client == client, BroughtPlan.used_at.is_null())
        .order_by(BroughtPlan.id)
    )


def titles(row: BroughtPlan) -> list[str]:
    """The steps by name: the lines without their bullets."""
    lines = [line.strip(" \t-*•") for line in row.steps.splitlines()]
    return [line[:LONGEST_TITLE] for line in lines if line][:MOST_STEPS]


def brought_steps(plan: Plan, client: Client, before: Sequence[PlanStep]) -> list[PlanStep]:
    """The unsaved steps of what is in no plan yet, to follow those before; it is then used."""
    numbers = [int(found[1]) for step in before if (found := OWN_KEY.fullmatch(step.key))]
    number = max(numbers, default=0)
    steps: list[PlanStep] = []
    for row in not_used(client):
        for title in titles(row):
            number += 1
            place = len(before) + len(steps) + 1
            steps.append(
                PlanStep(
                    plan=plan, key=f"own-{number}", position=place, is_own=True, title=title,
                    why=why(row), track=Track.PROGRAMME, who_helps=helper(row), months_most=1,
                )
            )  # fmt: skip
        use(row)
    return steps


def why(row: BroughtPlan) -> str:
    return " ".join(row.goals.split())[:LONGEST_WHY]


def helper(row: BroughtPlan) -> str:
    return str(row.organisation.name)[:LONGEST_NAME]


def use(row: BroughtPlan) -> None:
    BroughtPlan.update(used_at=clock.now()).where(BroughtPlan.id == row.id).execute()
