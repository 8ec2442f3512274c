"""One client and one opportunity: verdicts, readiness, sentences and the next step."""

from dataclasses import replace
from datetime import date

import pytest

from app.matching import (
    Fact,
    Kind,
    Level,
    Match,
    Operator,
    Place,
    Readiness,
    Remedy,
    Requirement,
    Requirements,
    Scores,
    Verdict,
    explain,
    sentence,
)

from .cast import (
    ENGLISH,
    IELTS_7,
    NEAR_HOSPITAL,
    NURSE,
    NURSE_POST,
    REGISTERED,
    REGISTRATION,
    SITTING,
    TODAY,
    client,
    nurse,
    post,
)


def verdicts(match: Match) -> list[Verdict]:
    return [each.verdict for each in match.judgements]


def said(match: Match) -> list[str]:
    return [sentence(each.reason) for each in match.judgements]


def test_a_client_who_meets_every_must_is_ready_with_all_the_points() -> None:
    match = explain(nurse(), post(), today=TODAY)
    assert match.readiness is Readiness.READY
    assert match.points == match.possible == 8
    assert match.gaps == ()
    assert match.next_step is None
    assert said(match) == [
        "Your profession fits: nurse.",
        "Your registration is far enough: on the NMC register.",
        "Your English is good enough: IELTS 7.0.",
        "It is 3 km from you.",
    ]


def test_another_profession_is_no_match_at_all() -> None:
    match = explain(nurse(profession=(Fact("dentist", Level.SEEN),)), post(), today=TODAY)
    assert match.readiness is Readiness.NOT_YET
    assert match.points == 0
    assert match.judgements[0].is_blocking
    assert match.gaps[0].remedy is None
    assert said(match)[0] == "This is for: nurse. Your profession is: dentist."


def test_any_of_the_clients_professions_may_fit() -> None:
    facts = nurse(profession=(Fact("dentist", Level.VERIFIED), NURSE))
    assert explain(facts, post(), today=TODAY).readiness is Readiness.READY


def test_the_part_furthest_below_is_named() -> None:
    sitting = Fact(Scores("IELTS", 70, 70, 70, 65, 70), Level.SEEN, expires_on=date(2028, 1, 1))
    match = explain(nurse(english=(sitting,)), post(), today=TODAY)
    assert match.readiness is Readiness.NEARLY
    assert said(match)[2] == "You need IELTS 7.0 in writing; your score is 6.5."
    about_her = sentence(match.judgements[2].reason, about_client=True)
    assert about_her == "IELTS 7.0 is needed in writing; the score is 6.5."


def test_a_low_overall_score_is_named_as_such() -> None:
    asked = replace(ENGLISH, value=(IELTS_7._replace(overall=75),))
    match = explain(nurse(), post(asked), today=TODAY)
    assert said(match) == ["You need IELTS 7.5 overall; your score is 7.0."]


def test_a_test_that_is_not_accepted_is_said_with_what_is() -> None:
    match = explain(nurse(english=(Fact(Scores("CEFR", 4)),)), post(ENGLISH), today=TODAY)
    assert said(match) == ["You need IELTS 7.0 or OET B; you have CEFR B2."]


def test_the_better_of_two_tests_counts() -> None:
    oet = Fact(Scores("OET", 0, 350, 360, 350, 400), Level.SEEN)
    failed = Fact(Scores("IELTS", 60, 60, 60, 60, 60), Level.VERIFIED, as_of=TODAY)
    match = explain(nurse(english=(failed, oet)), post(), today=TODAY)
    assert verdicts(match)[2] is Verdict.MET
    assert match.judgements[2].evidence == oet


def test_a_claim_keeps_ready_out_of_reach_until_the_papers_are_seen() -> None:
    facts = nurse(profession=(Fact("nurse"),))
    match = explain(facts, post(), today=TODAY)
    assert match.readiness is Readiness.NEARLY
    assert verdicts(match)[0] is Verdict.UNVERIFIED
    assert match.points == 7
    assert match.next_step is not None
    assert match.next_step.title == "Show the papers to the Learning Works"


def test_all_papers_not_seen_are_one_gap_however_many() -> None:
    facts = nurse(
        profession=(replace(NURSE, level=Level.CLAIMED),),
        registration=(replace(REGISTRATION, level=Level.CLAIMED),),
        english=(replace(SITTING, level=Level.CLAIMED),),
    )
    match = explain(facts, post(), today=TODAY)
    assert match.readiness is Readiness.NEARLY
    assert len(match.gaps) == 3


