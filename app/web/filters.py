"""Display text: dates, times, money and lists as people in Birmingham write them."""

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale, dates
from flask import Flask
from flask_babel import get_locale, gettext, ngettext

from app import clock
from app.web.reading_order import comma


# Babel takes a twentieth of a millisecond for a date, and the rows of a list share their days.
@lru_cache(maxsize=4096)
def _date(value: date, pattern: str, locale: Locale | None) -> str:
    return dates.format_date(value, pattern, locale)


@lru_cache(maxsize=4096)
def _time(value: time, locale: Locale | None) -> str:
    return dates.format_time(value, "HH:mm", locale=locale)


def long_date(value: date | datetime | None) -> str:
    """`6 October 2026`, or a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return _date(value, "d MMMM y", get_locale())


def month(value: date | None) -> str:
    """`October 2026`."""
    return "–" if value is None else _date(value, "MMMM y", get_locale())


def weekday_date(value: date | datetime) -> str:
    """`Tuesday 6 October 2026`."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return _date(value, "EEEE d MMMM y", get_locale())


def clock_time(value: datetime | time) -> str:
    """`14:00`, on Birmingham's clock."""
    if isinstance(value, datetime):
        value = clock.local(value).time()
    return _time(value.replace(second=0, microsecond=0), get_locale())


def date_and_time(value: datetime | None) -> str:
    """`6 October 2026, 14:00`."""
    return "–" if value is None else f"{long_date(value)}{comma()} {clock_time(value)}"


def ago(value: datetime) -> str:
    """How many days back an instant lies: `today`, `yesterday`, `5 days ago`."""
    days = (clock.today() - clock.local(value).date()).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return ngettext("%(num)d day ago", "%(num)d days ago", days)


def pounds(value: int | Decimal | None) -> str:
    """`£1,753`, with pence where there are any: `£678.38`."""
    if value is None:
        return "–"
    return f"£{value:,.2f}" if value % 1 else f"£{int(value):,}"


def pound_range(low: int | Decimal, high: int | Decimal) -> str:
    """`£140 to £170`, one figure where both are the same, `Free` for nothing."""
    if high == 0:
        return gettext("Free")
    if low == high:
        return pounds(low)
    return gettext("%(low)s to %(high)s", low=pounds(low), high=pounds(high))


def init_app(app: Flask) -> None:
    for function in (
        long_date, month, weekday_date, clock_time, date_and_time, ago, pounds, pound_range,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = function
