"""Who fits what, through the database, in both directions."""

from datetime import date, timedelta

import pytest

from app import clock
from app.audit.services import record
from app.clients.english import remove_english_result
from app.clients.models import Client, Hours, RegistrationStage
from app.errors import NotFound
from app.matching import Kind, Match, Readiness, sentence
from app.opportunities.matches import (
    Fit,
    later_for_client,
    match_of,
    matches_for_client,
    matches_for_opportunity,
)
from app.opportunities.models import Opportunity, OpportunityKind, OpportunityStatus
from app.opportunities.pools import Group
from app.organisations.models import Trust
from app.pathways.services import make_plan
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.opportunities import course, interim_post, opportunity, registered_post
from tests.queries import watched

from .people import has, ready_nurse, shown, sits_ielts

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def nurse(cast: Cast, context: None) -> Client:
    """A nurse who lives nearby and may work; her papers for both have been seen."""
    client = has(
        cast.client, postcode="B66 2QT", travel_km=20, right_to_work="settled",
        registration_stage=RegistrationStage.NOT_STARTED, hours=Hours.EITHER, open_to_interim=True,
    )  # fmt: skip
    shown(client, "profession", "right_to_work", "registration_stage")
    return client


def said(match: Match, kind: Kind) -> str:
    (found,) = (each for each in match.judgements if each.requirement.kind is kind)
    return sentence(found.reason, about_client=True)


def titles(fits: list[Fit]) -> list[str]:
    return [fit.opportunity.title for fit in fits]


def test_a_registered_nurse_is_ready_for_a_nurses_post(cast: Cast, nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.REGISTERED)
    post = registered_post()
    (fit,) = matches_for_opportunity(cast.viewer(cast.staff), post)
    assert (fit.client, fit.match.readiness) == (nurse, Readiness.READY)


def test_another_profession_is_not_put_to_the_post(cast: Cast, nurse: Client) -> None:
    post = registered_post("doctor")
    assert matches_for_opportunity(cast.viewer(cast.staff), post) == []
    assert matches_for_client(cast.viewer(cast.staff), nurse)[Group.POSTS] == []


def test_the_gaps_and_the_cheapest_next_step_are_named(cast: Cast, nurse: Client) -> None:
    sits_ielts(nurse, date(2026, 3, 2), writing="6.0")
    match = match_of(nurse, registered_post())
    assert match.readiness is Readiness.NEARLY
    assert [gap.judgement.requirement.kind for gap in match.gaps] == ["registration", "english"]
    assert said(match, Kind.ENGLISH) == "IELTS 6.5 is needed in writing; the score is 6.0."
    assert match.next_step is not None
    assert match.next_step.title == "English course for IELTS or OET"
    assert match.next_step.months == 4


def test_a_test_that_ran_out_is_sat_again_without_a_course(nurse: Client) -> None:
    sits_ielts(nurse, date(2024, 3, 2))
    match = match_of(nurse, registered_post())
    assert said(match, Kind.ENGLISH) == "The client had IELTS 7.5, but it ran out on 2 March 2026."
    assert match.next_step is not None
    assert match.next_step.title == "Pass IELTS Academic or OET"


def test_changing_one_english_score_changes_the_match_both_ways(cast: Cast, nurse: Client) -> None:
    staff = cast.viewer(cast.staff)
    post = registered_post()
    low = sits_ielts(nurse, date(2026, 3, 2), writing="6.0")
    before = matches_for_opportunity(staff, post)[0].match
    assert matches_for_client(staff, nurse)[Group.POSTS][0].match == before
    remove_english_result(SYSTEM, nurse, low.id)
    sits_ielts(nurse, date(2026, 3, 2), writing="6.5")
    after = matches_for_opportunity(staff, post)[0].match
    assert matches_for_client(staff, nurse)[Group.POSTS][0].match == after
    assert after.points > before.points
    assert [gap.judgement.requirement.kind for gap in after.gaps] == ["registration"]


def test_both_directions_agree_with_one_pair_explained(cast: Cast, nurse: Client) -> None:
    staff = cast.viewer(cast.staff)
    ready_nurse(has(cast.other_client, profession="nurse"))
    posts = [registered_post(), interim_post(), course("english_course"), registered_post("doctor")]
    for post in posts:
        for fit in matches_for_opportunity(staff, post):
            assert fit.match == match_of(fit.client, post)
    for client in (nurse, cast.other_client):
        found = [fit for fits in matches_for_client(staff, client).values() for fit in fits]
        assert found
        for fit in found:
            assert fit.match == match_of(client, fit.opportunity)


def test_an_interim_post_asks_for_no_registration_but_for_the_wish(nurse: Client) -> None:
    post = interim_post()
    match = match_of(nurse, post)
    assert match.readiness is Readiness.READY
    assert Kind.REGISTRATION not in {each.requirement.kind for each in match.judgements}
    has(nurse, open_to_interim=False)
    assert match_of(nurse, post).readiness is Readiness.NOT_YET


