"""The pay an advert states: amounts in pence, their unit, and the Agenda for Change band."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from app.reference.professions import BandPay, PayScale

Unit = Literal["year", "hour"]
Ranges = dict[str, tuple[int, int]]  # yearly pounds by band
BANDS = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
HOURS_A_YEAR = 1955  # 37.5 hours a week, 365/7 weeks: NHS Terms and Conditions, hourly rate
YEARLY = (6_000_00, 400_000_00)  # pence; outside this an amount is a slip or another unit
HOURLY = (4_00, 250_00)


@dataclass(frozen=True, slots=True)
class Salary:
    """What is paid: amounts in pence a `unit`; None where the advert does not say.

    `band` is an Agenda for Change band as in "5", "8a", or two as in "5/6".
    """

    minimum: int | None = None
    maximum: int | None = None
    unit: Unit | None = None
    band: str | None = None


@dataclass(frozen=True, slots=True)
class _Supplement:
    """A high cost area supplement: a share of basic pay within yearly pounds."""

    area: str
    share: float
    least: int
    most: int

    def added(self, pounds: int) -> int:
        return round(pounds + min(max(pounds * self.share, self.least), self.most))


# NHS Terms and Conditions, annex 9, 2018/19 to 2020/21: the figures adverts of that time carry.
HIGH_COST_AREAS = (
    _Supplement("Inner London", 0.20, 4473, 6890),
    _Supplement("Outer London", 0.15, 3784, 4822),
    _Supplement("London fringe", 0.05, 1034, 1791),
)

_BAND_WORD = r"(?:afc|a4c|agenda\s+for\s+change|band(?:ing)?s?|grade)"
_BAND_NUMBER = r"([2-7]|8\s?[a-d]|8|9|1)(?![\d,.%]\d|\d|\s*(?:hours?|days?|months?|%))"
_BAND = re.compile(
    rf"(?:\b{_BAND_WORD}[\s:.\-–(]*(?:{_BAND_WORD}[\s:.\-–(]*)?|\b(?:b|bd)\s?){_BAND_NUMBER}"
    rf"(?:\s*(?:/|-|–|,|&|\bto\b|\bor\b|\band\b)\s*(?:{_BAND_WORD}\s*|b)?{_BAND_NUMBER}\b)?",
    re.IGNORECASE,
)
_BARE_EIGHT = re.compile(r"(?<![\d£.])8\s?([a-d])\b", re.IGNORECASE)
_SLIPS = (
    (re.compile(r"(\d)\.(\d{3})\b"), r"\1,\2"),  # 29.191.50: a point for a comma
    (re.compile(r"(?<=£)(\d{2})-(\d{3})\b"), r"\1,\2"),  # 45-753: a hyphen for a comma
    (re.compile(r"(\d),\s+(\d{3})\b"), r"\1,\2"),  # 110, 683
    (re.compile(r"(?<=£)(\d{2})\s(\d{3})\b"), r"\1,\2"),  # 30 615
    (re.compile(r"(?<=£)\s?(\d{1,2}):(\d{2})\b"), r"\1.\2"),  # 9:00
    (
        re.compile(r"(\d)(?:p(?=\s*per))?\s*(?=p/?h|per\s+h|an\s+h|/\s*h)", re.I),
        r"\1 ",
    ),
)
_NOISE = re.compile(
    r"(?:\+|\bplus\b)\s*(?:up to\s*)?£?[\d,.]+k?(?:\s*-\s*£?[\d,.]+)?(?!\s*(?:ph|p/h|per hour))"
    r"|£?\d+(?:\.\d+)?\s*%|\bHCAS?\s+£[\d,.]+(?:\s*-\s*£[\d,.]+)?|\b(?:YC|MC|MN|MT)\s?\d\d\b"
    r"|\b20\d\d\s*[/-]\s*\d{2,4}\b|£[\d,.]+k?\s*(?:welcome|bonus|relocation|golden)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(£?)\s?(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)\.?\s?(k\b)?", re.IGNORECASE
)
_JOIN = re.compile(r"^(?:\s|gross|p\.?a\.?|p/?h|per (?:hour|annum))*"
                   r"(?:-|–|—|to|/|rising to|up to)?[\s-]*$", re.IGNORECASE)  # fmt: skip
_HOUR = re.compile(r"\b(?:p\.?/?h(?:r|our)?|hourly|an hour|per hou?r|hr|per hr)\b|/\s*h(?:ou)?r",
                   re.IGNORECASE)  # fmt: skip
_OTHER_UNIT = re.compile(r"\b(?:session|week|weekly|day|daily|shift|month|monthly)\b", re.I)
_UP_TO = re.compile(r"\b(?:up\s?to|maximum)\W*$|^\W*to\W*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|starting(?: at| from)?|minimum)\W*$", re.IGNORECASE)


def scale_on(scales: Sequence[PayScale], day: date | None) -> PayScale | None:
    """The scale in force on a day; before the first, the first; without a day, the latest."""
    in_order = sorted(scales, key=lambda scale: scale.starts_on)
    if not in_order:
        return None
    if day is None:
        return in_order[-1]
    return next((s for s in reversed(in_order) if s.starts_on <= day), in_order[0])


def band_named_in(text: str) -> str | None:
    """The band a text names ("Band 5/6" is "5/6", "AfC 8A" is "8a"), or None.

    A bare "8" is band 8 without its letter and is not told.
    """
    for match in _BAND.finditer(text):
        found = [b.lower().replace(" ", "") for b in match.groups() if b]
        if len(found) == 2 and found[0] == "8" and found[1][0] == "8":
            found = found[1:]
        known = [b for b in found if b in BANDS]
        if known:
            return _joined(known)
    letter = _BARE_EIGHT.search(text)
    return f"8{letter.group(1).lower()}" if letter else None


def parse_salary(
    text: str,
    scale: PayScale | None,
    *,
    minimum: object = None,
    maximum: object = None,
    unit_text: object = None,
) -> Salary:
    """Read the pay; `minimum`, `maximum`, `unit_text` are schema.org's, used if the text is bare.

    NHS Jobs turns every number in the text into a yearly figure ("Band 5/6" became 10,086), so
    the text is believed first and the fields only when it holds no number at all. Never raises.
    """
    low, high, unit = _amounts_in(text)
    if unit is None and not re.search(r"\d", text):
        low, high, unit = _stated(minimum, maximum, unit_text)
    band = band_named_in(text) or band_of_range(low, high, unit, scale)
    return Salary(minimum=low, maximum=high, unit=unit, band=band)


def band_of_range(
    low: int | None, high: int | None, unit: Unit | None, scale: PayScale | None
) -> str | None:
    """The band whose ends a range (pence) has, with or without a high cost area supplement.

    A range from one band's bottom to another's top is both; a yearly range inside one
    band is that band, and so is last year's range, which adverts go on quoting after an award.
    Hourly bank rates often include holiday pay, so only a band's own rate tells.
    """
    if scale is None or unit is None or (low is None and high is None):
        return None
    bottom, top = (_yearly_pounds(end, unit) for end in (low, high))
    slack = 60 if unit == "hour" else 5
    for ranges in _ranges_by_area(scale):
        first = _band_with_end(ranges, bottom, 0, slack=slack)
        last = _band_with_end(ranges, top, 1, slack=slack)
        if first and last and BANDS.index(first) <= BANDS.index(last):
            return _joined([first, last])
        if (first and (high is None or high == low)) or (last and (low is None or high == low)):
            return first or last
    return _band_around(scale, bottom, top) if unit == "year" else None


def _band_around(scale: PayScale, bottom: float | None, top: float | None) -> str | None:
    if bottom is None or top is None or bottom == top:
        return None
    for band, (least, most) in _ranges(scale.bands).items():
        inside = least - 5 <= bottom and top <= most + 5
        last_years = _a_little_under(bottom, least) and _a_little_under(top, most)
        if inside or last_years:
            return band
    return None


def _a_little_under(pounds: float, end: int) -> bool:
    """Whether an amount is what an end of a band was a year before (awards of up to 4 %)."""
    return 0.96 * end <= pounds <= end


def _ranges_by_area(scale: PayScale) -> list[Ranges]:
    plain = _ranges(scale.bands)
    weighted = [
        {band: (area.added(low), area.added(high)) for band, (low, high) in plain.items()}
        for area in HIGH_COST_AREAS
    ]
    return [plain, *weighted]


def _ranges(bands: Sequence[BandPay]) -> Ranges:
    return {pay.band: (pay.min, pay.max) for pay in bands}


def _band_with_end(ranges: Ranges, pounds: float | None, end: int, *, slack: int) -> str | None:
    if pounds is None:
        return None
    return next((b for b, ends in ranges.items() if abs(ends[end] - pounds) <= slack), None)


def _yearly_pounds(pence: int | None, unit: Unit) -> float | None:
    if pence is None:
        return None
    return pence / 100 * (HOURS_A_YEAR if unit == "hour" else 1)


def _amounts_in(text: str) -> tuple[int | None, int | None, Unit | None]:
    """The first run of amounts a text joins together, as pence, with their unit."""
    if _OTHER_UNIT.search(text):
        return None, None, None
    clean = text
    for slip, right in _SLIPS:
        clean = slip.sub(right, clean)
    clean = _NOISE.sub(" ", _BAND.sub(" ", clean))
    found = [(m.start(), m.end(), *_pence(m)) for m in _AMOUNT.finditer(clean)]
    said_hourly = bool(_HOUR.search(clean))
    for unit, (least, most) in _units(said_hourly, found):
        fitting = [
            f for f in found if least <= f[2] <= most and (f[3] or said_hourly or len(found) < 3)
        ]
        if fitting:
            low, high = _first_run(clean, fitting)
            return low, high, unit
    return None, None, None


def _units(
    said_hourly: bool, found: list[tuple[int, int, int, bool]]
) -> list[tuple[Unit, tuple[int, int]]]:
    hourly_first = said_hourly and not any(pence >= YEARLY[0] for _, _, pence, _ in found)
    year: tuple[Unit, tuple[int, int]] = ("year", YEARLY)
    hour: tuple[Unit, tuple[int, int]] = ("hour", HOURLY)
    return [hour, year] if hourly_first else [year, hour]


def _pence(match: re.Match[str]) -> tuple[int, bool]:
    """An amount in pence, and whether it looks like money (a pound sign, pence, thousands)."""
    sign, digits, thousand = match.groups()
    whole, _, part = digits.replace(",", "").partition(".")
    pence = int(whole[:9]) * 100 + int(f"{part:0<2}"[:2] or 0)
    money = bool(sign or part or "," in digits or thousand or len(whole) >= 4)
    return (pence * 1000 if thousand else pence), money


def _first_run(text: str, found: list[tuple[int, int, int, bool]]) -> tuple[int | None, int | None]:
    run = [found[0]]
    for amount in found[1:]:
        between = text[run[-1][1] : amount[0]]
        joined = bool(between.strip()) and _JOIN.match(between)
        if not joined:
            break
        run.append(amount)
    low, high = min(a[2] for a in run), max(a[2] for a in run)
    before, after = text[: run[0][0]], text[run[-1][1] :]
    if len(run) == 1 and _UP_TO.search(before):
        return None, high
    if len(run) == 1 and (
        _FROM.search(before) or re.fullmatch(r"\s*\+\s*(?:per hour|pa|p/h)?\s*", after, re.I)
    ):
        return low, None
    if high > low * 4:  # a slipped digit at one end: £50,575 - 352,500
        return run[0][2], None
    return low, high


def _stated(
    minimum: object, maximum: object, unit_text: object
) -> tuple[int | None, int | None, Unit | None]:
    """schema.org's fields as pence, when they are a plausible yearly or hourly amount."""
    unit: Unit | None = {"YEAR": "year", "HOUR": "hour"}.get(str(unit_text).upper())  # type: ignore[assignment]
    if unit is None:
        return None, None, None
    least, most = YEARLY if unit == "year" else HOURLY
    ends = [_number(minimum), _number(maximum)]
    low, high = (e if e is not None and least <= e <= most else None for e in ends)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return (low, high, unit) if low is not None or high is not None else (None, None, None)


def _number(value: object) -> int | None:
    try:
        pounds = float(value)  # type: ignore[arg-type]
        return round(pounds * 100)
    except (TypeError, ValueError, OverflowError):
        return None


def _joined(bands: Sequence[str]) -> str:
    """Bands as one text, lowest first, each once."""
    return "/".join(sorted(dict.fromkeys(bands), key=BANDS.index))
