"""What the two English tests can give, and what their scores come to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reference import reference
from app.reference.lists import Component
from app.reference.routes import Grade
from app.reference.scores import (
    GRADES,
    LEVELS,
    BadScore,
    Exam,
    Sitting,
    check_score,
    ielts_overall,
    level_of,
    oet_grade,
    oet_points,
    oet_total,
)

bands = st.integers(0, 18).map(lambda halves: Decimal(halves) / 2)
points = st.integers(0, 50).map(lambda tens: Decimal(tens * 10))


def four(*scores: str | int) -> dict[Component, Decimal]:
    return dict(zip(Component, map(Decimal, scores), strict=True))


@pytest.mark.parametrize(
    ("scores", "overall"),
    [
        (four("6.5", "6.5", "5", "7"), "6.5"),  # 6.25 goes up to the half
        (four("4", "3.5", "4", "4"), "4"),  # 3.875
        (four("6.5", "6.5", "5.5", "6"), "6"),  # 6.125 goes down
        (four("7", "7", "6.5", "6.5"), "7"),  # 6.75 goes up to the whole
        (four("7", "7", "6.5", "7"), "7"),  # 6.875: the NMC's parts
        (four("9", "9", "9", "9"), "9"),
        (four("0", "0", "0", "0"), "0"),
    ],
)
def test_the_overall_band_is_the_mean_to_the_nearest_half(scores, overall: str) -> None:
    assert ielts_overall(scores) == Decimal(overall)


@given(st.tuples(bands, bands, bands, bands))
def test_the_overall_band_is_a_band_less_than_half_a_band_from_the_mean(scores) -> None:
    overall = ielts_overall(four(*scores))
    assert overall == check_score(Exam.IELTS, overall)
    assert min(scores) <= overall <= max(scores)
    assert Decimal("-0.25") <= sum(scores) / 4 - overall < Decimal("0.25")


@given(st.tuples(bands, bands, bands, bands), st.integers(0, 3))
def test_a_better_part_never_lowers_the_overall_band(scores, index: int) -> None:
    better = list(scores)
    better[index] = min(Decimal(9), better[index] + Decimal("0.5"))
    assert ielts_overall(four(*better)) >= ielts_overall(four(*scores))


def test_without_all_four_parts_there_is_no_overall_total_or_level() -> None:
    some = {Component.READING: Decimal(7)}
    assert ielts_overall(some) is None
    assert oet_total(some) is None
    assert level_of(Exam.IELTS, some) is None
    assert level_of(Exam.OET, some) is None


@given(points)
def test_a_grade_covers_its_points(score: Decimal) -> None:
    grade = oet_grade(score)
    table = {one.grade: one for one in reference().english_test("oet").grades}
    assert table[grade].lowest <= score <= table[grade].highest


@pytest.mark.parametrize("grade", Grade)
def test_the_fewest_points_of_a_grade_earn_it_and_ten_fewer_do_not(grade: Grade) -> None:
    assert oet_grade(oet_points(grade)) is grade
    if grade is not Grade.E:
        assert oet_grade(oet_points(grade) - 10) is not grade


@pytest.mark.parametrize(
    ("exam", "score"),
    [
        (Exam.IELTS, "6.25"),
        (Exam.IELTS, "9.5"),
        (Exam.IELTS, "-0.5"),
        (Exam.IELTS, "NaN"),
        (Exam.OET, "355"),
        (Exam.OET, "510"),
        (Exam.OET, "Infinity"),
    ],
)
def test_a_score_that_the_test_cannot_give_is_refused(exam: Exam, score: str) -> None:
    with pytest.raises(BadScore, match="is not a score of this test: it must be"):
        Sitting(exam, date(2026, 1, 1), {Component.READING: Decimal(score)})


@pytest.mark.parametrize(
    ("exam", "score", "level"),
    [
        (Exam.IELTS, "3.5", "A2"),
        (Exam.IELTS, "4", "B1"),
        (Exam.IELTS, "6.5", "B2"),
        (Exam.IELTS, "7", "C1"),
        (Exam.IELTS, "8.5", "C2"),
        (Exam.OET, "0", "B1"),
        (Exam.OET, "340", "B2"),
        (Exam.OET, "350", "C1"),
        (Exam.OET, "450", "C2"),
    ],
)
def test_scores_stand_for_about_a_level(exam: Exam, score: str, level: str) -> None:
    assert level_of(exam, four(score, score, score, score)) == level


def test_the_tables_agree_with_the_reference_data() -> None:
    found = reference()
    assert [one.key for one in found.english_tests] == list(Exam)
    grades = found.english_test("oet").grades
    assert tuple((one.grade, one.lowest) for one in grades) == GRADES
    for exam, field in ((Exam.IELTS, "ielts"), (Exam.OET, "oet")):
        stated = {level.level: getattr(level, field).least for level in found.levels}
        assert stated == dict(LEVELS[exam])
        scale = found.english_test(exam).scale
        for score in (scale.lowest, scale.highest, scale.highest - scale.step):
            assert check_score(exam, score) == score
