"""When the steps of a plan can be taken."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pathways.schedule import Task, schedule
from app.reference import reference
from app.reference.routes import Months, Pounds, Route

ROUTES = reference().routes


def tasks_of(route: Route) -> list[Task]:
    """What a client who has done nothing has ahead of her."""
    return [
        Task(
            step.key, step.requires, step.months, step.fee_gbp,
            is_optional=step.optional, lasts=step.expires_months,
        )
        for step in route.steps
    ]  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> list[Task]:
    """Up to ten tasks, each waiting for some of those before it."""
    tasks: list[Task] = []
    for number in range(draw(st.integers(1, 10))):
        before = [task.key for task in tasks]
        least, fee = draw(st.integers(0, 12)), draw(st.integers(0, 900))
        state = draw(st.sampled_from(["open", "open", "over", "skipped"]))
        tasks.append(
            Task(
                key=f"s{number}",
                requires=tuple(draw(st.sets(st.sampled_from(before)))) if before else (),
                months=Months(least, least + draw(st.integers(0, 12))),
                pounds=Pounds(Decimal(fee), Decimal(fee + draw(st.integers(0, 90)))),
                is_optional=draw(st.booleans()),
                is_over=state == "over",
                is_skipped=state == "skipped",
                ends=draw(st.none() | st.builds(Months, st.integers(0, 9), st.integers(9, 30))),
                lasts=draw(st.none() | st.integers(0, 24)),
            )
        )
    return tasks


def followers(tasks: list[Task], key: str) -> set[str]:
    """The key and every task that waits for it, however indirectly."""
    found = {key}
    for task in tasks:  # each comes after what it requires
        if found & set(task.requires):
            found.add(task.key)
    return found


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.key)
def test_a_client_at_the_start_has_the_routes_own_months_and_fees(route: Route) -> None:
    dated = schedule(tasks_of(route))
    assert dated.months == route.computed.critical_path_months
    assert dated.pounds == route.computed.required_fees_gbp


@given(plans())
def test_no_step_starts_before_all_it_requires_are_over(tasks: list[Task]) -> None:
    windows = schedule(tasks).windows
    for task in tasks:
        if task.is_over:
            continue
        for before in task.requires:
            assert windows[task.key].starts.least >= windows[before].ends.least
            assert windows[task.key].starts.most >= windows[before].ends.most


@given(plans())
def test_every_range_runs_from_the_lesser_to_the_greater(tasks: list[Task]) -> None:
    dated = schedule(tasks)
    for window in dated.windows.values():
        assert window.starts.least <= window.starts.most
        assert window.ends.least <= window.ends.most
        assert window.starts.least <= window.ends.least
        assert window.starts.most <= window.ends.most
    assert dated.months.least <= dated.months.most
    assert dated.pounds.least <= dated.pounds.most


@given(plans())
def test_steps_that_are_done_or_not_needed_take_no_time_and_cost_nothing(
    tasks: list[Task],
) -> None:
    dated = schedule(tasks)
    for task in tasks:
        window = dated.windows[task.key]
        if task.is_over:
            assert window.ends == (0, 0)
        elif task.is_skipped:
            assert window.starts == window.ends
    finished = schedule([replace(task, is_over=True) for task in tasks])
    assert finished.months == (0, 0)
    assert finished.pounds == (0, 0)
    assert not finished.lapses


@given(plans(), st.data())
def test_a_longer_step_moves_only_what_waits_for_it(tasks: list[Task], data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(tasks))
    longer = replace(changed, months=Months(changed.months.least + 5, changed.months.most + 9))
    before = schedule(tasks)
    after = schedule([longer if task is changed else task for task in tasks])
    assert after.pounds == before.pounds
    for key in before.windows.keys() - followers(tasks, changed.key):
        assert after.windows[key] == before.windows[key]


@given(plans(), st.data())
def test_a_dearer_step_moves_nothing_but_the_total(tasks: list[Task], data: st.DataObject) -> None:
    changed = data.draw(st.sampled_from(tasks))
    dearer = replace(changed, pounds=Pounds(changed.pounds.least + 7, changed.pounds.most + 11))
    before = schedule(tasks)
    after = schedule([dearer if task is changed else task for task in tasks])
    assert after.windows == before.windows
    is_counted = not (changed.is_optional or changed.is_over or changed.is_skipped)
    assert after.pounds.least - before.pounds.least == (7 if is_counted else 0)
    assert after.pounds.most - before.pounds.most == (11 if is_counted else 0)


def test_steps_run_side_by_side() -> None:
    tasks = [
        Task("english", months=Months(3, 12)),
        Task("papers", months=Months(1, 4)),
        Task("exam", ("english", "papers"), Months(2, 3)),
    ]
    assert schedule(tasks).windows["exam"].starts == (3, 12)
    assert schedule(tasks).months == (5, 15)


def test_what_follows_a_step_that_is_not_needed_waits_for_what_came_before() -> None:
    tasks = [
        Task("meeting", months=Months(1, 2)),
        Task("course", ("meeting",), Months(3, 12), is_skipped=True),
        Task("test", ("course",), Months(1, 1)),
    ]
    assert schedule(tasks).windows["test"].starts == (1, 2)


def test_a_step_dated_by_hand_holds_back_what_follows() -> None:
    tasks = [
        Task("course", months=Months(1, 2), ends=Months(8, 10)),
        Task("test", ("course",), Months(1, 1)),
    ]
    assert schedule(tasks).windows["test"].ends == (9, 11)


def test_a_test_that_lapses_before_the_step_that_needs_it_is_told() -> None:
    tasks = [
        Task("english", is_over=True, lasts=6),
        Task("papers", months=Months(8, 10)),
        Task("register", ("english", "papers"), Months(1, 1)),
    ]
    lapse = schedule(tasks).lapses["english"]
    assert (lapse.needed_by, lapse.after, lapse.is_certain) == ("register", 6, True)


def test_a_test_that_lapses_only_at_the_slow_pace_may_lapse() -> None:
    tasks = [
        Task("english", months=Months(1, 1), lasts=24),
        Task("exams", months=Months(12, 40)),
        Task("register", ("english", "exams"), Months(1, 1)),
    ]
    lapse = schedule(tasks).lapses["english"]
    assert (lapse.after, lapse.is_certain) == (25, False)


def test_a_test_that_is_valid_long_enough_is_not_told_of() -> None:
    tasks = [
        Task("english", is_over=True, lasts=24),
        Task("papers", months=Months(8, 10)),
        Task("register", ("english", "papers"), Months(1, 1)),
    ]
    assert not schedule(tasks).lapses
