"""Moving a referral on: what is kept, refused, told and undone."""

import datetime as dt
from datetime import timedelta

import pytest
from flask import Flask
from peewee import IntegrityError

from app import clock
from app.audit.models import AuditEvent
from app.clients.consent_models import Consent
from app.clients.models import Client, ClientReferrer, ContactRoute
from app.errors import Conflict, Forbidden
from app.notifications.models import Message
from app.referrals import notices
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import book_meeting
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral, ReferralMove
from app.referrals.services import Decision, Unfinished, make_move
from app.referrals.transitions import Consequence, Move, Party, State
from tests.cast import Cast
from tests.referrals.conftest import Make

TOLD = Decision(text_for_referrer="Thank you.")
DECLINED = Decision(reason="out_of_area", party=Party.PROGRAMME, text_for_referrer="Sorry.")


def accepted(cast: Cast, referral: Referral) -> Referral:
    accept_referral(cast.viewer(cast.staff), referral, TOLD, client=None)
    return Referral.get_by_id(referral.id)


def booked(cast: Cast, referral: Referral) -> Referral:
    starts_at = clock.now() + dt.timedelta(days=7)
    book_meeting(
        cast.viewer(cast.staff),
        accepted(cast, referral),
        TOLD,
        starts_at=starts_at,
        place="Library",
    )
    return Referral.get_by_id(referral.id)


def test_a_move_keeps_who_when_why_and_what_was_said(context: None, cast: Cast, sent: Make) -> None:
    referral = sent()
    decision = Decision(
        reason="no_capacity", party=Party.PROGRAMME, consequence=Consequence.PARK,
        park_until=dt.date(2027, 3, 1), text_for_referrer="Sorry.", text_for_client="Salaam.",
    )  # fmt: skip
    make_move(cast.viewer(cast.staff), referral, Move.DECLINE, decision)
    kept = Referral.get_by_id(referral.id)
    row = ReferralMove.get(ReferralMove.move == Move.DECLINE)
    assert (kept.state, kept.version) == (State.DECLINED, referral.version)
    assert kept.acknowledged_at == kept.state_since == row.at
    assert (row.from_state, row.to_state, row.actor_id) == ("submitted", "declined", cast.staff.id)
    assert (row.reason, row.party, row.consequence) == ("no_capacity", "programme", "park")
    assert (row.park_until, row.text_for_client) == (dt.date(2027, 3, 1), "Salaam.")
    event = AuditEvent.get(AuditEvent.action == "referral.decline")
    assert event.actor_id == cast.staff.id
    assert event.detail == {"before": "submitted", "after": "declined", "reason": "no_capacity"}


def test_a_move_from_another_state_is_a_conflict(context: None, cast: Cast, sent: Make) -> None:
    referral = sent()
    with pytest.raises(Conflict):
        make_move(cast.viewer(cast.staff), referral, Move.CLOSE, Decision(reason="need_met"))
    assert ReferralMove.select().count() == 1


def test_a_role_that_may_not_is_forbidden(context: None, cast: Cast, sent: Make) -> None:
    with pytest.raises(Forbidden):
        make_move(cast.viewer(cast.partner), sent(), Move.DECLINE, DECLINED)


def test_two_staff_who_decide_at_once_are_told_apart(context: None, cast: Cast, sent: Make) -> None:
    referral = sent()
    mine, theirs = Referral.get_by_id(referral.id), Referral.get_by_id(referral.id)
    make_move(cast.viewer(cast.staff), mine, Move.ASK_INFORMATION, TOLD)
    with pytest.raises(Conflict):
        make_move(cast.viewer(cast.staff), theirs, Move.DECLINE, DECLINED)
    assert Referral.get_by_id(referral.id).state == State.NEEDS_INFORMATION
    assert ReferralMove.select().where(ReferralMove.move == Move.DECLINE).count() == 0


