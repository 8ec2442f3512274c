"""Made-up people with the professions, numbers and nationalities of the programme of 2019."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.clients.models import ContactRoute, Hours, RegistrationStage
from app.reference import reference

DATA = Path(__file__).parent / "data"
# The outcome slide of 2019 adds up to 180 people, the salary slide to 183: two nurses and a
# psychologist more. The demo has the 183.
ONLY_ON_THE_SALARY_SLIDE = {"nurse": 2, "psychologist": 1}
# Half of the people come from the countries that the programme named.
WEIGHTS = {True: 6, False: 1}
POSTCODES = ("B16", "B18", "B66", "B67", "B21", "B19", "B20", "B70", "B17", "B68")
JOBS = (
    "Warehouse picker", "Cleaner", "Taxi driver", "Kitchen porter", "Care worker",
    "Food factory worker", "Parcel sorter", "Not working now", "Shop assistant",
)  # fmt: skip
RIGHTS = ("refugee_hp", "british_irish", "settled", "family_private", "resettlement")
GOALS = {
    "doctor": "Work as a doctor in an NHS hospital",
    "nurse": "Work as a registered nurse on a ward",
    "pharmacist": "Work as a pharmacist in a hospital",
    "biomedical_scientist": "Work in a blood sciences laboratory",
    "dentist": "Work as a dentist",
}


@dataclass(frozen=True)
class MadeUp:
    """A made-up person; `facts` are columns of Client."""

    number: int
    name: str
    profession: str
    languages: tuple[str, ...]
    facts: dict[str, Any]
    english: tuple[int, float, float, float, float] | None
    """Months since an IELTS test, then listening, reading, writing and speaking."""


@cache
def _names() -> dict[str, Any]:
    text = (DATA / "names.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def professions() -> list[str]:
    """The profession of each of the 183, in the reference data's order."""
    listed = []
    for profession in reference().professions:
        count = profession.count_2019 or 0
        count += ONLY_ON_THE_SALARY_SLIDE.get(profession.key, 0)
        listed += [profession.key] * count
    return listed


def people(seed: int, today: date) -> list[MadeUp]:
    """The 183 of the demo, in an order that mixes professions."""
    draw = random.Random(seed)  # noqa: S311 -- made-up people, not secrets
    listed = professions()
    draw.shuffle(listed)
    return [_person(draw, number, profession, today) for number, profession in enumerate(listed)]


def endless(seed: int, today: date) -> Iterator[MadeUp]:
    """More and more people with the same shares of professions, for load."""
    draw = random.Random(seed)  # noqa: S311
    listed = professions()
    number = 0
    while True:
        yield _person(draw, number, draw.choice(listed), today)
        number += 1


def _person(draw: random.Random, number: int, profession: str, today: date) -> MadeUp:
    country = _country(draw)
    given, family = _name(draw, country)
    name = " ".join(filter(None, (given, family)))
    languages = _languages(country)
    birth_year = today.year - draw.randint(26, 56)
    trained = min(birth_year + draw.randint(22, 28), today.year - 2)
    left = draw.randint(0, min(9, today.year - trained - 1))
    return MadeUp(
        number=number,
        name=name,
        profession=profession,
        languages=languages,
        english=_english(draw),
        facts={
            "known_as": given,
            "birth_year": birth_year,
            "nationality": country,
            "phone": f"07700 900{number % 1000:03}",
            "email": f"client{number}@people.example" if draw.random() < 0.7 else "",
            "contact_route": draw.choice(list(ContactRoute)[:3]),
            "postcode": draw.choice(POSTCODES),
            "preferred_language": languages[0] if draw.random() < 0.6 else "en",
            "interpreter_needed": draw.random() < 0.25,
            "trained_in": country,
            "trained_year": trained,
            "years_of_practice": max(0, today.year - trained - left),
            "last_practised_year": today.year - left,
            "last_practised_month": number % 12 + 1 if left else None,
            "registration_stage": _stage(draw),
            "goal": GOALS.get(profession, "Work in my profession again"),
            "current_job": draw.choice(JOBS),
            "hours": draw.choice(list(Hours)),
            "travel_km": draw.choice((None, 5, 10, 15, 25)),
            "open_to_interim": draw.random() < 0.75,
            "childcare_need": "Two children at school" if draw.random() < 0.2 else "",
            "right_to_work": draw.choice(RIGHTS),
            "route": _route(draw, profession),
        },
    )


def _country(draw: random.Random) -> str:
    with_names = [c for c in reference().countries if c.iso2 in _names()["names"]]
    weights = [WEIGHTS[c.in_2019_programme] for c in with_names]
    return draw.choices(with_names, weights)[0].iso2


def _name(draw: random.Random, country: str) -> tuple[str, str]:
    if country == "AF" and draw.random() < 0.1:
        return draw.choice(_names()["single"]), ""
    names = _names()["names"][country]
    return draw.choice(names["given"]), draw.choice(names["family"])


def _languages(country: str) -> tuple[str, ...]:
    known = {language.code for language in reference().languages}
    spoken = [code for code in reference().country(country).languages or () if code in known]
    return tuple(dict.fromkeys([*spoken[:2], "en"]))


def _stage(draw: random.Random) -> RegistrationStage:
    return draw.choices(list(RegistrationStage), weights=(40, 25, 15, 15, 5))[0]


def _route(draw: random.Random, profession: str) -> str:
    routes = reference().routes_for(profession)
    if not routes:
        return ""
    return routes[0].key if draw.random() < 0.85 else draw.choice(routes).key


def _english(draw: random.Random) -> tuple[int, float, float, float, float] | None:
    if draw.random() < 0.35:
        return None
    middle = draw.choice((11, 12, 13, 13, 14, 15))
    halves = [max(8, min(18, middle + draw.randint(-1, 1))) / 2 for _ in range(4)]
    listening, reading, writing, speaking = halves
    return draw.randint(1, 23), listening, reading, max(4.0, writing - 0.5), speaking
