"""How long a person has been away from practice."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Away:
    """Whole years and months; months is None where only the year is known."""

    years: int
    months: int | None


def away(year: int | None, month: int | None, *, on: date) -> Away | None:
    """The time on a day since she last practised; None where that is not known, or lies ahead."""
    if year is None or (year, month or 1) > (on.year, on.month):
        return None
    if month is None:
        return Away(on.year - year, None)
    years, months = divmod((on.year - year) * 12 + on.month - month, 12)
    return Away(years, months)