def test_a_page_from_before_a_question_and_its_answer_is_too_old(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = sent()
    old = referral.version
    make_move(cast.viewer(cast.staff), referral, Move.ASK_INFORMATION, TOLD)
    make_move(cast.viewer(cast.partner), referral, Move.GIVE_INFORMATION, Decision(note="Yes."))
    assert referral.state == State.SUBMITTED
    with pytest.raises(Conflict):
        make_move(cast.viewer(cast.staff), referral, Move.DECLINE, DECLINED, version=old)


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        (Decision(party=Party.CLIENT, text_for_referrer="Sorry."), "reason"),
        (Decision(reason="made_up", party=Party.CLIENT, text_for_referrer="Sorry."), "reason"),
        (Decision(reason="other", text_for_referrer="Sorry."), "party"),
        (Decision(reason="other", party=Party.CLIENT), "text_for_referrer"),
        (
            Decision(
                reason="other", party=Party.CLIENT, text_for_referrer="Sorry.",
                consequence=Consequence.PARK,
            ),
            "park_until",
        ),
    ],
)  # fmt: skip
def test_a_decision_without_something_needed_is_not_kept(
    context: None, cast: Cast, sent: Make, decision: Decision, missing: str
) -> None:
    with pytest.raises(Unfinished, match=missing):
        make_move(cast.viewer(cast.staff), sent(), Move.DECLINE, decision)


def test_the_database_keeps_no_exit_without_a_reason(context: None, sent: Make) -> None:
    with pytest.raises(IntegrityError):
        ReferralMove.create(
            referral=sent(), move=Move.DECLINE, from_state=State.SUBMITTED,
            to_state=State.DECLINED, at=clock.now(),
        )  # fmt: skip


