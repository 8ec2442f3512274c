"""The pages of matches: what each role sees, proposing, offering, answering and moving on."""

from datetime import timedelta

import pytest

from app import clock
from app.clients.models import Client, RegistrationStage
from app.opportunities.candidature_models import Candidature
from app.opportunities.candidature_moves import CandidatureState
from app.opportunities.candidatures import make_move, offer_to_client, put_on_shortlist
from app.opportunities.models import Opportunity
from app.pathways.services import make_plan
from app.policy import SYSTEM
from tests.cast import Cast
from tests.factories.opportunities import course, interim_post, registered_post
from tests.visitor import Visitor

from .people import has, ready_nurse, sits_ielts

S = CandidatureState
SECRET_POST, SECRET_REASON = "Zebra ward nurse", "Giraffe reason"


@pytest.fixture
def nurse(cast: Cast) -> Client:
    return ready_nurse(cast.client)


def matches(client: Client) -> str:
    return f"/clients/{client.reference}/matches"


def page_of(candidature: Candidature) -> str:
    return f"/clients/{candidature.client.reference}/candidatures/{candidature.id}"


def offered(cast: Cast, client: Client, title: str = "Staff Nurse") -> Candidature:
    with cast.app.test_request_context():
        return offer_to_client(cast.viewer(cast.staff), client, registered_post(title=title))


def test_staff_read_what_fits_a_client_and_why(cast: Cast, nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.EXAMS)
    sits_ielts(nurse, clock.today() - timedelta(days=30), writing="6.0")
    registered_post(title="Ward nurse")
    interim_post()
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    assert "Ward nurse" in staff.text
    assert "Nearly ready" in staff.text
    assert "IELTS 6.5 is needed in writing; the score is 6.0." in staff.text
    assert "Missing: Registration, English." in staff.text
    assert "Next step: English course for IELTS or OET, at least 4 months, from £185." in staff.text
    assert "Source: the Home Office's rules on work" in staff.text


def test_one_better_score_changes_what_the_page_says(cast: Cast, nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.EXAMS)
    registered_post()
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    assert "Missing: Registration, English." in staff.text
    sits_ielts(nurse, clock.today() - timedelta(days=30))
    staff.open(matches(nurse))
    assert "Missing: Registration." in staff.text


def test_papers_not_seen_are_told_apart_from_what_is_missing(cast: Cast) -> None:
    client = has(cast.client, registration_stage=RegistrationStage.EXAMS, right_to_work="settled")
    sits_ielts(client, clock.today() - timedelta(days=30))
    registered_post(latitude=None, longitude=None)
    staff = cast.visits(cast.staff)
    staff.open(matches(client))
    assert "Missing: Registration. Papers not seen: Profession, Right to work." in staff.text
    assert "Next step: Show the papers to the Learning Works." in staff.text


def test_the_panel_is_the_same_list_as_the_page(cast: Cast, nurse: Client) -> None:
    registered_post(title="Ward nurse")
    staff = cast.visits(cast.staff)
    page = staff.open(f"/clients/{nurse.reference}")
    assert page.find(attrs={"hx-get": matches(nurse)})
    fragment = staff.fragment(matches(nurse))
    assert "Ward nurse" in fragment.text
    assert fragment.find(recursive=False)["id"] == "client-matches"


def test_staff_read_who_fits_an_opportunity(cast: Cast, nurse: Client) -> None:
    post = registered_post()
    staff = cast.visits(cast.staff)
    staff.open(f"/opportunities/{post.id}/matches")
    assert nurse.name in staff.text
    assert "The profession fits: Nurse." in staff.text
    staff.submit(button="Put on the shortlist")
    assert Candidature.get().state == S.SHORTLISTED
    staff.open(f"/opportunities/{post.id}/matches")
    assert "Already put to it" in staff.text
    assert "On the shortlist" in staff.text


def test_staff_shortlist_then_offer_and_the_client_says_yes(cast: Cast, nurse: Client) -> None:
    registered_post(title="Ward nurse", description="Come and join us.")
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    staff.submit(button="Put on the shortlist")
    assert "Ward nurse" in staff.heading
    client = cast.visits(cast.client_account)
    client.open(matches(nurse))
    assert "Ward nurse" not in client.text
    staff.submit({"to": "offered_to_client", "note": "She asked for it"}, button="Write it down")
    assert "Offered to the client" in staff.text
    client.open(matches(nurse))
    client.follow("Ward nurse")
    assert "Come and join us." in client.text
    assert "She asked for it" not in client.text
    client.submit({"reason": "I live near", "answer": "yes"}, action="/answer")
    assert "You said yes" in client.text
    staff.open(staff.address)
    assert "The client said yes" in staff.text
    assert "I live near" in staff.text


def test_an_offer_straight_from_the_list(cast: Cast, nurse: Client) -> None:
    registered_post()
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    staff.submit(button="Offer to the client")
    assert Candidature.get().state == S.OFFERED_TO_CLIENT


