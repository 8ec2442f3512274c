"""Verdicts on English, held against the rules as they are written in the data, read anew."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from app import reference as package
from app.reference import reference
from app.reference.english import meets
from app.reference.lists import Component
from app.reference.scores import Evidence, Exam, Sitting

DATA = Path(package.__file__).parent / "data" / "pathways.yaml"
TODAY = date(2026, 11, 22)
ROUTES = {
    "NMC": "nurse_adult", "GMC": "doctor_plab", "GPhC": "pharmacist_ospap",
    "HCPC": "physiotherapist",
}  # fmt: skip
PARTS = [part.value for part in Component]
LEAST_POINTS = {"A": 450, "B": 350, "C+": 300, "C": 200, "D": 100, "E": 0}
BANDS = [Decimal(half) / 2 for half in range(11, 17)]
POINTS = [Decimal(points) for points in (190, 200, 290, 300, 340, 350, 360, 400)]
Scores = dict[str, Decimal]


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    """Each route's English as the file has it."""
    text = yaml.safe_load(DATA.read_text())
    routes = text["pathways"] if "pathways" in text else text["routes"]
    return {one["key"]: one["english"] for one in routes if one["key"] in ROUTES.values()}


def least(asked: dict[str, Any], part: str) -> Decimal:
    said = asked[part]
    return Decimal(LEAST_POINTS[said] if said in LEAST_POINTS else str(said))


def overall(scores: Scores) -> Decimal:
    """The mean, to the nearest half; from a quarter on upwards."""
    halves = sum(scores.values()) / 2  # twice the mean of four
    return Decimal(int(halves + Decimal("0.5"))) / 2


def enough(asked: dict[str, Any], exam: str, scores: Scores) -> bool:
    if any(scores[part] < least(asked, part) for part in PARTS):
        return False
    if exam == "ielts":
        return overall(scores) >= Decimal(str(asked.get("overall", 0)))
    return sum(scores.values()) >= asked.get("total", 0)


def expected(rule: dict[str, Any], exam: str, sat: list[tuple[date, Scores]]) -> bool:
    """Met by one test that still counts, or by two that the regulator puts together."""
    asked, together = rule.get(exam), rule.get("combine")
    if asked is None:
        return False
    years = relativedelta(years=rule["valid_years"])
    counting = [(day, scores) for day, scores in sat if day <= TODAY <= day + years]
    if any(enough(asked, exam, scores) for _day, scores in counting):
        return True
    if not together or rule["single_sitting"] or len(counting) < 2:
        return False
    (first, one), (second, other) = sorted(counting, key=lambda pair: pair[0])
    floor = together[f"{exam}_floor"]
    is_near = second <= first + relativedelta(months=together["within_months"])
    above = all(scores[part] >= least(floor, part) for scores in (one, other) for part in PARTS)
    best = {part: max(one[part], other[part]) for part in PARTS}
    return is_near and above and enough(asked, exam, best)


def sittings(values: list[Decimal]) -> st.SearchStrategy[list[tuple[date, Scores]]]:
    day = st.integers(0, 800).map(lambda ago: TODAY - relativedelta(days=ago))
    scores = st.fixed_dictionaries({part: st.sampled_from(values) for part in PARTS})
    return st.lists(st.tuples(day, scores), min_size=1, max_size=2, unique_by=lambda one: one[0])


@pytest.mark.parametrize("regulator", ROUTES)
@pytest.mark.parametrize(("exam", "values"), [("ielts", BANDS), ("oet", POINTS)])
def test_the_verdict_is_the_one_that_the_written_rule_gives(
    written: dict[str, Any], regulator: str, exam: str, values: list[Decimal]
) -> None:
    route = ROUTES[regulator]

    @settings(max_examples=150, derandomize=True)
    @given(sittings(values))
    def check(sat: list[tuple[date, Scores]]) -> None:
        kind = Exam.IELTS if exam == "ielts" else Exam.OET
        known = [
            Sitting(
                exam=kind, taken_on=day, evidence=Evidence.CLAIMED,
                scores={part: scores[part.value] for part in Component},
            )
            for day, scores in sat
        ]  # fmt: skip
        verdict = meets(reference().english_rule(route), known, on=TODAY)
        assert verdict.is_met == expected(written[route], exam, sat)

    check()
