"""How services read in a list: a few short sentences each, not a grid."""

from collections.abc import Sequence

from flask_babel import gettext

from app.organisations.models import Service
from app.organisations.presenters import (
    SERVICE_KINDS,
    assured_line,
    cost_line,
    language_titles,
    place_line,
)
from app.reference import reference


def sentences(service: Service, *, languages: Sequence[str], far: str = "") -> str:
    """What it is and whose, where, for how much and in which languages."""
    said = [
        gettext(
            "%(kind)s from %(organisation)s.",
            kind=SERVICE_KINDS[service.kind], organisation=service.organisation.name,
        )
    ]  # fmt: skip
    place = ", ".join(part for part in (service.postcode, far) if part)
    said += [f"{part}." for part in (place, cost_line(service)) if part]
    if languages:
        said.append(gettext("Languages: %(languages)s.", languages=language_titles(languages)))
    return " ".join(said)


def language_choices() -> dict[str, str]:
    return {one.code: gettext(one.label) for one in reference().languages}


__all__ = [
    "SERVICE_KINDS",
    "assured_line",
    "cost_line",
    "language_choices",
    "language_titles",
    "place_line",
    "sentences",
]