@pytest.mark.parametrize(
    ("expires_on", "verdict"),
    [
        (date(2026, 11, 19), Verdict.MISSING),
        (date(2026, 11, 20), Verdict.EXPIRING),
        (date(2027, 1, 30), Verdict.EXPIRING),
        (date(2027, 1, 31), Verdict.MET),
    ],
)
def test_evidence_counts_until_its_last_day(expires_on: date, verdict: Verdict) -> None:
    facts = nurse(english=(replace(SITTING, expires_on=expires_on),))
    match = explain(facts, post(ENGLISH, needed_on=date(2027, 1, 31)), today=TODAY)
    assert verdicts(match) == [verdict]
    assert match.judgements[0].date == expires_on


def test_lapsed_evidence_is_said_with_its_day() -> None:
    facts = nurse(english=(replace(SITTING, expires_on=date(2026, 5, 3)),))
    match = explain(facts, post(ENGLISH), today=TODAY)
    assert said(match) == ["You had IELTS 7.0, but it ran out on 3 May 2026."]


def test_a_day_of_need_in_the_past_is_today() -> None:
    facts = nurse(english=(replace(SITTING, expires_on=TODAY),))
    match = explain(facts, post(ENGLISH, needed_on=date(2025, 1, 1)), today=TODAY)
    assert match.readiness is Readiness.READY


def test_two_gaps_are_nearly_and_three_are_not_yet() -> None:
    hours = Requirement(Kind.HOURS, Operator.AT_LEAST, 30)
    two = nurse(registration=(), english=(), hours=(Fact(37),))
    assert explain(two, post(NURSE_POST, REGISTERED, ENGLISH, hours), today=TODAY).readiness is (
        Readiness.NEARLY
    )
    three = nurse(registration=(), english=(), hours=(Fact(16),))
    match = explain(three, post(NURSE_POST, REGISTERED, ENGLISH, hours), today=TODAY)
    assert match.readiness is Readiness.NOT_YET
    assert [gap.judgement.requirement.kind for gap in match.gaps] == [
        "registration",
        "english",
        "hours",
    ]


def test_a_preferred_requirement_only_costs_points() -> None:
    match = explain(nurse(), post(NURSE_POST, replace(ENGLISH, must=False, weight=5)), today=TODAY)
    assert (match.points, match.possible) == (12, 12)
    match = explain(
        nurse(english=()), post(NURSE_POST, replace(ENGLISH, must=False, weight=5)), today=TODAY
    )
    assert match.readiness is Readiness.READY
    assert (match.points, match.possible) == (2, 12)


def test_too_far_away_is_no_match_and_an_unknown_home_is_a_question() -> None:
    far = explain(nurse(distance=(Fact(Place(55.95, -3.19, 20)),)), post(), today=TODAY)
    assert far.readiness is Readiness.NOT_YET
    assert said(far)[3] == "It is 394 km from you; you can travel up to 20 km."
    unknown = explain(nurse(distance=()), post(), today=TODAY)
    assert unknown.readiness is Readiness.NEARLY
    assert unknown.next_step is not None
    assert unknown.next_step.title == "Add the postcode"


def test_no_travel_limit_means_any_distance() -> None:
    facts = nurse(distance=(Fact(Place(55.95, -3.19)),))
    assert explain(facts, post(NEAR_HOSPITAL), today=TODAY).readiness is Readiness.READY


@pytest.mark.parametrize(("right", "readiness"), [("any", "ready"), ("no", "not_yet")])
def test_a_right_to_work_that_does_not_allow_it_is_no_match(right: str, readiness: str) -> None:
    asked = Requirement(Kind.RIGHT_TO_WORK, Operator.ONE_OF, frozenset({"any"}))
    facts = client(right_to_work=(Fact(right, Level.SEEN),))
    assert explain(facts, post(asked), today=TODAY).readiness == readiness


def test_an_unknown_right_to_work_is_a_question() -> None:
    asked = Requirement(Kind.RIGHT_TO_WORK, Operator.ONE_OF, frozenset({"any"}))
    match = explain(client(right_to_work=(Fact("unknown"),)), post(asked), today=TODAY)
    assert match.readiness is Readiness.NEARLY
    assert said(match) == ["You have not told us if you may do this work."]


