"""Working days in England: what a promise of two working days is counted in. Pure."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days later: Monday to Friday, no bank holidays of England."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in bank_holidays(day.year):
            count -= 1
    return day


def first_day_in_time(allowed: int, *, today: date) -> date:
    """The earliest day since which one may have waited `allowed` working days and not be late.

    What waits since an earlier day is late: the same rule, for a query.
    """
    day = today
    while add_working_days(day - timedelta(days=1), allowed) >= today:
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=32)
def bank_holidays(year: int) -> frozenset[date]:
    """The yearly bank holidays of England; one-off ones are not known here."""
    sunday = easter(year)
    movable = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    return frozenset(movable | _fixed(year))


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _fixed(year: int) -> set[date]:
    """New Year, Christmas and Boxing Day, each moved to the next weekday that is free."""
    found: set[date] = set()
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() >= 5 or day in found:
            day += timedelta(days=1)
        found.add(day)
    return found
