"""What an organisation had agreed with a client before us, as steps of her plan."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext

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


def brought_steps(plan: Plan, client: Client, before: Sequence[PlanStep]) -> list[PlanStep]:
    """The unsaved steps of what is in no plan yet, to follow those before; it is then used.

    A step that the plan has of its own already, word by word, is not put into it again.
    """
    steps: list[PlanStep] = []
    for row in not_used(client):
        for title, note in told(row):
            if not _is_there(title, [*before, *steps]):
                steps.append(_step(plan, row, title, note, [*before, *steps]))
        BroughtPlan.update(used_at=clock.now()).where(BroughtPlan.id == row.id).execute()
    return steps


def told(row: BroughtPlan) -> Iterator[tuple[str, str]]:
    """The steps by name, without their bullets, and what their names have no room for.

    Goals that came without a step are to be talked about.
    """
    cleaned = (line.strip(" \t-*•") for line in row.steps.splitlines())
    lines = [line for line in cleaned if line]
    if not lines and row.goals:
        lines = [gettext("Talk about the goals agreed with %(name)s", name=row.organisation.name)]
    rest = lines[MOST_STEPS:]
    for number, line in enumerate(lines[:MOST_STEPS], start=1):
        left = [line] if len(line) > LONGEST_TITLE else []
        if number == MOST_STEPS:
            left += rest
        yield _cut(line, LONGEST_TITLE), "\n".join(left)


def _step(
    plan: Plan, row: BroughtPlan, title: str, note: str, before: Sequence[PlanStep]
) -> PlanStep:
    numbers = [int(found[1]) for step in before if (found := OWN_KEY.fullmatch(step.key))]
    goals = " ".join(row.goals.split())
    over = [row.goals] if len(goals) > LONGEST_WHY else []
    return PlanStep(
        plan=plan, key=f"own-{max(numbers, default=0) + 1}", is_own=True, title=title,
        position=max((step.position for step in before), default=0) + 1,
        why=_cut(goals, LONGEST_WHY), note="\n".join([note, *over]).strip(),
        track=Track.PROGRAMME, who_helps=_cut(row.organisation.name, LONGEST_NAME), months_most=1,
    )  # fmt: skip


def _is_there(title: str, steps: Sequence[PlanStep]) -> bool:
    return any(one.is_own and one.title.casefold() == title.casefold() for one in steps)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
