"""A made-up programme for the matching benchmark: the same clients and vacancies in every run.

It follows the shape of the real one: 18 professions, nurses and doctors far ahead, 200 postcodes
around Birmingham, English in half bands with the tests' two years, evidence at three levels.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from app.matching import (
    Fact,
    Facts,
    Kind,
    Level,
    Operator,
    Place,
    Requirement,
    Requirements,
    Scores,
)

TODAY = date(2026, 11, 20)

SHARES = {
    "nurse": 67,
    "doctor": 42,
    "pharmacist": 28,
    "dentist": 15,
    "biomedical_scientist": 14,
    "midwife": 4,
    "psychologist": 3,
    "paediatric_surgeon": 2,
    "physiotherapist": 4,
    "radiographer": 4,
    "gp": 3,
    "eye_surgeon": 1,
    "anaesthetist": 2,
    "occupational_therapist": 2,
    "paramedic": 2,
    "dietitian": 2,
    "pharmacy_technician": 2,
    "healthcare_assistant": 3,
}
ALSO = {"doctor": "gp", "gp": "doctor", "nurse": "midwife", "pharmacist": "pharmacy_technician"}
LANGUAGES = ["ar", "so", "ti", "fa", "prs", "ps", "ckb", "fr", "es", "ur", "pa", "bn", "pl", "uk"]
LEVELS = [Level.CLAIMED, Level.SEEN, Level.VERIFIED, Level.VERIFIED]
RIGHTS = ["any"] * 8 + ["restricted", "no"]

IELTS_7 = Scores("IELTS", 70, 70, 70, 65, 70)
IELTS_75 = Scores("IELTS", 75, 70, 70, 70, 70)
OET_B = Scores("OET", 0, 350, 350, 350, 350)
CEFR_B1 = (Scores("IELTS", 45), Scores("CEFR", 3))


def programme(clients: int, opportunities: int) -> tuple[list[Facts], list[Requirements]]:
    """So many clients and opportunities, always the same."""
    random = Random(2019)
    places = [(52.48 + random.gauss(0, 0.09), -1.93 + random.gauss(0, 0.14)) for _ in range(200)]
    sites = places[:120]
    return (
        [_client(random, number, places) for number in range(clients)],
        [_opportunity(random, number, sites) for number in range(opportunities)],
    )


def _profession(random: Random) -> str:
    return random.choices(list(SHARES), list(SHARES.values()))[0]


def _client(random: Random, number: int, places: list[tuple[float, float]]) -> Facts:
    known = {kind: tuple(facts) for kind, facts in _facts(random, places) if facts}
    return Facts(f"C-{number}", known, TODAY - timedelta(days=random.randrange(1500)))


def _facts(random: Random, places: list[tuple[float, float]]) -> Iterator[tuple[Kind, list[Fact]]]:
    profession = _profession(random)
    professions = (
        [profession, ALSO[profession]]
        if random.random() < 0.05 and profession in ALSO
        else [profession]
    )
    yield Kind.PROFESSION, [Fact(each, random.choice(LEVELS)) for each in professions]
    soon = TODAY + timedelta(days=random.randrange(-200, 1500))
    leave = soon if random.random() < 0.4 else None
    yield Kind.RIGHT_TO_WORK, [Fact(random.choice(RIGHTS), Level.SEEN, expires_on=leave)]
    yield Kind.INTERIM, [Fact(random.random() < 0.7)]
    yield Kind.LANGUAGE, [Fact(each) for each in random.sample(LANGUAGES, random.choice((1, 2, 3)))]
    home = Place(*random.choice(places), random.choice((5, 8, 10, 15, 25, 40)))
    yield Kind.DISTANCE, [Fact(home)] if random.random() < 0.97 else []
    stage = random.choices(range(5), (30, 20, 20, 15, 15))[0]
    yield Kind.REGISTRATION, [Fact(stage, random.choice(LEVELS), topic=profession)]
    band = random.gauss(65, 8)
    parts = [max(30, min(90, 5 * round((band + random.gauss(0, 4)) / 5))) for _ in range(4)]
    sat = TODAY - timedelta(days=random.randrange(900))
    scores = Scores("IELTS", 5 * round(sum(parts) / 20), *parts)
    lapses = sat + timedelta(days=730)
    test = Fact(scores, random.choice(LEVELS), as_of=sat, expires_on=lapses)
    yield Kind.ENGLISH, [test] if random.random() < 0.8 else []
    yield Kind.HOURS, [Fact(random.choice((16, 20, 30, 37, 37, 37)))]
    yield Kind.EXPERIENCE, [Fact(random.randrange(0, 25), random.choice(LEVELS))]
    yield Kind.RECENCY, [Fact(random.randrange(0, 12), random.choice(LEVELS))]


def _opportunity(random: Random, number: int, sites: list[tuple[float, float]]) -> Requirements:
    return Requirements(
        f"O-{number}",
        tuple(_asked(random, sites)),
        TODAY.replace(day=1) + timedelta(days=31 * random.randrange(1, 7)),
        TODAY - timedelta(days=random.randrange(60)),
    )


def _asked(random: Random, sites: list[tuple[float, float]]) -> Iterator[Requirement]:
    profession = _profession(random)
    accepted = {profession}
    if random.random() < 0.1 and profession in ALSO:
        accepted.add(ALSO[profession])
    yield Requirement(Kind.PROFESSION, Operator.ONE_OF, frozenset(accepted), weight=3)
    right = frozenset({"any"} if random.random() < 0.8 else {"any", "restricted"})
    yield Requirement(Kind.RIGHT_TO_WORK, Operator.ONE_OF, right)
    site = Place(*random.choice(sites))
    yield Requirement(Kind.DISTANCE, Operator.WITHIN, site, must=random.random() < 0.8)
    if random.random() < 0.25:
        yield Requirement(Kind.INTERIM, Operator.ONE_OF, frozenset({True}))
        yield Requirement(Kind.ENGLISH, Operator.SCORES, CEFR_B1, weight=2)
    else:
        topics = frozenset(accepted)
        yield Requirement(Kind.REGISTRATION, Operator.AT_LEAST, 4, weight=3, topics=topics)
        best = IELTS_75 if profession in ("doctor", "gp", "dentist") else IELTS_7
        yield Requirement(Kind.ENGLISH, Operator.SCORES, (best, OET_B), weight=3)
        years = random.choice((1, 2, 5))
        yield Requirement(Kind.EXPERIENCE, Operator.AT_LEAST, years, must=False, weight=2)
        yield Requirement(Kind.RECENCY, Operator.AT_MOST, random.choice((3, 5)), must=False)
    yield Requirement(Kind.HOURS, Operator.AT_LEAST, random.choice((16, 22, 30, 37)))
    if random.random() < 0.2:
        wanted = frozenset(random.sample(LANGUAGES, 2))
        yield Requirement(Kind.LANGUAGE, Operator.ONE_OF, wanted, must=False)
