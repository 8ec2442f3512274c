"""A client's record as the facts that matching reads."""

from datetime import date

import pytest

from app import clock
from app.clients.models import Client, ClientLanguage, Hours, RegistrationStage
from app.matching import Fact, Kind, Level, Scores
from app.opportunities.english_scores import asked_by, rule_for
from app.opportunities.facts import facts_of
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference import reference
from app.reference.english import meets
from tests.cast import Cast
from tests.queries import watched

from .people import TODAY, has, shown, sits_ielts

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def nurse(cast: Cast, context: None) -> Client:
    return cast.client


def known(client: Client, kind: Kind) -> tuple[Fact, ...]:
    return facts_of([client.id], today=clock.today())[client.id].known.get(kind, ())


def test_a_column_counts_as_well_as_it_is_evidenced(nurse: Client) -> None:
    assert known(nurse, Kind.PROFESSION) == (Fact("nurse", Level.CLAIMED, label="Nurse"),)
    shown(nurse, "profession", seen_on=TODAY, expires_on=date(2027, 1, 1))
    assert known(nurse, Kind.PROFESSION) == (
        Fact("nurse", Level.SEEN, TODAY, date(2027, 1, 1), "Nurse"),
    )


def test_a_surgeon_may_also_be_a_doctor(nurse: Client) -> None:
    has(nurse, profession="eye_surgeon")
    assert [fact.value for fact in known(nurse, Kind.PROFESSION)] == ["eye_surgeon", "doctor"]


def test_registration_is_with_the_professions_own_regulator(nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.EXAMS)
    (stage,) = known(nurse, Kind.REGISTRATION)
    assert (stage.value, stage.topic, stage.label) == (3, "NMC", "taking the regulator's tests")
    has(nurse, profession="healthcare_assistant")
    assert known(nurse, Kind.REGISTRATION) == ()


def test_every_sitting_is_a_fact_with_its_last_day_and_a_general_level(nurse: Client) -> None:
    sits_ielts(nurse, date(2025, 3, 2), writing="6.0")
    sitting, general = known(nurse, Kind.ENGLISH)
    assert sitting.value == Scores("IELTS", 70, 75, 75, 60, 75)
    assert (sitting.level, sitting.expires_on) == (Level.SEEN, date(2027, 3, 2))
    assert general.value == Scores("CEFR", 5)
    assert general.expires_on is None


def test_two_sittings_stand_together_where_the_regulator_lets_them(nurse: Client) -> None:
    sits_ielts(nurse, date(2026, 3, 2), reading="6.5")
    assert not [fact for fact in known(nurse, Kind.ENGLISH) if fact.topic == "NMC"]
    sits_ielts(nurse, date(2026, 9, 2), speaking="6.5")
    (together,) = (fact for fact in known(nurse, Kind.ENGLISH) if fact.topic == "NMC")
    assert together.value == Scores("IELTS", 75, 75, 75, 75, 75)
    assert together.expires_on == date(2028, 3, 2)


def test_a_registered_client_has_shown_her_english_whatever_has_lapsed(nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.REGISTERED)
    shown(nurse, "registration_stage")
    (accepted,) = known(nurse, Kind.ENGLISH)
    assert accepted.value in asked_by(rule_for("nurse"))
    assert (accepted.topic, accepted.level) == ("NMC", Level.SEEN)


@pytest.mark.parametrize(
    ("answer", "fact"),
    [
        ("refugee_hp", "any"),
        ("may_not_work", "no"),
        ("asylum_ptw", "unknown"),
        ("student", "unknown"),
        ("not_sure", "unknown"),
    ],
)
def test_an_answer_that_depends_on_the_post_is_a_question(
    nurse: Client, answer: str, fact: str
) -> None:
    has(nurse, right_to_work=answer)
    assert [each.value for each in known(nurse, Kind.RIGHT_TO_WORK)] == [fact]


def test_home_is_the_middle_of_the_outward_code_with_her_limit(nurse: Client) -> None:
    assert known(nurse, Kind.DISTANCE) == ()
    has(nurse, postcode="b66 2qt", travel_km=15)
    (home,) = known(nurse, Kind.DISTANCE)
    area = reference().postcode("B66")
    assert tuple(home.value) == (float(area.latitude), float(area.longitude), 15.0)


def test_time_out_of_practice_is_counted_in_years(nurse: Client) -> None:
    has(nurse, last_practised_year=2021, years_of_practice=4)
    assert [fact.value for fact in known(nurse, Kind.RECENCY)] == [5]
    assert [fact.value for fact in known(nurse, Kind.EXPERIENCE)] == [4]


def test_hours_languages_and_interim_are_her_own_words(nurse: Client) -> None:
    ClientLanguage.create(client=nurse, code="ti")
    ClientLanguage.create(client=nurse, code="ar", speaks=False)
    has(nurse, hours=Hours.PART_TIME, open_to_interim=False)
    assert [fact.value for fact in known(nurse, Kind.HOURS)] == ["part_time"]
    assert [fact.value for fact in known(nurse, Kind.LANGUAGE)] == ["ti"]
    assert [fact.value for fact in known(nurse, Kind.INTERIM)] == [False]
    has(nurse, hours=Hours.EITHER)
    assert [fact.value for fact in known(nurse, Kind.HOURS)] == ["full_time", "part_time"]


def test_the_steps_are_those_that_can_begin_within_three_months(nurse: Client) -> None:
    assert known(nurse, Kind.STEP) == ()
    make_plan(SYSTEM, nurse)
    steps = [fact.value for fact in known(nurse, Kind.STEP)]
    assert "english_course" in steps
    assert "nmc_registration" not in steps


@pytest.mark.parametrize("writing", ["6.0", "6.5", "7.0"])
@pytest.mark.parametrize("profession", ["nurse", "doctor", "pharmacist", "physiotherapist"])
def test_the_facts_meet_the_rule_whenever_the_reference_data_says_so(
    nurse: Client, profession: str, writing: str
) -> None:
    from app.clients.english import sittings
    from app.matching import Operator, Requirement, judge

    has(nurse, profession=profession)
    sits_ielts(nurse, date(2026, 2, 2), writing=writing)
    sits_ielts(nurse, date(2026, 8, 2), writing="6.5")
    rule = rule_for(profession)
    asked = Requirement(
        Kind.ENGLISH, Operator.SCORES, asked_by(rule),
        topics=frozenset({"", reference().profession(profession).regulator}),
    )  # fmt: skip
    verdict = judge(asked, known(nurse, Kind.ENGLISH), today=TODAY, needed_on=TODAY).verdict
    assert (verdict == "met") == meets(rule, sittings(nurse), on=TODAY).is_met


def test_many_clients_cost_no_more_queries_than_one(cast: Cast, context: None) -> None:
    ids = [cast.client.id, cast.other_client.id]
    with watched() as one:
        facts_of(ids[:1], today=TODAY)
    with watched() as both:
        found = facts_of(ids, today=TODAY)
    assert len(both) == len(one)
    assert {facts.key for facts in found.values()} == {
        cast.client.reference,
        cast.other_client.reference,
    }
