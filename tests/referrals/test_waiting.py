"""Until when a referral may wait, and when it is stalled."""

from datetime import date, timedelta

import pytest

from app.referrals.transitions import State
from app.referrals.waiting import WaitsFor, waiting
from app.working_days import add_working_days, bank_holidays, first_day_in_time

FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)


def test_two_working_days_from_a_friday_end_on_tuesday() -> None:
    assert add_working_days(FRIDAY, 2) == date(2026, 11, 24)


def test_bank_holidays_are_no_working_days() -> None:
    assert add_working_days(date(2026, 12, 24), 2) == date(2026, 12, 30)
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ],
)
def test_the_bank_holidays_are_those_of_england(year: int, days: list[str]) -> None:
    assert sorted(bank_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in days]


def test_a_sent_referral_is_stalled_after_its_day_and_not_on_it() -> None:
    on_the_day = waiting(State.SUBMITTED, since=FRIDAY, meeting_on=None, today=date(2026, 11, 24))
    after = waiting(State.SUBMITTED, since=FRIDAY, meeting_on=None, today=date(2026, 11, 25))
    assert (on_the_day.on, on_the_day.is_stalled) == (WaitsFor.STAFF, False)
    assert (after.is_stalled, after.days) == (True, 5)


@pytest.mark.parametrize(
    ("state", "on", "by"),
    [
        (State.SUBMITTED, WaitsFor.STAFF, date(2026, 11, 24)),
        (State.NEEDS_INFORMATION, WaitsFor.REFERRER, date(2026, 11, 27)),
        (State.ACCEPTED, WaitsFor.STAFF, date(2026, 12, 4)),
        (State.ACTIVE, WaitsFor.NOBODY, None),
        (State.DRAFT, WaitsFor.NOBODY, None),
        (State.DECLINED, WaitsFor.NOBODY, None),
    ],
)
def test_each_state_waits_for_somebody_until_its_day(
    state: State, on: WaitsFor, by: date | None
) -> None:
    found = waiting(state, since=FRIDAY, meeting_on=None, today=FRIDAY)
    assert (found.on, found.by, found.is_stalled) == (on, by, False)


def test_a_booked_meeting_waits_for_its_day_and_then_for_staff() -> None:
    def at(today: date):
        return waiting(
            State.FIRST_MEETING_BOOKED, since=FRIDAY, meeting_on=date(2026, 12, 4), today=today
        )

    assert at(date(2026, 12, 4)).on is WaitsFor.MEETING
    assert not at(date(2026, 12, 4)).is_stalled
    assert at(date(2026, 12, 5)).on is WaitsFor.STAFF
    assert not at(date(2026, 12, 7)).is_stalled
    assert at(date(2026, 12, 8)).is_stalled


@pytest.mark.parametrize("today", [FRIDAY, date(2026, 11, 22), date(2026, 12, 28), MONDAY])
@pytest.mark.parametrize("allowed", [1, 2, 5, 10])
def test_the_query_and_the_page_agree_on_what_is_stalled(today: date, allowed: int) -> None:
    first = first_day_in_time(allowed, today=today)
    for days in range(30):
        since = today - timedelta(days=days)
        assert (since < first) is (today > add_working_days(since, allowed)), since
