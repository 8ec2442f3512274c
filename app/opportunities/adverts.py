"""Adverts read and classified: an opportunity's columns, as values that JSON can hold."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from app import clock
from app.opportunities.classifier import Classification, classify
from app.opportunities.postings import Posting, Rejection, read_postings
from app.places import point_of
from app.reference import reference

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Advert:
    """One advert; `facts` are columns it states, `found` those the classifier fills.

    `professions` are all it takes, its own first. Dates are as published.
    """

    url: str
    content_hash: str
    posted_at: datetime | None
    closes_on: date | None
    facts: dict[str, Any]
    found: dict[str, Any]
    professions: tuple[str, ...]


def read_adverts(path: Path) -> Iterator[Advert | Rejection]:
    """The adverts of a JSON lines file, classified; raises `UnusableFile` at the first step."""
    for posting in read_postings(path, scales=reference().pay_scales):
        yield posting if isinstance(posting, Rejection) else advert(posting, classify(posting))


def advert(posting: Posting, classification: Classification) -> Advert:
    """What is stored of an advert; texts longer than their columns are cut."""
    return Advert(
        url=posting.url,
        content_hash=posting.content_hash,
        posted_at=posting.posted_at,
        closes_on=_last_day(posting.valid_through),
        facts=_facts(posting) | {"band": classification.band or ""},
        found=_found(classification),
        professions=(classification.profession, *classification.also),
    )


def _last_day(closing: datetime | None) -> date | None:
    """The day an advert closes in; a bare date was read as that day's last second in UTC."""
    if closing is None:
        return None
    return closing.date() if closing.time() == LAST_SECOND else clock.local(closing).date()


def _facts(posting: Posting) -> dict[str, Any]:
    latitude, longitude = _place(posting)
    pay = posting.salary
    return {
        "title": posting.title,
        "employer": posting.employer[:200],
        "description": posting.description,
        "employment_type": (posting.employment_type or "")[:40],
        "salary_text": posting.salary_text[:300],
        "salary_min": pay.minimum,
        "salary_max": pay.maximum,
        "salary_unit": pay.unit,
        "locality": (posting.locality or "")[:200],
        "postcode": posting.postcode or "",
        "latitude": latitude,
        "longitude": longitude,
    }


def _place(posting: Posting) -> tuple[float | None, float | None]:
    """The advert's own point, else the middle of its postcode's area."""
    if posting.latitude is not None:
        return posting.latitude, posting.longitude
    return point_of(posting.postcode or "") or (None, None)


def _found(classification: Classification) -> dict[str, Any]:
    return {
        "profession": classification.profession,
        "level": classification.level,
        "registration_required": classification.registration_required,
        "is_interim": classification.interim,
        "confidence": classification.confidence,
        "why": list(classification.why),
        "guesses": [asdict(candidate) for candidate in classification.candidates],
    }


def to_json(found: Advert | Rejection) -> dict[str, Any]:
    """An advert or a rejection as JSON can hold it; `from_json` reads it back."""
    values = asdict(found)
    for name in ("posted_at", "closes_on"):
        if values.get(name) is not None:
            values[name] = values[name].isoformat()
    return values


def from_json(values: dict[str, Any]) -> Advert | Rejection:
    """What `to_json` made, as it was."""
    if "reason" in values:
        return Rejection(values["line"], values["reason"])
    posted, closes = values["posted_at"], values["closes_on"]
    return Advert(
        **values
        | {
            "posted_at": datetime.fromisoformat(posted) if posted else None,
            "closes_on": date.fromisoformat(closes) if closes else None,
            "professions": tuple(values["professions"]),
        }
    )
