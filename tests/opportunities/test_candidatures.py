"""A client put to an opportunity, move by move."""

from datetime import timedelta

import pytest
from peewee import IntegrityError

from app import clock
from app.audit.models import AuditEvent
from app.clients.models import Client, RegistrationStage
from app.errors import Conflict, NotFound
from app.notifications.models import Message
from app.opportunities.candidature_models import Candidature, CandidatureMove
from app.opportunities.candidature_moves import (
    ENDED,
    LIVE,
    MOVES,
    CandidatureState,
    MoveRefused,
    Party,
    allowed,
    check,
)
from app.opportunities.candidature_queries import candidature as candidature_of
from app.opportunities.candidature_queries import moves_of, of_client, offers_for
from app.opportunities.candidatures import (
    answer_offer,
    expire_closed,
    make_move,
    offer_to_client,
    put_on_shortlist,
    suggest,
)
from app.opportunities.models import Opportunity
from app.opportunities.services import close_opportunity
from app.policy import Viewer
from tests.cast import Cast
from tests.factories.opportunities import course, interim_post, registered_post

from .people import has, ready_nurse, sits_ielts

S = CandidatureState


@pytest.fixture
def nurse(cast: Cast, context: None) -> Client:
    return ready_nurse(cast.client)


@pytest.fixture
def staff(cast: Cast) -> Viewer:
    return cast.viewer(cast.staff)


def taken_to(actor: Viewer, candidature: Candidature, *states: CandidatureState) -> Candidature:
    for state in states:
        make_move(actor, candidature, state)
    return candidature


@pytest.mark.parametrize("state", list(S))
def test_every_state_has_its_row_and_every_other_move_is_refused(state: S) -> None:
    for party in Party:
        for to in S:
            if to in allowed(state, party):
                check(state, to, party=party)
            else:
                with pytest.raises(MoveRefused):
                    check(state, to, party=party)


def test_what_has_ended_has_no_move_and_all_else_can_end() -> None:
    assert set(ENDED) | set(LIVE) == set(S)
    assert set(MOVES) == set(S)
    assert set(ENDED) == {
        S.COMPLETED, S.DECLINED_BY_CLIENT, S.HOST_DECLINED, S.EXPIRED, S.OBSOLETE,
    }  # fmt: skip


def test_a_client_may_only_answer_an_offer() -> None:
    own = {(state, to) for state in S for to in allowed(state, Party.CLIENT)}
    assert own == {
        (S.OFFERED_TO_CLIENT, S.ACCEPTED_BY_CLIENT),
        (S.OFFERED_TO_CLIENT, S.DECLINED_BY_CLIENT),
    }


def test_a_suggestion_keeps_the_verdicts_of_its_day(nurse: Client, staff: Viewer) -> None:
    has(nurse, registration_stage=RegistrationStage.EXAMS)
    candidature = suggest(staff, nurse, registered_post())
    before = candidature.match
    assert candidature.readiness == "nearly"
    assert [row["kind"] for row in before["requirements"]][:3] == [
        "profession", "registration", "english",
    ]  # fmt: skip
    sits_ielts(nurse, clock.today() - timedelta(days=30))
    kept = Candidature.get_by_id(candidature.id)
    assert kept.match == before
    assert kept.made_by_id == staff.account_id
    assert before["requirements"][1]["source"] == "the opportunity itself"


def test_shortlisting_twice_is_once(nurse: Client, staff: Viewer) -> None:
    post = registered_post()
    first = put_on_shortlist(staff, nurse, post)
    assert put_on_shortlist(staff, nurse, post) == first
    assert [move.to_state for move in moves_of(first)] == [S.SUGGESTED, S.SHORTLISTED]
    assert AuditEvent.select().where(AuditEvent.action == "candidature.shortlisted").count() == 1


def test_there_is_one_live_candidature_and_a_new_one_after_the_end(
    nurse: Client, staff: Viewer
) -> None:
    post = registered_post()
    first = offer_to_client(staff, nurse, post)
    columns = {
        name: value for name, value in first.__data__.items() if name not in ("id", "offered_at")
    }
    with pytest.raises(IntegrityError):
        Candidature.create(**columns)
    make_move(staff, first, S.DECLINED_BY_CLIENT)
    assert put_on_shortlist(staff, nurse, post) != first


def test_an_offer_is_mailed_once_with_a_subject_that_says_nothing(
    nurse: Client, staff: Viewer, cast: Cast
) -> None:
    post = registered_post()
    assert cast.client_account
    first = offer_to_client(staff, nurse, post)
    offer_to_client(staff, nurse, post)
    (mail,) = Message.select().where(Message.template == "offer_made")
    assert mail.to_address == cast.client_account.email
    assert post.title not in mail.subject + mail.body
    assert f"/clients/{nurse.reference}/candidatures/{first.id}" in mail.body


def test_an_offer_taken_back_and_made_again_is_mailed_again(
    nurse: Client, staff: Viewer, cast: Cast
) -> None:
    assert cast.client_account
    candidature = offer_to_client(staff, nurse, registered_post())
    taken_to(staff, candidature, S.PARKED, S.SHORTLISTED, S.OFFERED_TO_CLIENT)
    assert Message.select().where(Message.template == "offer_made").count() == 2


