"""The same referral, link or code, in several hands at the same moment."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account
from app.clients.merging.services import merge_clients
from app.clients.models import Client
from app.db import atomic
from app.errors import Conflict
from app.notifications.models import Message
from app.organisations.models import Organisation
from app.policy import SYSTEM
from app.referrals import queries
from app.referrals.acceptance import accept_referral
from app.referrals.assigning import assign_referral, assign_referrals, undo_referrals
from app.referrals.handing_over import hand_over
from app.referrals.meetings import book_meeting, note_arrival
from app.referrals.models import FirstMeeting, MeetingOutcome, Referral, ReferralMove
from app.referrals.referrer_links import answer_by_link, link
from app.referrals.self_referrals.claiming import claim
from app.referrals.self_referrals.models import SelfReferral, ShareCode
from app.referrals.self_referrals.services import withdraw
from app.referrals.self_referrals.sharing import make_share_code
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Consequence, Move, Party, State
from tests.at_once import Action, at_once, kinds, meanwhile
from tests.cast import PASSWORD, Cast
from tests.referrals.conftest import Make
from tests.referrals.test_refer_oneself import sent as refers_herself
from tests.visitor import Visitor, filled_in

TOLD = Decision(text_for_referrer="Told.", text_for_client="Told.")
NOT_NOW = Decision(
    reason="out_of_area", party=Party.PROGRAMME, consequence=Consequence.NONE,
    text_for_referrer="No.", text_for_client="No.",
)  # fmt: skip


def moves(app: Flask) -> list[str]:
    with app.app_context():
        return [row.move for row in ReferralMove.select().order_by(ReferralMove.id)]


def decisions(cast: Cast, reference: str) -> list[Action]:
    """Two coordinators accept, one declines, each on the page as it was."""
    staff = cast.viewer(cast.staff)

    def accept() -> object:
        found = queries.referral(staff, reference)
        return accept_referral(staff, found, TOLD, client=None, version=2)

    def decline() -> object:
        return make_move(
            staff, queries.referral(staff, reference), Move.DECLINE, NOT_NOW, version=2
        )

    return [accept, decline, accept]


def test_of_several_decisions_one_is_kept_whole(app: Flask, cast: Cast, sent: Make) -> None:
    reference = sent().reference
    results = at_once(app, decisions(cast, reference))
    assert kinds(results) == {"ReferralMove": 1, "Conflict": 2}
    with app.app_context():
        accepted = moves(app)[-1] == Move.ACCEPT
        assert len(moves(app)) == 2
        assert Client.select().count() == int(accepted)
        assert Message.select().where(Message.template == "referral_moved").count() == 1


def test_she_takes_it_back_while_staff_accept(app: Flask, cast: Cast) -> None:
    for number in range(3):
        visitor = refers_herself(Visitor(app))
        assert visitor.heading
        with app.app_context():
            own = SelfReferral.select().order_by(SelfReferral.id.desc()).get()
            reference, before = own.referral.reference, Client.select().count()
            own_id = own.id

        def take_back(key: int = own_id) -> None:
            found, said = SelfReferral.get_by_id(key), Decision(reason="person_declined")
            withdraw(found, said, version=found.referral.version)

        results = at_once(app, [*decisions(cast, reference), take_back])
        lost = [one for one in results if isinstance(one, Conflict)]
        others = [one for one in results if isinstance(one, Exception) and one not in lost]
        assert not others, others
        with app.app_context():
            state = Referral.get(Referral.reference == reference).state
            made = Client.select().count() - before
            # Accepted first, she may still take it back: both are in the history then.
            assert state in (State.ACCEPTED, State.DECLINED, State.WITHDRAWN), number
            assert made <= 1
            assert (state == State.ACCEPTED) <= (made == 1)
            row = Referral.get(Referral.reference == reference)
            assert (row.client_id is None) == (made == 0)


@pytest.fixture
def accepted(app: Flask, cast: Cast) -> Client:
    """A client who has referred herself twice, by two codes."""
    staff = cast.viewer(cast.staff)
    for visitor in (Visitor(app), Visitor(app)):
        refers_herself(visitor)
    with app.test_request_context():
        for own in SelfReferral.select().order_by(SelfReferral.id):
            known = Client.select().first()
            accept_referral(staff, own.referral, TOLD, client=known)
        return Client.get()


def test_two_codes_claimed_at_once_open_one_account(app: Flask, accepted: Client) -> None:
    with app.app_context():
        keys = [row.id for row in SelfReferral.select()]

    def claiming(key: int, email: str) -> Action:
        def act() -> Account:
            found = SelfReferral.get_by_id(key)
            return claim(found, proof="0123", email=email, password=PASSWORD, address="x")

        return act

    tries = [(key, email) for key in keys for email in ("", "a@b.example", f"{key}@b.example")]
    results = at_once(app, [claiming(*one) for one in tries])
    assert kinds(results) == {"Account": 1, "Conflict": 5}
    with app.app_context():
        assert Account.select().where(Account.client_id == accepted.id).count() == 1
        assert SelfReferral.select().where(SelfReferral.claimed_at.is_null(False)).count() == 1


def test_a_claim_while_records_become_one_is_tried_again_and_opens_the_one_that_stays(
    app: Flask, cast: Cast, accepted: Client
) -> None:
    with app.test_request_context():
        stale = SelfReferral.get()
        assert stale.referral.client is not None  # read before the merge
        Client.update(phone="0121 496 0777").where(Client.id == cast.client.id).execute()
        kept, gone = (Client.get_by_id(one.id) for one in (cast.client, accepted))
        merge_clients(cast.viewer(cast.staff), kept, gone, versions=(kept.version, gone.version))
        known = {"email": "", "password": PASSWORD, "address": "x"}
        with pytest.raises(Conflict):
            claim(stale, proof="0123", **known)
        assert Account.select().where(Account.role == "client").count() == 0
        account = claim(SelfReferral.get(), proof="0777", **known)
        assert account.client_id == cast.client.id


def test_a_referral_is_not_accepted_for_a_record_that_has_just_become_part_of_another(
    app: Flask, cast: Cast, sent: Make, accepted: Client
) -> None:
    referral, staff = sent(), cast.viewer(cast.staff)
    with app.test_request_context():
        kept, gone = (Client.get_by_id(one.id) for one in (cast.client, accepted))
        merge_clients(staff, kept, gone, versions=(kept.version, gone.version))
        with pytest.raises(Conflict):
            accept_referral(staff, referral, TOLD, client=gone)
        assert Referral.get_by_id(referral.id).state == State.SUBMITTED


def test_who_arrives_as_her_absence_is_noted_was_there(app: Flask, cast: Cast, sent: Make) -> None:
    referral, staff = sent(), cast.viewer(cast.staff)
    missed = Decision(party=Party.CLIENT, text_for_referrer="Told.")
    with app.test_request_context():
        accept_referral(staff, referral, TOLD, client=None)
        meeting = book_meeting(
            staff, referral, TOLD, starts_at=clock.now() - timedelta(hours=1), place="Library"
        )
        read = queries.referral(staff, referral.reference)
        with atomic():
            note_arrival(staff, referral, seen=meeting.id)
            other = meanwhile(app, lambda: make_move(staff, read, Move.DID_NOT_ATTEND, missed))
        with pytest.raises(Conflict, match="arrived"):
            other.result(10)
        now = FirstMeeting.get()
        assert (now.outcome, now.arrived_at is None) == (MeetingOutcome.PLANNED, False)


def test_one_code_to_share_however_often_it_is_asked_for(app: Flask, cast: Cast) -> None:
    herself, client = cast.viewer(cast.client_account), cast.client
    results = at_once(app, [lambda: make_share_code(herself, client)] * 6)
    assert kinds(results) == {"ShareCode": 6}
    with app.app_context():
        assert ShareCode.select().count() == 1


def test_two_answers_by_one_link_are_one(app: Flask, cast: Cast, sent: Make) -> None:
    sent()
    with app.test_request_context():
        Organisation.update(email="cedar@mail.example").execute()
        Referral.update(referred_by=None).execute()
        make_move(cast.viewer(cast.staff), Referral.get(), Move.ASK_INFORMATION, TOLD)
        mail = Message.get(Message.template == "referral_linked")
        token = mail.body.split("/answer/")[1].split()[0]

    def answering(text: str) -> Action:
        return lambda: answer_by_link(link(token), text)

    results = at_once(app, [answering(f"In 200{number}.") for number in range(5)])
    assert kinds(results) == {"NoneType": 1, "Conflict": 4}
    assert moves(app).count(Move.GIVE_INFORMATION) == 1


def test_the_same_form_sent_twice_at_once_is_answered_the_same(
    app: Flask, cast: Cast, sent: Make
) -> None:
    reference = sent().reference
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{reference}/accept")
    data = filled_in(staff.form("Accept the referral"))
    cookie = staff.http.get_cookie("session")
    assert cookie is not None

    def press() -> tuple[int, str | None]:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        answer = browser.post(f"/referrals/{reference}/accept", data=data)
        return answer.status_code, answer.location

    results = at_once(app, [press] * 4)
    assert len(set(results)) == 1, results
    assert results[0][0] == 303  # type: ignore[index]
    with app.app_context():
        assert moves(app).count(Move.ACCEPT) == Client.select().count() == 1


def test_an_undo_leaves_what_a_colleague_takes_at_that_moment(
    app: Flask, cast: Cast, sent: Make
) -> None:
    reference = sent().reference
    with app.test_request_context():
        other = create_account(
            SYSTEM, email="c@lw.example", name="C", role=AccountRole.STAFF, trust=cast.trust
        )
    staff, colleague = cast.viewer(cast.staff), cast.viewer(other)

    def handed_on() -> None:
        found = queries.referral(colleague, reference)
        assign_referral(colleague, found, to=other.id, seen=cast.staff.id)

    for _ in range(4):
        with app.test_request_context():
            Referral.update(coordinator=None).execute()
            batch = assign_referrals(staff, {reference: ""}, to=cast.staff.id)
        undone, moved = at_once(app, [lambda kept=batch: undo_referrals(staff, kept), handed_on])
        with app.app_context():
            holder = Referral.get().coordinator_id
        if isinstance(moved, Conflict):
            assert (undone, holder) == ((1, 0), None)
        else:
            assert (undone, moved, holder) == ((0, 1), None, other.id)


def test_two_hand_overs_at_once_leave_one_follower(app: Flask, cast: Cast, sent: Make) -> None:
    sent()
    at_home = {"role": AccountRole.PARTNER, "organisation": cast.organisation}
    with app.test_request_context():
        made = [
            create_account(SYSTEM, email=f"{name}@cedar.example", name=name, **at_home)  # type: ignore[arg-type]
            for name in ("a", "b")
        ]
    viewer, home = cast.viewer(cast.partner), cast.organisation

    def handing(to: Account) -> Callable[[], int]:
        return lambda: hand_over(viewer, home, whose=cast.partner.id, to=to.id)

    results = at_once(app, [handing(one) for one in made])
    assert sorted(results) == [0, 1]  # type: ignore[type-var]
    with app.app_context():
        told = Message.select().where(Message.template == "referrals_handed_over")
        assert [row.reader for row in told] == [f"account:{Referral.get().referred_by_id}"]
