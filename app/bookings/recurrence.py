"""When a slot or a series of slots starts: times on Birmingham's clock become instants."""

from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

WEEKLY = "FREQ=WEEKLY"
FORTNIGHTLY = "FREQ=WEEKLY;INTERVAL=2"
MOST_OCCURRENCES = 52


class TimeRefused(Exception):
    """No slot can be offered at this time on Birmingham's clock."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self.moment = moment


class NoSuchTime(TimeRefused):
    """The clocks go forward that night and skip the time."""


class TimeComesTwice(TimeRefused):
    """The clocks go back that night and the time comes twice."""


class TimePast(TimeRefused):
    """The time lies behind us."""


class TooManyTimes(TimeRefused):
    """The series has more than MOST_OCCURRENCES slots."""


def starts(
    first_on: date, at: time, *, zone: ZoneInfo, rrule: str = "", until_on: date | None = None
) -> list[datetime]:
    """The naive UTC starts of one slot, or of a series by its RFC 5545 rule up to a last day.

    A weekly 14:00 stays 14:00 through summer time. Raises TimeRefused for a time that the
    changing clocks skip or repeat, and for more than MOST_OCCURRENCES.
    """
    first = datetime.combine(first_on, at)
    if not rrule:
        return [instant(first, zone)]
    last = datetime.combine(until_on or first_on, time.max)
    rule = rrulestr(rrule, dtstart=first)
    moments = list(islice(rule.between(first, last, inc=True), MOST_OCCURRENCES + 1))
    if len(moments) > MOST_OCCURRENCES:
        raise TooManyTimes(last)
    return [instant(moment, zone) for moment in moments]


def instant(moment: datetime, zone: ZoneInfo) -> datetime:
    """A time on the zone's clock as naive UTC; raises NoSuchTime or TimeComesTwice."""
    local = moment.replace(tzinfo=zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) != moment:
        raise NoSuchTime(moment)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise TimeComesTwice(moment)
    return found.replace(tzinfo=None)
