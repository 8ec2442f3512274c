"""The one source of time: instants are naive UTC, dates are those of Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NoSuchTime(ValueError):
    """The clocks go forward that night and leave this time out."""


class TwiceThatNight(ValueError):
    """The clocks go back that night and show this time twice."""


_handed: ContextVar[datetime | None] = ContextVar("handed_instant", default=None)


def now() -> datetime:
    """The present instant as naive UTC, the form in which instants are stored."""
    return _handed.get() or datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """The present date in Europe/London."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """A stored instant as an aware time in Europe/London, for showing."""
    return instant.replace(tzinfo=UTC).astimezone(LONDON)


def utc(moment: datetime) -> datetime:
    """An aware time as a naive UTC instant, for storing."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def instant(day: date, at: time) -> datetime:
    """The naive UTC instant of a time on Birmingham's clock.

    Raises NoSuchTime or TwiceThatNight (both ValueError) on the nights the clocks change.
    """
    first = datetime.combine(day, at, LONDON)
    if local(utc(first)).time() != at:
        raise NoSuchTime(at.isoformat())
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise TwiceThatNight(at.isoformat())
    return utc(first)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `now` answer with a naive UTC instant: the demo's past is made with it."""
    token = _handed.set(instant)
    try:
        yield
    finally:
        _handed.reset(token)