def test_registration_with_another_regulator_does_not_count() -> None:
    facts = nurse(registration=(replace(REGISTRATION, topic="GMC"),))
    assert verdicts(explain(facts, post(REGISTERED), today=TODAY)) == [Verdict.MISSING]


def test_a_course_is_worth_what_it_does_for_the_plan() -> None:
    course = post(Requirement(Kind.STEP, Operator.ONE_OF, frozenset({"english_test"})))
    serves = client(step=(Fact("english_test", label="Pass IELTS"),))
    assert explain(serves, course, today=TODAY).readiness is Readiness.READY
    other = client(step=(Fact("osce"),))
    assert explain(other, course, today=TODAY).readiness is Readiness.NOT_YET
    assert explain(client(), course, today=TODAY).readiness is Readiness.NEARLY


@pytest.mark.parametrize(
    "asked",
    [
        replace(ENGLISH, valid_from=date(2027, 4, 1)),
        replace(ENGLISH, value=()),
        replace(ENGLISH, value=None),
        replace(NURSE_POST, value=frozenset()),
    ],
)
def test_what_is_not_asked_on_the_day_is_not_applicable(asked: Requirement) -> None:
    match = explain(client(), post(asked), today=TODAY)
    assert verdicts(match) == [Verdict.NOT_APPLICABLE]
    assert (match.readiness, match.points, match.possible) == (Readiness.READY, 0, 0)


def test_a_requirement_is_in_force_on_the_day_of_need() -> None:
    asked = replace(ENGLISH, valid_from=date(2027, 4, 1))
    match = explain(client(), post(asked, needed_on=date(2027, 4, 1)), today=TODAY)
    assert verdicts(match) == [Verdict.MISSING]


def test_the_next_step_takes_the_fewest_months_then_the_lowest_fee() -> None:
    offered = (
        Remedy(Kind.ENGLISH, "Private class", 3, 400),
        Remedy(Kind.ENGLISH, "Free class", 3, 0),
        Remedy(Kind.ENGLISH, "Long class", 9, 0),
        Remedy(Kind.REGISTRATION, "OSCE", 4, 794),
    )
    match = explain(nurse(english=(), registration=()), post(), today=TODAY, remedies=offered)
    assert [gap.remedy and gap.remedy.title for gap in match.gaps] == [
        "Add how far the registration is",
        "Add the English level",
    ]
    low = Fact(Scores("IELTS", 60, 60, 60, 60, 60), Level.SEEN)
    facts = nurse(english=(low,), registration=(replace(REGISTRATION, value=2),))
    match = explain(facts, post(), today=TODAY, remedies=offered)
    assert [gap.remedy and gap.remedy.title for gap in match.gaps] == ["OSCE", "Free class"]
    assert match.next_step == offered[1]


def test_a_step_that_does_not_reach_far_enough_is_not_offered() -> None:
    pre = Remedy(Kind.ENGLISH, "First class", 1, 0, gives=Fact(Scores("IELTS", 60)))
    full = Remedy(Kind.ENGLISH, "IELTS class", 6, 0, gives=Fact(IELTS_7))
    low = Fact(Scores("IELTS", 50, 50, 50, 50, 50), Level.SEEN)
    match = explain(nurse(english=(low,)), post(), today=TODAY, remedies=(pre, full))
    assert match.next_step == full
    without = explain(nurse(english=(low,)), post(), today=TODAY, remedies=(pre,))
    assert without.readiness is Readiness.NEARLY
    assert without.gaps[0].remedy is None


def test_nothing_asked_is_ready_with_no_points() -> None:
    match = explain(client(), Requirements("O-2"), today=TODAY)
    assert (match.readiness, match.points, match.judgements) == (Readiness.READY, 0, ())


def test_a_bare_string_is_refused_where_a_set_is_asked() -> None:
    with pytest.raises(TypeError, match="frozenset"):
        Requirement(Kind.PROFESSION, Operator.ONE_OF, "nurse")


def test_a_weight_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="weight"):
        Requirement(Kind.PROFESSION, Operator.ONE_OF, frozenset({"nurse"}), weight=-1)


def test_what_is_next_door_is_less_than_a_kilometre_away() -> None:
    near = explain(nurse(distance=(Fact(post().asked[3].value, label=""),)), post(), today=TODAY)
    assert said(near)[3] == "It is less than 1 km from you."
