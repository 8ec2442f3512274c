"""When the sessions of an offer start, through the nights on which the clocks change."""

from datetime import date, time

import pytest

from app.bookings.recurrence import (
    FORTNIGHTLY,
    WEEKLY,
    NoSuchTime,
    TimeComesTwice,
    TooManyTimes,
    starts,
)
from app.clock import LONDON, local


def test_a_weekly_two_o_clock_stays_two_o_clock_through_summer_time() -> None:
    found = starts(
        date(2026, 10, 13), time(14), zone=LONDON, rrule=WEEKLY, until_on=date(2026, 11, 3)
    )
    assert [instant.isoformat() for instant in found] == [
        "2026-10-13T13:00:00",
        "2026-10-20T13:00:00",
        "2026-10-27T14:00:00",
        "2026-11-03T14:00:00",
    ]
    assert {local(instant).time() for instant in found} == {time(14)}


def test_a_time_that_the_spring_night_skips_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        starts(date(2027, 3, 28), time(1, 30), zone=LONDON)


def test_a_time_that_the_autumn_night_repeats_is_refused() -> None:
    with pytest.raises(TimeComesTwice):
        starts(date(2026, 10, 25), time(1, 30), zone=LONDON)


def test_one_impossible_time_refuses_the_whole_series() -> None:
    with pytest.raises(NoSuchTime):
        starts(date(2027, 3, 14), time(1, 30), zone=LONDON, rrule=WEEKLY, until_on=date(2027, 4, 4))


def test_times_on_the_edges_of_the_changing_hour_are_taken() -> None:
    spring = starts(date(2027, 3, 28), time(2), zone=LONDON)
    autumn = starts(date(2026, 10, 25), time(2), zone=LONDON)
    assert spring[0].isoformat() == "2027-03-28T01:00:00"
    assert autumn[0].isoformat() == "2026-10-25T02:00:00"


def test_a_fortnightly_series_leaves_every_other_week_out() -> None:
    found = starts(
        date(2026, 12, 1), time(9), zone=LONDON, rrule=FORTNIGHTLY, until_on=date(2026, 12, 31)
    )
    assert [instant.date() for instant in found] == [
        date(2026, 12, 1), date(2026, 12, 15), date(2026, 12, 29),
    ]  # fmt: skip


def test_a_series_has_at_most_fifty_two_sessions() -> None:
    first = date(2026, 12, 1)
    assert len(starts(first, time(9), zone=LONDON, rrule=WEEKLY, until_on=date(2027, 11, 23))) == 52
    with pytest.raises(TooManyTimes):
        starts(first, time(9), zone=LONDON, rrule=WEEKLY, until_on=date(2027, 11, 30))


def test_a_series_that_would_never_end_is_refused_quickly() -> None:
    with pytest.raises(TooManyTimes):
        starts(date(2026, 12, 1), time(9), zone=LONDON, rrule=WEEKLY, until_on=date(9999, 12, 31))
