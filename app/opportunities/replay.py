"""Moves the dates of an old file of adverts, so that it is current as if another day were today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Replay:
    """`day` is the one to be taken for `today`; without it dates stay as published."""

    day: date | None
    today: date

    def instant(self, value: datetime) -> datetime:
        try:
            return value + self._by
        except OverflowError:
            return value

    def on(self, value: date | None) -> date | None:
        """A date as moved; one too far away to be moved stays."""
        try:
            return None if value is None else value + self._by
        except OverflowError:
            return value

    @property
    def _by(self) -> timedelta:
        return timedelta() if self.day is None else self.today - self.day