def test_the_referrer_gets_one_neutral_mail_in_their_language(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = sent()
    make_move(cast.viewer(cast.staff), referral, Move.DECLINE, DECLINED)
    [mail] = Message.select()
    assert mail.to_address == cast.partner.email
    assert referral.name not in mail.subject + mail.body
    assert "Sorry." not in mail.body
    assert f"/referrals/{referral.reference}" in mail.body
    assert "The referral was not accepted." in mail.body


def test_nobody_is_written_to_about_what_they_did_themselves(
    context: None, cast: Cast, sent: Make
) -> None:
    make_move(cast.viewer(cast.partner), sent(), Move.WITHDRAW, Decision(reason="person_declined"))
    assert Message.select().count() == 0


def test_who_has_left_the_organisation_is_not_written_to(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = sent()
    cast.partner.organisation = cast.other_organisation
    cast.partner.save()
    make_move(cast.viewer(cast.staff), Referral.get_by_id(referral.id), Move.DECLINE, DECLINED)
    assert Message.select().count() == 0


def test_the_client_is_written_to_only_by_the_way_they_chose(
    context: None, cast: Cast, sent: Make
) -> None:
    both = Decision(text_for_referrer="Thank you.", text_for_client="We will meet you.")
    by_mail = sent(contact_route=ContactRoute.EMAIL, email="selam@mail.example")
    make_move(cast.viewer(cast.staff), by_mail, Move.MARK_UNREACHABLE, both)
    make_move(cast.viewer(cast.staff), sent(), Move.MARK_UNREACHABLE, both)
    mails = list(Message.select().where(Message.template == "referral_client_text"))
    assert [mail.to_address for mail in mails] == ["selam@mail.example"]
    assert "We will meet you." in mails[0].body
    assert mails[0].subject == "A message for you"


def test_accepting_makes_a_client_with_the_answers_and_the_consents(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = accepted(cast, sent(birth_year=1990, goal="Work as a nurse again"))
    client = Client.get_by_id(referral.client_id)
    assert (client.name, client.profession, client.trained_in) == ("Selam Haile", "nurse", "ER")
    assert (client.preferred_language, client.interpreter_needed) == ("ti", True)
    assert (client.birth_year, client.goal) == (1990, "Work as a nurse again")
    assert client.waiting_since == clock.local(referral.submitted_at).date()
    assert [row.code for row in client.languages] == ["ti"]
    assert ClientReferrer.get(ClientReferrer.client == client).organisation == cast.organisation
    consents = {(c.counterparty, c.purpose, c.given, c.language) for c in Consent.select()}
    how = ("spoken_with_interpreter", "ti")
    assert consents == {
        ("staff", "hold_record", *how),
        ("organisation", "share_plan", *how),
    }


def test_accepting_can_link_a_client_who_is_known(context: None, cast: Cast, sent: Make) -> None:
    known = cast.other_client
    referral = sent(name=known.name)
    accept_referral(cast.viewer(cast.staff), referral, TOLD, client=known)
    assert Referral.get_by_id(referral.id).client_id == known.id
    assert Client.select().where(Client.name == known.name).count() == 1
    followers = ClientReferrer.select().where(ClientReferrer.client == known)
    assert {row.organisation_id for row in followers} == {
        cast.organisation.id, cast.other_organisation.id,
    }  # fmt: skip


def test_a_refused_acceptance_leaves_no_client_behind(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = sent()
    with pytest.raises(Conflict):
        accept_referral(cast.viewer(cast.staff), referral, TOLD, client=None, version=99)
    assert Client.select().count() == 0


def test_a_missed_meeting_goes_back_to_accepted_and_is_kept(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = booked(cast, sent())
    missed = Decision(party=Party.CLIENT, text_for_referrer="We will try again.")
    with clock.at(FirstMeeting.get().starts_at + timedelta(hours=1)):
        make_move(cast.viewer(cast.staff), referral, Move.DID_NOT_ATTEND, missed)
    assert referral.state == State.ACCEPTED
    assert [m.outcome for m in FirstMeeting.select()] == [MeetingOutcome.DID_NOT_ATTEND]


def test_a_changed_meeting_keeps_the_age_and_replaces_the_time(
    context: None, cast: Cast, sent: Make
) -> None:
    referral = booked(cast, sent())
    since = referral.state_since
    later = clock.now() + dt.timedelta(days=9)
    book_meeting(cast.viewer(cast.staff), referral, TOLD, starts_at=later, place="Library")
    assert referral.state_since == since
    outcomes = [m.outcome for m in FirstMeeting.select().order_by(FirstMeeting.id)]
    assert outcomes == [MeetingOutcome.CANCELLED, MeetingOutcome.PLANNED]


def test_the_whole_way_from_sent_to_finished_and_open_again(
    context: None, cast: Cast, sent: Make
) -> None:
    staff, referral = cast.viewer(cast.staff), booked(cast, sent())
    make_move(staff, referral, Move.ACTIVATE, TOLD)
    assert FirstMeeting.get().outcome == MeetingOutcome.ATTENDED
    make_move(staff, referral, Move.CLOSE, Decision(reason="need_met", text_for_referrer="Done."))
    make_move(staff, referral, Move.REOPEN, Decision(note="Lost the job", text_for_referrer="Hi."))
    assert Referral.get_by_id(referral.id).state == State.ACTIVE
    moves = [row.move for row in ReferralMove.select().order_by(ReferralMove.id)]
    assert moves == ["submit", "accept", "book_meeting", "activate", "close", "reopen"]


def test_a_referral_is_acknowledged_once(context: None, cast: Cast, sent: Make) -> None:
    referral = sent()
    make_move(cast.viewer(cast.staff), referral, Move.ACKNOWLEDGE)
    assert referral.acknowledged_at is not None
    assert referral.state == State.SUBMITTED
    with pytest.raises(Conflict):
        make_move(cast.viewer(cast.staff), referral, Move.ACKNOWLEDGE)


def test_a_referral_that_failed_halfway_is_undone(
    app: Flask, context: None, cast: Cast, sent: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral = sent()

    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(notices, "tell_of", fails)
    with pytest.raises(RuntimeError):
        make_move(cast.viewer(cast.staff), referral, Move.DECLINE, DECLINED)
    assert Referral.get_by_id(referral.id).state == State.SUBMITTED
    assert ReferralMove.select().where(ReferralMove.move == Move.DECLINE).count() == 0