def test_what_nobody_has_asked_her_is_a_question_and_no_reason_for_or_against(
    cast: Cast, nurse: Client
) -> None:
    has(nurse, open_to_interim=None, hours=None, registration_stage=None)
    interim, post = interim_post(), registered_post()
    match = match_of(nurse, interim)
    assert match.readiness is Readiness.NEARLY
    assert [gap.judgement.reason.name for gap in match.gaps] == ["interim.unknown"]
    assert match.next_step is not None
    assert match.next_step.title == "Decide about a job on the way to the goal"
    assert "is not known" in said(match_of(nurse, post), Kind.REGISTRATION)
    staff = cast.viewer(cast.staff)
    here = {
        fit.opportunity.id: fit.match
        for some in matches_for_client(staff, nurse).values()
        for fit in some
    }
    for each in (interim, post):
        (fit,) = [fit for fit in matches_for_opportunity(staff, each) if fit.client == nurse]
        assert fit.match == match_of(nurse, each) == here[each.id]


def test_an_interim_post_suits_the_professions_of_its_role(nurse: Client) -> None:
    pharmacy = interim_post(title="Pharmacy Assistant")
    assert said(match_of(nurse, pharmacy), Kind.PROFESSION).startswith("This is for: Pharmacist")
    assert match_of(nurse, pharmacy).readiness is Readiness.READY
    assert match_of(nurse, interim_post()).points > match_of(nurse, pharmacy).points


def test_a_course_is_worth_the_step_of_her_own_plan(cast: Cast, nurse: Client) -> None:
    serving, other = course("english_course"), course("osce_prep", title="Other course")
    assert match_of(nurse, serving).readiness is Readiness.NEARLY
    make_plan(SYSTEM, nurse)
    assert match_of(nurse, serving).readiness is Readiness.READY
    fits = matches_for_client(cast.viewer(cast.staff), nurse)[Group.LEARNING]
    assert titles(fits) == ["IELTS evening class"]
    assert match_of(nurse, other).readiness is Readiness.NOT_YET


def test_an_observership_serves_the_steps_of_its_kind_unless_it_says(nurse: Client) -> None:
    make_plan(SYSTEM, nurse)
    ward = opportunity("nurse", kind=OpportunityKind.OBSERVERSHIP)
    assert match_of(nurse, ward).readiness is Readiness.READY


def test_what_is_closed_past_or_of_another_trust_is_not_offered(cast: Cast, nurse: Client) -> None:
    staff = cast.viewer(cast.staff)
    kept = interim_post(title="Kept")
    assert titles(matches_for_client(staff, nurse)[Group.INTERIM]) == ["Kept"]
    interim_post(title="Closed", status=OpportunityStatus.CLOSED)
    interim_post(title="Past", closes_on=clock.today() - timedelta(days=1))
    interim_post(title="Elsewhere", trust=cast.other_programme.trust)
    assert titles(matches_for_client(staff, nurse)[Group.INTERIM]) == ["Kept"]
    Opportunity.update(title="New", version=2).where(Opportunity.id == kept.id).execute()
    assert titles(matches_for_client(staff, nurse)[Group.INTERIM]) == ["New"]


def test_staff_are_shown_the_clients_of_their_own_trust_alone(cast: Cast, nurse: Client) -> None:
    post = interim_post()
    assert len(matches_for_opportunity(cast.viewer(cast.staff), post)) == 1
    assert matches_for_opportunity(cast.viewer(cast.other_staff), post) == []
    assert Trust.select().count() == 2


def test_a_closed_client_and_a_new_one_are_noticed(cast: Cast, nurse: Client) -> None:
    staff, post = cast.viewer(cast.staff), interim_post()
    assert len(matches_for_opportunity(staff, post)) == 1
    ready_nurse(has(cast.other_client, profession="nurse"))
    record(SYSTEM, "client.edit", cast.other_client, client_id=cast.other_client.id)
    assert len(matches_for_opportunity(staff, post)) == 2
    has(nurse, closed_at=clock.now())
    record(SYSTEM, "client.close", nurse, client_id=nurse.id)
    assert [fit.client for fit in matches_for_opportunity(staff, post)] == [cast.other_client]


def test_a_client_is_shown_only_what_needs_no_offer(cast: Cast, nurse: Client) -> None:
    make_plan(SYSTEM, nurse)
    interim_post()
    registered_post()
    course("english_course")
    opportunity(kind=OpportunityKind.PLACEMENT, serves=["documents"], title="Placement")
    found = matches_for_client(cast.viewer(cast.client_account), nurse)
    assert list(found) == [Group.LEARNING]
    assert titles(found[Group.LEARNING]) == ["IELTS evening class"]


def test_partners_and_mentors_are_shown_no_matches(cast: Cast, nurse: Client) -> None:
    post = course("english_course")
    for account in (cast.partner, cast.mentor):
        viewer = cast.viewer(account)
        assert matches_for_client(viewer, nurse) == {}
        assert later_for_client(viewer, nurse) == []
        with pytest.raises(NotFound):
            matches_for_opportunity(viewer, post)


def test_posts_out_of_reach_are_shown_to_staff_with_their_gaps(cast: Cast, nurse: Client) -> None:
    has(nurse, right_to_work="not_sure")
    registered_post()
    registered_post("doctor")
    (fit,) = later_for_client(cast.viewer(cast.staff), nurse)
    assert len(fit.match.gaps) == 3


def test_more_opportunities_cost_no_more_queries(cast: Cast, nurse: Client) -> None:
    staff = cast.viewer(cast.staff)
    registered_post()
    with watched() as few:
        matches_for_client(staff, nurse)
    for _ in range(6):
        registered_post()
        interim_post()
    with watched() as many:
        matches_for_client(staff, nurse)
    assert len(many) == len(few)
