"""What a route to registration is made of: steps, their order and the English it asks for."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from graphlib import TopologicalSorter
from typing import NamedTuple

ENDS_ON_A_REGISTER = "_registration"  # so end the keys of the steps that do


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Track(StrEnum):
    PROGRAMME = "programme"
    ENGLISH = "english"
    REGULATOR = "regulator"
    TRAINING = "training"
    EMPLOYMENT = "employment"


class Grade(StrEnum):
    """Grades of the OET, best first."""

    A = "A"
    B = "B"
    C_PLUS = "C+"
    C = "C"
    D = "D"
    E = "E"


class Months(NamedTuple):
    least: int
    most: int


class Pounds(NamedTuple):
    """Exact pounds, pence after the point (HCPC fees are not whole pounds)."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class IeltsScores:
    listening: Decimal
    reading: Decimal
    writing: Decimal
    speaking: Decimal
    overall: Decimal | None = None


@dataclass(frozen=True)
class OetGrades:
    listening: Grade
    reading: Grade
    writing: Grade
    speaking: Grade
    profession: str | None = None
    total: int | None = None


@dataclass(frozen=True)
class Combining:
    """Two sittings may stand together if close in time and no score is under the floor."""

    max_sittings: int
    within_months: int
    ielts_floor: IeltsScores
    oet_floor: OetGrades


@dataclass(frozen=True)
class EnglishRule:
    """What a regulator accepts. No test named: the route asks for none."""

    sources: tuple[str, ...]
    as_of: str
    confidence: Confidence
    ielts: IeltsScores | None = None
    oet: OetGrades | None = None
    valid_years: int = 2
    single_sitting: bool | None = None
    combine: Combining | None = None
    other: tuple[str, ...] = ()
    note: str | None = None
    oet_note: str | None = None
    confidence_note: str | None = None

    @property
    def asks_for_a_test(self) -> bool:
        return self.ielts is not None or self.oet is not None


@dataclass(frozen=True)
class Outcome:
    key: str
    title: str


@dataclass(frozen=True)
class AfterOutcome:
    """Holds once `step` has ended with `outcome`."""

    step: str
    outcome: str


@dataclass(frozen=True)
class OneMoreStep:
    when: AfterOutcome
    step: str


@dataclass(frozen=True)
class Resit:
    part: str
    fee_gbp: Decimal


@dataclass(frozen=True)
class PassWithin:
    """At most `months` after the first try of step `of`."""

    months: int
    of: str


@dataclass(frozen=True)
class RouteStep:
    key: str
    title: str
    why: str
    requires: tuple[str, ...]
    months: Months
    fee_gbp: Pounds
    evidence: tuple[str, ...]
    provided_by: tuple[str, ...]
    sources: tuple[str, ...]
    as_of: str
    confidence: Confidence
    track: Track
    optional: bool
    confidence_note: str | None = None
    note: str | None = None
    fee_note: str | None = None
    refugee_fee: str | None = None
    skippable_if: str | None = None
    condition: str | None = None
    barriers: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    conditional_on: AfterOutcome | None = None
    also_requires_if: tuple[OneMoreStep, ...] = ()
    recommended_after: tuple[str, ...] = ()
    suggested_roles: tuple[str, ...] = ()
    expires_months: int | None = None
    expiry_note: str | None = None
    max_attempts: int | None = None
    attempts_note: str | None = None
    must_pass_within: PassWithin | None = None
    resit_gbp: tuple[Resit, ...] = ()
    format: str | None = None
    band: str | None = None
    paid: bool = False

    @property
    def comes_after(self) -> tuple[str, ...]:
        """Every step that may have to be done first, whatever the outcomes are."""
        return (*self.requires, *(more.step for more in self.also_requires_if))

    @property
    def registers(self) -> bool:
        """Whether it ends on a regulator's register."""
        return self.track is Track.REGULATOR and self.key.endswith(ENDS_ON_A_REGISTER)


@dataclass(frozen=True)
class Policy:
    """What the law or a regulator's policy changes for people on this route."""

    notes: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    as_of: str | None = None


@dataclass(frozen=True)
class Experience:
    """How others fared on this route."""

    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Computed:
    critical_path_months: Months
    required_fees_gbp: Pounds


@dataclass(frozen=True)
class Route:
    key: str
    profession: str
    title: str
    regulator: str
    soc2020: tuple[str, ...]
    isco08: str
    english: EnglishRule
    computed: Computed
    steps: tuple[RouteStep, ...]
    interim_roles: tuple[str, ...]
    professional_body: str | None = None
    policy: Policy | None = None
    experience: Experience | None = None

    @cached_property
    def by_key(self) -> dict[str, RouteStep]:
        return {step.key: step for step in self.steps}

    @cached_property
    def registering_step(self) -> RouteStep | None:
        """The step that ends on the regulator's register; None on a route without one."""
        return next((step for step in self.order() if step.registers), None)

    def up_to(self, last: RouteStep) -> tuple[RouteStep, ...]:
        """The step and all that it requires, each once."""
        found: dict[str, RouteStep] = {}
        waiting = [last.key]
        while waiting:
            step = self.by_key[waiting.pop()]
            if step.key not in found:
                found[step.key] = step
                waiting.extend(step.requires)
        return tuple(found.values())

    def order(self) -> tuple[RouteStep, ...]:
        """The steps so that each comes after what it may require; ties keep the file's order.

        Raises graphlib.CycleError (never for a loaded route).
        """
        return tuple(self.steps[place] for place in self._places())

    def _places(self) -> Iterator[int]:
        place = {step.key: index for index, step in enumerate(self.steps)}
        sorter = TopologicalSorter({step.key: step.comes_after for step in self.steps})
        sorter.prepare()
        ready = [place[key] for key in sorter.get_ready()]
        heapq.heapify(ready)
        while ready:
            first = heapq.heappop(ready)
            yield first
            sorter.done(self.steps[first].key)
            for key in sorter.get_ready():
                heapq.heappush(ready, place[key])

    def critical_path_months(self) -> Months:
        """The longest chain of required steps when all others run in parallel."""
        done: dict[str, Months] = {}
        for step in self.order():
            before = [done[key] for key in step.requires]
            done[step.key] = Months(
                max((months.least for months in before), default=0) + step.months.least,
                max((months.most for months in before), default=0) + step.months.most,
            )
        required = [done[step.key] for step in self.steps if not step.optional]
        return Months(max(m.least for m in required), max(m.most for m in required))

    def required_fees_gbp(self) -> Pounds:
        """The fees of the required steps, without living, travel and waivers."""
        required = [step.fee_gbp for step in self.steps if not step.optional]
        return Pounds(
            sum((fee.least for fee in required), Decimal(0)),
            sum((fee.most for fee in required), Decimal(0)),
        )