def test_a_client_may_say_no_without_a_reason(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    client = cast.visits(cast.client_account)
    client.open(page_of(candidature))
    client.submit(button="No, thank you")
    assert "You said no" in client.text
    assert "Your answer" not in client.text


def test_sending_a_proposal_or_an_answer_twice_is_once(cast: Cast, nurse: Client) -> None:
    registered_post()
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    before = staff.page
    staff.submit(button="Offer to the client")
    first = staff.address
    staff.page = before
    staff.submit(button="Offer to the client")
    assert staff.address == first
    client = cast.visits(cast.client_account)
    client.open(first)
    before = client.page
    client.submit(button="Yes, put my name forward")
    client.page = before
    client.submit(button="Yes, put my name forward")
    assert Candidature.get().state == S.ACCEPTED_BY_CLIENT


def test_a_move_made_from_an_old_page_is_refused_in_words(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    staff = cast.visits(cast.staff)
    staff.open(page_of(candidature))
    make_move(cast.viewer(cast.staff), candidature, S.DECLINED_BY_CLIENT)
    staff.submit({"to": "parked"}, button="Write it down", status=409)
    assert "Somebody else changed this before you" in staff.text


def test_a_move_must_be_chosen(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    staff = cast.visits(cast.staff)
    staff.open(page_of(candidature))
    staff.submit(button="Write it down", status=422)
    assert "Choose what has happened." in staff.text
    staff.submit({"to": "started"}, button="Write it down", status=422)
    assert Candidature.get().state == S.OFFERED_TO_CLIENT


def test_an_answer_to_what_has_closed_is_refused_in_words(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    client = cast.visits(cast.client_account)
    client.open(page_of(candidature))
    Opportunity.update(closes_on=clock.today() - timedelta(days=1)).execute()
    client.submit(button="Yes, put my name forward", status=409)
    assert "This is not open any more." in client.text


def test_an_offer_that_has_closed_asks_for_no_answer(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    Opportunity.update(closes_on=clock.today() - timedelta(days=1)).execute()
    client = cast.visits(cast.client_account)
    client.open(page_of(candidature))
    assert "This is not open any more." in client.text
    assert "Your answer" not in client.text


def test_a_client_sees_courses_freely_and_is_spoken_to(cast: Cast, nurse: Client) -> None:
    has(nurse, registration_stage=RegistrationStage.NOT_STARTED)
    make_plan(SYSTEM, nurse)
    course("english_course", title="Evening English")
    registered_post(title=SECRET_POST)
    client = cast.visits(cast.client_account)
    client.open(matches(nurse))
    assert "Evening English" in client.text
    assert "This helps with a next step of your plan" in client.text
    assert SECRET_POST not in client.text
    client.follow("Evening English")


@pytest.mark.parametrize("state", [None, S.OFFERED_TO_CLIENT, S.ACCEPTED_BY_CLIENT, S.PARKED])
def test_a_partner_sees_the_state_and_no_more(
    cast: Cast, nurse: Client, state: CandidatureState | None
) -> None:
    staff = cast.viewer(cast.staff)
    with cast.app.test_request_context():
        candidature = put_on_shortlist(staff, nurse, registered_post(title=SECRET_POST))
        if state is not None:
            make_move(staff, candidature, S.OFFERED_TO_CLIENT)
        if state not in (None, S.OFFERED_TO_CLIENT):
            make_move(staff, candidature, state, note=SECRET_REASON)
    partner = cast.visits(cast.partner)
    shown = partner.open(matches(nurse)).get_text() + partner.fragment(matches(nurse)).get_text()
    for marker in (SECRET_POST, SECRET_REASON, "points", "Right to work", "Refugee"):
        assert marker not in shown
    assert ("Nothing has been offered" in shown) is (state is None)
    partner.open(page_of(candidature), status=404)


def test_an_answers_reason_is_for_staff_and_the_client(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse, title=SECRET_POST)
    client = cast.visits(cast.client_account)
    client.open(page_of(candidature))
    client.submit({"reason": SECRET_REASON}, button="No, thank you")
    partner = cast.visits(cast.partner)
    partner.open(matches(nurse))
    assert SECRET_REASON not in partner.text
    assert SECRET_POST not in partner.text
    staff = cast.visits(cast.staff)
    staff.open(page_of(candidature))
    assert SECRET_REASON in staff.text


def test_others_find_nothing_at_these_addresses(cast: Cast, nurse: Client) -> None:
    candidature = offered(cast, nurse)
    own = registered_post(title="Own", trust=cast.trust)
    for account in (
        cast.mentor, cast.other_partner, cast.other_staff, cast.other_client_account, cast.admin,
    ):  # fmt: skip
        visitor: Visitor = cast.visits(account)
        for address in (
            matches(nurse), page_of(candidature), f"/opportunities/{own.id}/matches",
        ):  # fmt: skip
            visitor.open(address, status=404)
    cast.visits(cast.client_account).open(f"/opportunities/{own.id}/matches", status=404)


def test_a_proposal_for_another_trusts_client_or_for_nothing_is_not_found(
    cast: Cast, nurse: Client
) -> None:
    post = registered_post()
    staff = cast.visits(cast.staff)
    staff.open(matches(nurse))
    staff.submit({"opportunity": "999999"}, button="Put on the shortlist", status=404)
    staff.open(matches(nurse))
    staff.submit(
        {"opportunity": str(post.id), "proposal": "all"}, action="/candidatures", status=404
    )
    other = cast.visits(cast.other_staff)
    other.open("/account")
    token = str(other.page.find("input", {"name": "csrf_token"})["value"])
    answer = other.http.post(
        f"/clients/{nurse.reference}/candidatures",
        data={"csrf_token": token, "opportunity": post.id, "proposal": "offer"},
    )
    assert answer.status_code == 404
    assert Candidature.select().count() == 0
