"""Job adverts in schema.org JobPosting form, read line by line from JSON lines."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from app.opportunities.prose import one_line, plain_text
from app.opportunities.salary import PayScale, Salary, parse_salary, scale_on
from app.opportunities.unusable import N_, UnusableFile

MAX_LINE = 256 * 1024  # bytes; the longest real advert is 12 kB
MAX_TITLE = 300
MAX_DESCRIPTION = 60_000  # characters of markup
MAX_SALARY_TEXT = 200
MAX_URL = 500
MAX_ID = 100
MAX_DEPTH_REASON = "it is nested too deeply"
_GZIP = b"\x1f\x8b"

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})?")
# The British Isles with the Channel Islands; (0, 0) and slips of a digit lie outside.
_LATITUDES, _LONGITUDES = (49.0, 61.0), (-9.0, 2.1)


@dataclass(frozen=True, slots=True)
class Posting:
    """One advert as it was published; instants are naive UTC; text is plain."""

    url: str
    id: str
    title: str
    description: str
    employer: str
    employer_url: str | None
    locality: str | None
    postcode: str | None
    latitude: float | None
    longitude: float | None
    employment_type: str | None
    posted_at: datetime | None
    valid_through: datetime | None
    salary_text: str
    salary: Salary
    content_hash: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that is no usable advert, with the reason in plain words."""

    line: int
    reason: str


class _Refused(Exception):
    """The reason a line is refused."""


def read_postings(path: Path, *, scales: Sequence[PayScale]) -> Iterator[Posting | Rejection]:
    """Every advert of a file, plain or gzipped, in order; a bad line is a `Rejection`.

    Blank lines are skipped but counted, so that a rejection's line is the file's. Raises
    `UnusableFile` for a file that is missing, empty or not text.
    """
    try:
        with path.open("rb") as raw:
            start = raw.read(4096)
    except OSError as error:
        raise UnusableFile(N_("The file cannot be opened."), file=path.name) from error
    if not start:
        raise UnusableFile(N_("The file is empty."), file=path.name)
    zipped = start.startswith(_GZIP)
    if not zipped and b"\0" in start:
        raise UnusableFile(N_("The file is not a text file of adverts."), file=path.name)
    return _read(path, zipped=zipped, scales=scales)


def _read(path: Path, *, zipped: bool, scales: Sequence[PayScale]) -> Iterator[Posting | Rejection]:
    with path.open("rb") as raw:
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if zipped else raw
        yield from read_lines(_capped_lines(lines), scales=scales)


def read_lines(
    lines: Iterable[bytes | None], *, scales: Sequence[PayScale]
) -> Iterator[Posting | Rejection]:
    """Adverts of lines of bytes; None is a line that was too long or could not be unpacked."""
    for number, line in enumerate(lines, 1):
        if line is None:
            yield Rejection(number, "the line is too long or damaged")
        elif line.strip():
            yield read_line(line, number, scales=scales)


def read_line(line: bytes, number: int, *, scales: Sequence[PayScale]) -> Posting | Rejection:
    """One line of the file as an advert, or why it is none."""
    try:
        record = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError:
        return Rejection(number, "it is not UTF-8 text")
    except RecursionError:
        return Rejection(number, MAX_DEPTH_REASON)
    except ValueError:
        return Rejection(number, "it is not JSON")
    try:
        return _posting(record, scales)
    except _Refused as refused:
        return Rejection(number, str(refused))


