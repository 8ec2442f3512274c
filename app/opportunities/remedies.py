"""The steps of a client's route that would close a gap, with their months and fees."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache

from app.matching import Fact, Facts, Kind, Remedy, Scores
from app.opportunities.english_scores import A_TEST
from app.reference import UnknownKey, reference
from app.reference.routes import Route, RouteStep

COURSE, TEST = "english_course", "english_test"


def remedies_for(facts: Facts) -> tuple[Remedy, ...]:
    """What her plan's route offers, else her profession's usual one.

    Each title is one of the reference data's.

    A test sat again gives the scores she has had, so it closes only what has run out; a course
    and the test after it give what is asked for.
    """
    profession = next((fact.value for fact in facts.known.get(Kind.PROFESSION, ())), None)
    steps = _steps(str(profession), facts.path) if profession else None
    if steps is None:
        return ()
    had = [fact for fact in facts.known.get(Kind.ENGLISH, ()) if fact.topic == A_TEST]
    return (*steps.always, *_again(steps.test, had))


class _Steps:
    """The steps of one route that matching can name."""

    def __init__(self, route: Route) -> None:
        self.test = route.by_key.get(TEST)
        self.always = tuple(self._found(route))

    def _found(self, route: Route) -> Iterator[Remedy]:
        course = route.by_key.get(COURSE)
        if course and self.test:
            yield _remedy(Kind.ENGLISH, course.title, [course, self.test])
        elif self.test:
            yield _remedy(Kind.ENGLISH, self.test.title, [self.test])
        register = route.registering_step
        if register:
            path = route.up_to(register)
            months = _longest(route, register)
            fee = _whole(sum((step.fee_gbp.least for step in path), Decimal(0)))
            yield Remedy(Kind.REGISTRATION, register.title, months, fee)


@lru_cache(maxsize=256)
def _steps(profession: str, path: str) -> _Steps | None:
    """Of the route she is on while it is one of her profession's, else of the usual one."""
    try:
        routes = reference().routes_for(profession)
    except UnknownKey:
        return None
    chosen = next((route for route in routes if route.key == path), None)
    return _Steps(chosen or routes[0]) if routes else None


def _again(test: RouteStep | None, had: Iterable[Fact]) -> Iterator[Remedy]:
    if test is None:
        return
    for scores in {fact.value for fact in had if isinstance(fact.value, Scores)}:
        yield _remedy(Kind.ENGLISH, test.title, [test], gives=Fact(scores, topic=A_TEST))


def _remedy(kind: Kind, title: str, steps: list[RouteStep], gives: Fact | None = None) -> Remedy:
    """Steps one after the other, at the quickest and the cheapest."""
    months = sum(step.months.least for step in steps)
    fee = _whole(sum((step.fee_gbp.least for step in steps), Decimal(0)))
    return Remedy(kind, title, months, fee, gives)


def _longest(route: Route, step: RouteStep) -> int:
    """Months of the longest chain up to and with the step, others running beside it."""
    return step.months.least + max(
        (_longest(route, route.by_key[key]) for key in step.requires), default=0
    )


def _whole(pounds: Decimal) -> int:
    return int(pounds.to_integral_value(ROUND_CEILING))