def test_the_client_says_yes_once_and_cannot_then_say_no(
    nurse: Client, staff: Viewer, cast: Cast
) -> None:
    own = cast.viewer(cast.client_account)
    candidature = offer_to_client(staff, nurse, registered_post())
    answer_offer(own, candidature, is_yes=True, reason="I know the ward")
    answer_offer(own, candidature, is_yes=True)
    kept = Candidature.get_by_id(candidature.id)
    assert (kept.state, kept.answer_reason) == (S.ACCEPTED_BY_CLIENT, "I know the ward")
    with pytest.raises(Conflict):
        answer_offer(own, candidature, is_yes=False)


def test_two_who_move_it_at_once_do_not_both_succeed(nurse: Client, staff: Viewer) -> None:
    candidature = put_on_shortlist(staff, nurse, registered_post())
    other = Candidature.get_by_id(candidature.id)
    make_move(staff, candidature, S.OFFERED_TO_CLIENT)
    with pytest.raises(Conflict):
        make_move(staff, other, S.PARKED)
    assert Candidature.get_by_id(candidature.id).state == S.OFFERED_TO_CLIENT


def test_who_starts_in_a_post_no_longer_waits_for_other_posts(nurse: Client, staff: Viewer) -> None:
    chosen = offer_to_client(staff, nurse, registered_post())
    other_post = put_on_shortlist(staff, nurse, registered_post(title="Other ward"))
    interim = put_on_shortlist(staff, nurse, interim_post())
    lesson = put_on_shortlist(staff, nurse, course())
    ended = offer_to_client(staff, nurse, registered_post(title="Ended"))
    make_move(staff, ended, S.DECLINED_BY_CLIENT)
    taken_to(staff, chosen, S.ACCEPTED_BY_CLIENT, S.PUT_FORWARD, S.INTERVIEW, S.OFFER, S.STARTED)
    states = {row.id: row.state for row in Candidature.select()}
    assert states[other_post.id] == states[interim.id] == S.OBSOLETE
    assert (states[lesson.id], states[ended.id]) == (S.SHORTLISTED, S.DECLINED_BY_CLIENT)
    last = CandidatureMove.select().where(CandidatureMove.candidature == other_post)
    assert last.order_by(CandidatureMove.id.desc()).first().moved_by is None


def test_an_interim_job_does_not_end_the_way_to_a_registered_post(
    nurse: Client, staff: Viewer
) -> None:
    goal = put_on_shortlist(staff, nurse, registered_post())
    job = offer_to_client(staff, nurse, interim_post())
    taken_to(staff, job, S.ACCEPTED_BY_CLIENT, S.PUT_FORWARD, S.OFFER, S.STARTED, S.COMPLETED)
    assert Candidature.get_by_id(goal.id).state == S.SHORTLISTED


def test_what_closes_before_it_is_put_forward_expires(nurse: Client, staff: Viewer) -> None:
    waiting, gone = registered_post(), registered_post(title="Gone")
    first = put_on_shortlist(staff, nurse, waiting)
    second = offer_to_client(staff, nurse, gone)
    Opportunity.update(closes_on=clock.today() - timedelta(days=1)).where(
        Opportunity.id == gone.id
    ).execute()
    with pytest.raises(Conflict):
        make_move(staff, Candidature.get_by_id(second.id), S.ACCEPTED_BY_CLIENT)
    assert expire_closed() == 1
    assert expire_closed() == 0
    assert Candidature.get_by_id(first.id).state == S.SHORTLISTED
    assert Candidature.get_by_id(second.id).state == S.EXPIRED


def test_closing_an_opportunity_ends_what_waited_for_it(nurse: Client, staff: Viewer) -> None:
    post, other = registered_post(), registered_post(title="Put forward")
    waiting = offer_to_client(staff, nurse, post)
    gone_on = offer_to_client(staff, nurse, other)
    taken_to(staff, gone_on, S.ACCEPTED_BY_CLIENT, S.PUT_FORWARD)
    close_opportunity(staff, post)
    close_opportunity(staff, other)
    assert Candidature.get_by_id(waiting.id).state == S.EXPIRED
    assert Candidature.get_by_id(gone_on.id).state == S.PUT_FORWARD


def test_nothing_closed_or_of_another_trust_can_be_suggested(
    nurse: Client, staff: Viewer, cast: Cast
) -> None:
    for post in (
        registered_post(closes_on=clock.today() - timedelta(days=1)),
        registered_post(trust=cast.other_programme.trust),
    ):
        with pytest.raises(Conflict):
            suggest(staff, nurse, post)
    assert Candidature.select().count() == 0


def test_each_role_reads_what_the_field_table_allows(
    nurse: Client, staff: Viewer, cast: Cast
) -> None:
    kept = put_on_shortlist(staff, nurse, registered_post())
    own, partner = cast.viewer(cast.client_account), cast.viewer(cast.partner)
    for viewer in (own, partner):
        assert of_client(viewer, nurse) == []
    make_move(staff, kept, S.OFFERED_TO_CLIENT)
    assert offers_for(own) == [kept]
    assert of_client(partner, nurse) == of_client(staff, nurse) == [kept]
    assert candidature_of(own, nurse.reference, kept.id) == kept
    others = (cast.partner, cast.other_partner, cast.mentor, cast.other_staff)
    for account in (*others, cast.other_client_account):
        viewer = cast.viewer(account)
        assert offers_for(viewer) == []
        with pytest.raises(NotFound):
            candidature_of(viewer, nurse.reference, kept.id)
