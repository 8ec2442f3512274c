"""When a person's English tests meet a regulator's rule."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.reference import reference
from app.reference.english import EnglishState, expires_on, meets, targets
from app.reference.lists import Component
from app.reference.scores import Evidence, Exam, Sitting, ielts_overall

NMC = reference().english_rule("nurse_adult")
GMC = reference().english_rule("doctor_plab")
HCPC = reference().english_rule("physiotherapist")
PSYCHOLOGY = reference().english_rule("psychologist")
NO_TEST = reference().english_rule("healthcare_assistant")
TODAY = date(2026, 11, 22)
TAKEN = date(2026, 5, 1)

bands = st.integers(8, 18).map(lambda halves: Decimal(halves) / 2)
points = st.integers(20, 50).map(lambda tens: Decimal(tens * 10))
days = st.integers(0, 900).map(lambda ago: TODAY - timedelta(days=ago))
rules = st.sampled_from([NMC, GMC, HCPC, PSYCHOLOGY])


def ielts(*scores: str | Decimal, on: date = TAKEN) -> Sitting:
    return Sitting(Exam.IELTS, on, dict(zip(Component, map(Decimal, scores), strict=True)))


def oet(*scores: int | Decimal, on: date = TAKEN) -> Sitting:
    return Sitting(Exam.OET, on, dict(zip(Component, map(Decimal, scores), strict=True)))


sittings = st.one_of(
    st.builds(lambda parts, on: ielts(*parts, on=on), st.tuples(*[bands] * 4), days),
    st.builds(lambda parts, on: oet(*parts, on=on), st.tuples(*[points] * 4), days),
)


def test_reaching_every_part_meets_the_rule() -> None:
    verdict = meets(NMC, [ielts("7", "7", "6.5", "7")], on=TODAY)
    assert verdict.state is EnglishState.MET
    assert verdict.is_met
    assert verdict.missing == ()
    assert verdict.expires_on == date(2028, 5, 1)
    assert verdict.level == "C1"


def test_a_short_part_is_named_with_how_much_is_missing() -> None:
    verdict = meets(NMC, [ielts("7.5", "7.5", "6", "7")], on=TODAY)
    assert verdict.state is EnglishState.SHORT
    assert [(part.name, part.target, part.short_by) for part in verdict.missing] == [
        ("writing", Decimal("6.5"), Decimal("0.5"))
    ]


def test_the_overall_band_is_asked_for_beside_the_parts() -> None:
    verdict = meets(GMC, [ielts("7", "7", "7", "7")], on=TODAY)
    assert [part.name for part in verdict.missing] == ["overall"]


def test_an_oet_grade_is_asked_for_in_points() -> None:
    assert meets(NMC, [oet(350, 350, 300, 350)], on=TODAY).is_met
    verdict = meets(NMC, [oet(350, 350, 290, 350)], on=TODAY)
    assert [(part.name, part.short_by) for part in verdict.missing] == [("writing", Decimal(10))]


def test_a_total_is_asked_for_beside_the_grades_where_the_regulator_wants_one() -> None:
    assert meets(HCPC, [oet(380, 380, 300, 340)], on=TODAY).is_met
    verdict = meets(HCPC, [oet(350, 350, 340, 350)], on=TODAY)
    assert [(part.name, part.short_by) for part in verdict.missing] == [("total", Decimal(10))]


def test_a_test_that_the_regulator_does_not_take_counts_for_nothing() -> None:
    assert targets(PSYCHOLOGY, Exam.OET) is None
    verdict = meets(PSYCHOLOGY, [oet(500, 500, 500, 500)], on=TODAY)
    assert verdict.state is EnglishState.UNTESTED


def test_a_route_without_a_test_needs_none() -> None:
    verdict = meets(NO_TEST, [], on=TODAY)
    assert verdict.state is EnglishState.NOT_NEEDED
    assert verdict.is_met


def test_without_a_sitting_a_person_is_untested() -> None:
    assert meets(NMC, [], on=TODAY).state is EnglishState.UNTESTED


def test_a_sitting_still_to_come_does_not_count() -> None:
    booked = ielts("9", "9", "9", "9", on=TODAY + timedelta(days=1))
    assert meets(NMC, [booked], on=TODAY).state is EnglishState.UNTESTED


def test_a_part_without_a_score_is_missing() -> None:
    known = Sitting(Exam.IELTS, TAKEN, {Component.READING: Decimal(8)})
    verdict = meets(NMC, [known], on=TODAY)
    assert {part.name for part in verdict.missing} == {
        "listening",
        "writing",
        "speaking",
        "overall",
    }


def test_a_result_counts_through_the_same_day_two_years_on() -> None:
    sitting = ielts("7", "7", "7", "7")
    last = date(2028, 5, 1)
    assert meets(NMC, [sitting], on=last).is_met
    after = meets(NMC, [sitting], on=last + timedelta(days=1))
    assert after.state is EnglishState.EXPIRED
    assert not after.is_met


def test_a_result_of_the_29th_of_february_counts_through_the_28th() -> None:
    assert expires_on(date(2024, 2, 29), 2) == date(2026, 2, 28)


def test_a_result_that_lapses_within_six_months_is_expiring() -> None:
    sitting = ielts("7", "7", "7", "7")
    assert meets(NMC, [sitting], on=date(2027, 11, 1)).state is EnglishState.MET
    assert meets(NMC, [sitting], on=date(2027, 11, 2)).state is EnglishState.EXPIRING


def test_a_result_that_lapses_before_the_step_that_needs_it_is_expiring() -> None:
    sitting = ielts("7", "7", "7", "7")
    needed = meets(NMC, [sitting], on=TODAY, needed_on=date(2028, 5, 2))
    assert needed.state is EnglishState.EXPIRING
    assert meets(NMC, [sitting], on=TODAY, needed_on=date(2028, 5, 1)).state is EnglishState.MET


def test_the_nmc_takes_two_sittings_within_twelve_months() -> None:
    first = ielts("7", "7", "6", "6.5", on=date(2025, 11, 1))
    second = ielts("6.5", "6.5", "6.5", "7", on=date(2026, 11, 1))
    verdict = meets(NMC, [second, first], on=TODAY)
    assert verdict.is_met
    assert verdict.sittings == (first, second)
    assert verdict.expires_on == date(2027, 11, 1)


def test_sittings_more_than_twelve_months_apart_do_not_stand_together() -> None:
    first = ielts("7", "7", "6", "6.5", on=date(2025, 10, 31))
    second = ielts("6.5", "6.5", "6.5", "7", on=date(2026, 11, 1))
    assert meets(NMC, [first, second], on=TODAY).state is EnglishState.SHORT


def test_a_score_under_the_floor_keeps_sittings_apart() -> None:
    first = ielts("7", "7", "5.5", "6.5")
    second = ielts("6.5", "6.5", "6.5", "7", on=date(2026, 9, 1))
    assert not meets(NMC, [first, second], on=TODAY).is_met
    assert not meets(NMC, [oet(350, 350, 190, 300), oet(300, 300, 300, 350)], on=TODAY).is_met
    assert meets(NMC, [oet(350, 350, 200, 300), oet(300, 300, 300, 350)], on=TODAY).is_met


def test_two_different_tests_never_stand_together() -> None:
    assert not meets(NMC, [ielts("7", "7", "6", "7"), oet(300, 300, 300, 350)], on=TODAY).is_met


def test_a_regulator_without_a_combining_rule_wants_one_sitting() -> None:
    first = ielts("8", "8", "6.5", "8")
    second = ielts("6.5", "6.5", "8", "6.5")
    assert meets(GMC, [first, second], on=TODAY).state is EnglishState.SHORT


def test_the_nearest_sitting_is_the_one_reported() -> None:
    far, near = ielts("5", "5", "5", "5"), ielts("7.5", "7.5", "6.5", "8")
    assert meets(GMC, [far, near], on=TODAY).sittings == (near,)


def test_a_verdict_is_as_well_known_as_its_weakest_sitting() -> None:
    first = replace(ielts("7", "7", "6", "6.5"), evidence=Evidence.VERIFIED)
    second = replace(ielts("6.5", "6.5", "6.5", "7"), evidence=Evidence.SEEN)
    assert meets(NMC, [first, second], on=TODAY).evidence is Evidence.SEEN


@given(rules, st.lists(sittings, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_sittings_never_matters(rule, taken, random) -> None:
    shuffled = list(taken)
    random.shuffle(shuffled)
    first, second = meets(rule, taken, on=TODAY), meets(rule, shuffled, on=TODAY)
    assert (first.state, first.parts, first.expires_on) == (
        second.state,
        second.parts,
        second.expires_on,
    )


@given(rules, st.lists(sittings, max_size=3), sittings)
def test_one_more_sitting_never_loses_what_was_met(rule, taken, more) -> None:
    if meets(rule, taken, on=TODAY).is_met:
        assert meets(rule, [*taken, more], on=TODAY).is_met


@given(rules, st.lists(sittings, min_size=1, max_size=3), st.sampled_from(Component))
def test_a_better_score_never_loses_what_was_met(rule, taken, part) -> None:
    first, *rest = taken
    highest = Decimal(9) if first.exam is Exam.IELTS else Decimal(500)
    better = replace(first, scores={**first.scores, part: highest})
    if meets(rule, taken, on=TODAY).is_met:
        assert meets(rule, [better, *rest], on=TODAY).is_met


@given(rules, st.lists(sittings, max_size=3), st.integers(0, 400))
def test_time_alone_never_meets_a_rule(rule, taken, later) -> None:
    if not meets(rule, taken, on=TODAY).is_met:
        assert not meets(rule, taken, on=TODAY + timedelta(days=later)).is_met


@given(rules, sittings)
def test_one_sitting_meets_a_rule_when_every_target_is_reached_in_time(rule, sitting) -> None:
    asked = targets(rule, sitting.exam)
    reached = {part.value: score for part, score in sitting.scores.items()}
    reached["overall"] = ielts_overall(sitting.scores)
    reached["total"] = sum(sitting.scores.values())
    in_time = expires_on(sitting.taken_on, rule.valid_years) >= TODAY
    expected = asked is not None and in_time and all(reached[k] >= asked[k] for k in asked)
    assert meets(rule, [sitting], on=TODAY).is_met is expected
