"""Somebody leaves: referrals go to a colleague; an organisation accompanies a person no more."""

import pytest
from flask import Flask

from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account, store_password
from app.audit.models import AuditEvent
from app.clients.models import ClientReferrer
from app.notifications.models import Message
from app.organisations.models import Organisation
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.drafts import submit_referral
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import PASSWORD, Cast
from tests.referrals.conftest import Make

ASKED = Decision(text_for_referrer="Which year?")


@pytest.fixture
def colleague(app: Flask, cast: Cast) -> Account:
    """Another worker of the partner's organisation."""
    with app.test_request_context():
        account = create_account(
            SYSTEM, email="kim@cedar.example", name="Kim Colleague", role=AccountRole.PARTNER,
            organisation=cast.organisation,
        )  # fmt: skip
        store_password(account, PASSWORD)
        return account


def leave(app: Flask, account: Account) -> None:
    with app.app_context():
        Account.update(is_active=False).where(Account.id == account.id).execute()


def told(app: Flask, template: str) -> list[str]:
    with app.app_context():
        rows = Message.select().where(Message.template == template).order_by(Message.id)
        return [row.to_address for row in rows]


def test_all_referrals_of_who_leaves_are_given_to_a_colleague(
    app: Flask, cast: Cast, sent: Make, draft: Make, colleague: Account
) -> None:
    referrals = [sent(), sent(name="Abel"), draft(name="Sara")]
    leave(app, cast.partner)
    visitor = cast.visits(colleague)
    visitor.open(f"/organisations/{cast.organisation.reference}/referrals")
    visitor.follow("Hand over the referrals of somebody who leaves")
    assert "Paula Partner (the account is closed): 3" in visitor.text
    visitor.submit({}, button="Hand over", status=422)
    visitor.submit({"whose": str(cast.partner.id), "to": str(colleague.id)}, button="Hand over")
    assert "3 referrals are handed over." in visitor.text
    with app.app_context():
        assert {row.referred_by_id for row in Referral.select()} == {colleague.id}
        events = AuditEvent.select().where(AuditEvent.action == "referral.hand_over")
        assert events.count() == len(referrals)
    assert told(app, "referrals_handed_over") == []  # she took them herself


def test_staff_hand_over_too_and_the_colleague_hears_of_it(
    app: Flask, cast: Cast, sent: Make, colleague: Account
) -> None:
    referral = sent()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/referrals/{referral.reference}")
    visitor.follow("Give this referral to a colleague")
    assert "Paula" not in visitor.page.find("main").text
    visitor.submit({}, button="Hand over", status=422)
    visitor.submit({"to": str(colleague.id)}, button="Hand over")
    assert "Kim Colleague, Cedar House Community Centre." in visitor.text
    assert told(app, "referrals_handed_over") == [colleague.email]
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), Referral.get(), Move.ASK_INFORMATION, ASKED)
    assert told(app, "referral_moved") == [colleague.email]


def test_nobody_hands_over_another_organisations_referrals(
    app: Flask, cast: Cast, sent: Make, colleague: Account
) -> None:
    referral = sent()
    home = cast.organisation.reference
    other = cast.visits(cast.other_partner)
    for page in (
        f"/organisations/{home}/referrals/hand-over", f"/referrals/{referral.reference}/referrer",
        f"/referrals/{referral.reference}/stop-following",
    ):  # fmt: skip
        other.open(page, status=404)
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}/referrer")
    visitor.submit({"to": str(cast.other_partner.id)}, button="Hand over", status=422)
    with app.app_context():
        assert Referral.get().referred_by_id == cast.partner.id


def test_until_somebody_takes_them_all_colleagues_are_told(
    app: Flask, cast: Cast, sent: Make, colleague: Account
) -> None:
    referral = sent()
    leave(app, cast.partner)
    with app.test_request_context():
        make_move(cast.viewer(cast.staff), referral, Move.ASK_INFORMATION, ASKED)
    assert told(app, "referral_moved") == [colleague.email]
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    assert "Paula Partner has left, so all of Cedar House Community Centre are told" in staff.text


def test_when_nobody_is_left_with_an_account_the_organisation_is_asked_by_a_link(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    leave(app, cast.partner)
    with app.test_request_context():
        Organisation.update(email="cedar@mail.example").execute()
        make_move(
            cast.viewer(cast.staff), Referral.get_by_id(referral.id), Move.ASK_INFORMATION, ASKED
        )
    assert told(app, "referral_linked") == ["cedar@mail.example"]


def test_who_sends_the_draft_of_somebody_who_left_follows_it(
    app: Flask, cast: Cast, draft: Make, colleague: Account
) -> None:
    referral = draft()
    leave(app, cast.partner)
    with app.test_request_context():
        submit_referral(cast.viewer(colleague), Referral.get_by_id(referral.id))
        assert Referral.get().referred_by_id == colleague.id


def test_what_staff_entered_is_taken_over_by_the_organisations_first_account(
    app: Flask, cast: Cast, sent: Make, colleague: Account
) -> None:
    sent()
    with app.app_context():
        Referral.update(referred_by=None).execute()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/organisations/{cast.organisation.reference}/referrals/hand-over")
    visitor.submit({"whose": "none", "to": str(colleague.id)}, button="Hand over")
    with app.app_context():
        assert Referral.get().referred_by_id == colleague.id


def accepted(app: Flask, cast: Cast, sent: Make) -> Referral:
    referral = sent()
    with app.test_request_context():
        told_them = Decision(text_for_referrer="Thank you.")
        accept_referral(cast.viewer(cast.staff), referral, told_them, client=None)
    return referral


def test_an_organisation_stops_accompanying_and_staff_hear_of_it(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = accepted(app, cast, sent)
    visitor = cast.visits(cast.partner)
    visitor.open(f"/referrals/{referral.reference}")
    visitor.follow("Stop accompanying this person")
    visitor.submit(button="Stop accompanying")
    assert "Your organisation no longer accompanies this person." in visitor.text
    assert "07700" not in visitor.text
    assert told(app, "referral_moved")[-1] == cast.staff.email
    visitor.open(f"/referrals/{referral.reference}/stop-following", status=403)
    with app.app_context():
        assert ClientReferrer.get().until is not None


def test_staff_end_it_and_take_the_end_back(app: Flask, cast: Cast, sent: Make) -> None:
    referral = accepted(app, cast, sent)
    visitor = cast.visits(cast.staff)
    late = cast.visits(cast.staff)
    for one in (visitor, late):
        one.open(f"/referrals/{referral.reference}/stop-following")
    visitor.submit(button="Stop accompanying")
    late.submit(button="Stop accompanying", status=409)
    visitor.submit(button="It accompanies the person again")
    assert "The organisation accompanies this person again." in visitor.text
    with app.app_context():
        assert ClientReferrer.get().until is None
