"""The one source of time: instants are naive UTC, dates are those of Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

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


def begin_of(day: date) -> datetime:
    """The instant at which a day begins in Birmingham."""
    return utc(datetime.combine(day, time(), LONDON))


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let `now` answer with a naive UTC instant: the demo's past is made with it."""
    token = _handed.set(instant)
    try:
        yield
    finally:
        _handed.reset(token)
