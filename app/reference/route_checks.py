"""What must hold within one route: steps name one another, no cycle, and the sums agree."""

from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from graphlib import CycleError

from app.reference.routes import AfterOutcome, EnglishRule, Route, RouteStep


def route_problems(route: Route, at: str, roles: Collection[object]) -> Iterator[str]:
    """One line for every fault; `at` is the route's place and `roles` the interim roles."""
    found = list(_steps(route, at, roles))
    yield from found
    yield from _english(route.english, f"{at}.english")
    if not found:
        yield from _sums(route, at)


def _steps(route: Route, at: str, roles: Collection[object]) -> Iterator[str]:
    counts = Counter(step.key for step in route.steps)
    yield from (f"{at}.steps: '{key}' stands twice" for key, n in counts.items() if n > 1)
    for index, step in enumerate(route.steps):
        place = f"{at}.steps[{index}]"
        yield from _names(route, step, place)
        for role in step.suggested_roles:
            if role not in roles:
                yield f"{place}.suggested_roles: '{role}' is not an interim role"


def _names(route: Route, step: RouteStep, place: str) -> Iterator[str]:
    named = {
        "requires": step.requires,
        "recommended_after": step.recommended_after,
        "also_requires_if": tuple(more.step for more in step.also_requires_if),
        "must_pass_within": (step.must_pass_within.of,) if step.must_pass_within else (),
    }
    for field, keys in named.items():
        for key in keys:
            if key not in route.by_key:
                yield f"{place}.{field}: '{key}' is not a step of this route"
    for key in step.requires:
        if not step.optional and key in route.by_key and route.by_key[key].optional:
            yield f"{place}.requires: '{key}' is optional, and so cannot be required"
    for more in step.also_requires_if:
        yield from _outcome(route, more.when, f"{place}.also_requires_if")
    if step.conditional_on:
        yield from _outcome(route, step.conditional_on, f"{place}.conditional_on")


def _outcome(route: Route, after: AfterOutcome, place: str) -> Iterator[str]:
    step = route.by_key.get(after.step)
    if step is None:
        yield f"{place}: '{after.step}' is not a step of this route"
    elif after.outcome not in {outcome.key for outcome in step.outcomes}:
        yield f"{place}: '{after.outcome}' is not an outcome of {after.step}"


def _english(rule: EnglishRule, place: str) -> Iterator[str]:
    floors = rule.combine.ielts_floor if rule.combine else None
    for scores, name in ((rule.ielts, "ielts"), (floors, "combine.ielts_floor")):
        for part, score in vars(scores).items() if scores else ():
            if score is not None and (not 0 <= score <= 9 or score % Decimal("0.5")):
                yield f"{place}.{name}.{part}: {score} is not an IELTS band"


def _sums(route: Route, at: str) -> Iterator[str]:
    try:
        months = route.critical_path_months()
    except CycleError as error:
        yield f"{at}.steps: these wait for one another: {' -> '.join(error.args[1])}"
        return
    said = route.computed
    for name, stated, found in (
        ("critical_path_months", said.critical_path_months, months),
        ("required_fees_gbp", said.required_fees_gbp, route.required_fees_gbp()),
    ):
        if stated != found:
            yield f"{at}.computed.{name}: says {_span(stated)}, but the steps give {_span(found)}"


def _span(pair: tuple[object, object]) -> str:
    return f"{pair[0]} to {pair[1]}"
