"""A referral that was parked until a date is looked at again on that date, by itself."""

import datetime as dt

import pytest
import time_machine
from flask import Flask

from app import clock
from app.accounts.models import Account
from app.accounts.services import store_password
from app.accounts.sessions import viewer_of
from app.audit.models import AuditEvent
from app.clients.models import Client
from app.clients.services import open_client_account
from app.notifications.models import Message
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.escalation import wake_parked_referrals
from app.referrals.models import Referral, ReferralMove
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Consequence, Move, Party, State
from tests.cast import PASSWORD, Cast
from tests.referrals.conftest import Make

FRIDAY = "2026-11-20 10:00"
THE_DAY = dt.date(2027, 2, 1)
PARKED = Decision(
    reason="no_capacity", party=Party.PROGRAMME, consequence=Consequence.PARK,
    park_until=THE_DAY, text_for_referrer="We have no place before February.",
)  # fmt: skip


@pytest.fixture
def parked(context: None, cast: Cast, sent: Make) -> Referral:
    with time_machine.travel(FRIDAY, tick=False):
        referral = sent()
        make_move(cast.viewer(cast.staff), referral, Move.DECLINE, PARKED)
        return referral


def state(referral: Referral) -> str:
    return Referral.get_by_id(referral.id).state


def test_it_sleeps_until_its_day(parked: Referral) -> None:
    with time_machine.travel("2027-01-31 23:00", tick=False):
        assert wake_parked_referrals() == 0
    assert state(parked) == State.DECLINED


@pytest.mark.parametrize("day", ["2027-02-01 00:30", "2027-03-01 10:00"])
def test_it_wakes_once_on_its_day_or_when_the_job_runs_next(parked: Referral, day: str) -> None:
    with time_machine.travel(day, tick=False):
        assert (wake_parked_referrals(), wake_parked_referrals()) == (1, 0)
    assert state(parked) == State.SUBMITTED
    row = ReferralMove.select().order_by(ReferralMove.id.desc()).get()
    assert (row.move, row.actor_id, row.actor_role) == (Move.REASSESS, None, None)
    assert "woke up" in row.note
    event = AuditEvent.get(AuditEvent.action == "referral.reassess")
    assert event.actor_role == "system"


def test_the_referrer_and_who_parked_it_are_told(cast: Cast, parked: Referral) -> None:
    with time_machine.travel("2027-02-01 09:00", tick=False):
        wake_parked_referrals()
        mails = {row.to_address: row.body for row in Message.select().order_by(Message.id)}
        partner = cast.visits(cast.partner)
        partner.open(f"/referrals/{parked.reference}")
    assert "looked at again" in mails[cast.partner.email]
    assert "looked at again" in mails[cast.staff.email]
    assert "The day has come to look at this referral again." in partner.text
    assert "woke up" not in partner.text


def test_what_a_person_has_looked_at_again_meanwhile_stays_as_decided(
    cast: Cast, parked: Referral
) -> None:
    staff = cast.viewer(cast.staff)
    with time_machine.travel("2026-12-01 10:00", tick=False):
        again = Decision(note="A place came free", text_for_referrer="We look again.")
        make_move(staff, parked, Move.REASSESS, again)
        for_good = Decision(
            reason="out_of_area", party=Party.CLIENT, text_for_referrer="She has moved."
        )
        make_move(staff, parked, Move.DECLINE, for_good)
    with time_machine.travel("2027-02-01 10:00", tick=False):
        assert wake_parked_referrals() == 0
    assert state(parked) == State.DECLINED


def test_who_referred_herself_is_told_herself(parked: Referral) -> None:
    Referral.update(organisation=None, referred_by=None).where(Referral.id == parked.id).execute()
    with time_machine.travel("2027-02-01 09:00", tick=False):
        assert wake_parked_referrals() == 1
    row = ReferralMove.select().order_by(ReferralMove.id.desc()).get()
    assert row.text_for_referrer == ""
    assert "The day has come" in row.text_for_client


AGAIN = Decision(
    reason="no_capacity", party=Party.PROGRAMME, consequence=Consequence.REASSESS,
    text_for_referrer="Perhaps later.",
)  # fmt: skip
OVER = Decision(reason="out_of_area", party=Party.CLIENT, text_for_referrer="Sorry.")


def test_staff_find_what_is_to_be_looked_at_again_and_until_when(
    app: Flask, cast: Cast, sent: Make
) -> None:
    found, woken, over, once_more = (sent(name=name) for name in ("Abel", "Sara", "Ruta", "Hana"))
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        make_move(staff, found, Move.DECLINE, PARKED)
        make_move(staff, once_more, Move.DECLINE, AGAIN)
        make_move(staff, over, Move.DECLINE, OVER)
        make_move(staff, woken, Move.DECLINE, PARKED)
        with clock.at(clock.now() + dt.timedelta(minutes=1)):
            make_move(
                staff, woken, Move.REASSESS, Decision(note="Now.", text_for_referrer="Again.")
            )
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals?show=again")
    assert [a.text for a in visitor.page.select("article h3 a")] == ["Abel", "Hana"]
    assert "Will be looked at again on 1 February 2027" in visitor.text
    assert "Look at it again when something changes" in visitor.text
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{found.reference}")
    assert "It is decided. Will be looked at again on 1 February 2027." in partner.text


@time_machine.travel(FRIDAY, tick=False)
def test_until_when_a_client_wants_to_be_left_alone_is_not_told_her_referrer(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    with app.test_request_context():
        thanks = Decision(text_for_referrer="Thank you.")
        accept_referral(cast.viewer(cast.staff), referral, thanks, client=None)
        store_password(open_client_account(SYSTEM, Client.get(), email="h@mail.example"), PASSWORD)
        herself = viewer_of(Account.get(Account.email == "h@mail.example"))
        said = Decision(reason="person_declined", consequence=Consequence.PARK, park_until=THE_DAY)
        make_move(herself, Referral.get(), Move.WITHDRAW, said)
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "February 2027" not in partner.text
    assert "Nothing is waiting for you." in partner.text
