"""When each step of a plan can be finished, counted in months along the step graph."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from graphlib import TopologicalSorter

from app.reference.routes import Months, Pounds

NO_TIME = Months(0, 0)
NOTHING_TO_PAY = Pounds(Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Task:
    """One step as the schedule sees it; names in `requires` that are not tasks are ignored.

    `is_over` tasks (done) are behind us; `is_skipped` ones take no time and cost nothing, but
    what follows still waits for what came before them. `ends` are set by hand, in months after
    the start. `lasts` is how many months a result counts once reached (None: for good), or,
    of a task that is over, how many are left from the start, negative when it has lapsed.
    """

    key: str
    requires: tuple[str, ...] = ()
    months: Months = NO_TIME
    pounds: Pounds = NOTHING_TO_PAY
    is_optional: bool = False
    is_over: bool = False
    is_skipped: bool = False
    ends: Months | None = None
    lasts: int | None = None


@dataclass(frozen=True)
class Window:
    """Earliest and latest months after the start in which a step starts and ends."""

    starts: Months
    ends: Months


@dataclass(frozen=True)
class Lapse:
    """A result that runs out before the step that needs it starts, surely or perhaps."""

    key: str
    needed_by: str
    after: int
    is_certain: bool


@dataclass(frozen=True)
class Schedule:
    """Totals are of what is left of the required steps; `lapses` are by the key that lapses."""

    windows: Mapping[str, Window]
    months: Months
    pounds: Pounds
    lapses: Mapping[str, Lapse] = field(default_factory=dict)


def schedule(tasks: Sequence[Task]) -> Schedule:
    """Every step as soon as all before it are over, steps side by side where they can be.

    Raises graphlib.CycleError when steps wait for one another in a circle.
    """
    by_key = {task.key: task for task in tasks}
    windows: dict[str, Window] = {}
    for key in TopologicalSorter({task.key: _known(task, by_key) for task in tasks}).static_order():
        task = by_key[key]
        windows[key] = _window(task, [windows[before].ends for before in _known(task, by_key)])
    left = [task for task in tasks if not (task.is_optional or task.is_over or task.is_skipped)]
    return Schedule(
        windows={task.key: windows[task.key] for task in tasks},
        months=_latest(windows[task.key].ends for task in left),
        pounds=total_pounds(task.pounds for task in left),
        lapses=_lapses(tasks, windows),
    )


def total_pounds(fees: Iterable[Pounds]) -> Pounds:
    """The sum of the least and of the most."""
    least, most = Decimal(0), Decimal(0)
    for fee in fees:
        least, most = least + fee.least, most + fee.most
    return Pounds(least, most)


def _known(task: Task, by_key: Mapping[str, Task]) -> tuple[str, ...]:
    return tuple(key for key in task.requires if key in by_key)


def _latest(ends: Iterable[Months]) -> Months:
    known = list(ends)
    return Months(
        max((months.least for months in known), default=0),
        max((months.most for months in known), default=0),
    )


def _window(task: Task, before: Sequence[Months]) -> Window:
    if task.is_over:
        return Window(NO_TIME, NO_TIME)
    starts = _latest(before)
    if task.is_skipped:
        return Window(starts, starts)
    if task.ends is not None:
        least = max(starts.least, task.ends.least)
        return Window(starts, Months(least, max(starts.most, task.ends.most, least)))
    least = starts.least + task.months.least
    return Window(starts, Months(least, starts.most + task.months.most))


def _lapses(tasks: Sequence[Task], windows: Mapping[str, Window]) -> dict[str, Lapse]:
    found: dict[str, Lapse] = {}
    for task in tasks:
        if task.lasts is None or task.is_skipped:
            continue
        needing = [
            other for other in tasks
            if task.key in other.requires and not (other.is_over or other.is_skipped)
        ]  # fmt: skip
        for other in sorted(needing, key=lambda one: windows[one.key].starts):
            lapse = _lapse(task, windows[task.key], other, windows[other.key])
            if lapse is not None:
                found[task.key] = lapse
                break
    return found


def _lapse(task: Task, window: Window, other: Task, needing: Window) -> Lapse | None:
    """Compared at the quickest pace and at the slowest; sure when it fails at both."""
    assert task.lasts is not None
    quick, slow = window.ends.least + task.lasts, window.ends.most + task.lasts
    fails = (quick < needing.starts.least, slow < needing.starts.most)
    if not any(fails):
        return None
    return Lapse(task.key, other.key, quick if fails[0] else slow, all(fails))