def _capped_lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Lines of at most MAX_LINE bytes; the rest of a longer one is skipped."""
    while True:
        try:
            line = stream.readline(MAX_LINE + 1)
            if len(line) > MAX_LINE:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(MAX_LINE)
                yield None
                continue
        except (OSError, EOFError, gzip.zlib.error):  # type: ignore[attr-defined]
            yield None
            return
        if not line:
            return
        yield line


def _posting(record: object, scales: Sequence[PayScale]) -> Posting:
    if not isinstance(record, dict) or "JobPosting" not in _texts(record.get("@type")):
        raise _Refused("it is not a JobPosting")
    url, advert_id = _address(record.get("url"))
    title = one_line(record.get("title"))[:MAX_TITLE]
    if not title:
        raise _Refused("it has no title")
    closing = _closing(record.get("validThrough"))
    place, employer = _first(record.get("jobLocation")), _first(record.get("hiringOrganization"))
    address, geo = _first(place.get("address")), _first(place.get("geo"))
    latitude, longitude = _coordinates(geo)
    posted = _instant(record.get("datePosted"))
    pay = _first(record.get("baseSalary"))
    amount = _first(pay.get("value"))
    salary_text = one_line(amount.get("value"))[:MAX_SALARY_TEXT]
    day = closing or posted
    fields: dict[str, Any] = {
        "title": title,
        "description": plain_text(_text(record.get("description"))[:MAX_DESCRIPTION]),
        "employer": one_line(employer.get("name")) or one_line(record.get("hiringOrganization")),
        "employer_url": one_line(employer.get("url")) or None,
        "locality": one_line(address.get("addressLocality")) or None,
        "postcode": normal_postcode(address.get("postalCode")),
        "latitude": latitude,
        "longitude": longitude,
        "employment_type": next(iter(_texts(record.get("employmentType"))), None),
        "valid_through": closing,
        "salary_text": salary_text,
        "salary": parse_salary(
            salary_text,
            scale_on(scales, day.date() if day else None),
            minimum=amount.get("minValue"),
            maximum=amount.get("maxValue"),
            unit_text=amount.get("unitText"),
        ),
    }
    return Posting(url=url, id=advert_id, posted_at=posted, content_hash=_hash(fields), **fields)


def _hash(fields: Mapping[str, Any]) -> str:
    """A mark of all that a reader sees, to tell a changed advert from one merely listed again."""
    seen = [repr(fields[name]) for name in sorted(fields) if name != "salary"]
    return hashlib.sha256("\x1f".join(seen).encode("utf-8", "replace")).hexdigest()


def normal_postcode(value: object) -> str | None:
    """A full postcode as "B18 7QH", an outward half as "B18", None for anything else."""
    compact = re.sub(r"[^A-Z0-9]", "", one_line(value).upper())
    match = _POSTCODE.fullmatch(compact)
    if match is None:
        return None
    outward, inward = match.groups()
    return f"{outward} {inward}" if inward else str(outward)


def _address(value: object) -> tuple[str, str]:
    """The advert's address and its id, the last part of the path."""
    url = one_line(value)
    try:
        parts = urlsplit(url)
    except ValueError:
        raise _Refused("its url is not an address") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(url) > MAX_URL:
        raise _Refused("its url is not an address")
    last = parts.path.rstrip("/").rpartition("/")[2]
    if not last or len(last) > MAX_ID:
        raise _Refused("its url does not end in an id")
    return url, last


def _closing(value: object) -> datetime | None:
    """The last instant of the advert; a bare date means the end of that day."""
    if value in (None, ""):
        return None
    instant = _instant(value)
    if instant is None:
        raise _Refused("its last day is not a date")
    bare = len(str(value).strip()) == 10
    return datetime.combine(instant.date(), time(23, 59, 59)) if bare else instant


def _instant(value: object) -> datetime | None:
    """An ISO 8601 instant as naive UTC; without an offset it is taken as UTC."""
    try:
        parsed = datetime.fromisoformat(one_line(value))
        return parsed.astimezone(UTC).replace(tzinfo=None) if parsed.tzinfo else parsed
    except (ValueError, OverflowError):
        return None


def _coordinates(geo: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Both coordinates when they are in the British Isles, else neither."""
    try:
        latitude, longitude = float(geo["latitude"]), float(geo["longitude"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None, None
    near = (
        _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
    )
    return (latitude, longitude) if near else (None, None)


def _first(value: object) -> Mapping[str, Any]:
    """A nested object; the first of a list; an empty one for anything else."""
    if isinstance(value, list):
        value = next((v for v in value if isinstance(v, dict)), None)
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in chain(map(one_line, values)) if text]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
