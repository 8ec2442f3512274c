"""Referrals on a client's page and on an organisation's page."""

from flask import Flask

from app.referrals.acceptance import accept_referral
from app.referrals.models import Referral
from app.referrals.services import Decision
from tests.cast import Cast
from tests.referrals.conftest import Make


def accepted(app: Flask, cast: Cast, referral: Referral) -> Referral:
    with app.test_request_context():
        told = Decision(text_for_referrer="Thank you.")
        accept_referral(cast.viewer(cast.staff), referral, told, client=None)
        return Referral.get_by_id(referral.id)


def test_a_clients_page_shows_her_referrals(app: Flask, cast: Cast, sent: Make) -> None:
    referral = accepted(app, cast, sent())
    address = f"/clients/{referral.client.reference}/referrals"
    for account in (cast.staff, cast.partner):
        visitor = cast.visits(account)
        visitor.open(f"/clients/{referral.client.reference}")
        assert visitor.page.find(attrs={"hx-get": address})
        page, part = visitor.open(address), visitor.fragment(address)
        assert referral.reference in visitor.text
        assert str(page.find(id="client-referrals")) == str(part.find(id="client-referrals"))
    for account in (cast.other_partner, cast.other_staff, cast.mentor):
        cast.visits(account).open(address, status=404)


def test_a_second_referrer_does_not_see_the_firsts(app: Flask, cast: Cast, sent: Make) -> None:
    referral = accepted(app, cast, sent())
    second = sent(by=cast.other_partner)
    with app.test_request_context():
        told = Decision(text_for_referrer="Thank you.")
        accept_referral(cast.viewer(cast.staff), second, told, client=referral.client)
    visitor = cast.visits(cast.other_partner)
    visitor.open(f"/clients/{referral.client.reference}/referrals")
    assert second.reference in visitor.text
    assert referral.reference not in visitor.text


def test_an_organisation_shows_its_referrals_to_its_own_and_to_staff(
    cast: Cast, sent: Make, draft: Make
) -> None:
    referral, unsent = sent(), draft(name="Not yet")
    address = f"/organisations/{cast.organisation.reference}/referrals"
    for account in (cast.partner, cast.staff):
        visitor = cast.visits(account)
        visitor.open(address)
        assert referral.reference in visitor.text
        assert unsent.reference not in visitor.text
    for account in (cast.other_partner, cast.mentor, cast.admin):
        visitor = cast.visits(account)
        visitor.open(address)
        assert "Referrals made so far: fewer than 5" in visitor.text
        assert referral.reference not in visitor.text
        assert referral.name not in visitor.text


def test_a_number_that_points_at_nobody_is_told(cast: Cast, sent: Make) -> None:
    for _ in range(5):
        sent()
    visitor = cast.visits(cast.mentor)
    visitor.open(f"/organisations/{cast.organisation.reference}/referrals")
    assert "Referrals made so far: 5" in visitor.text


def test_staff_of_another_trust_see_only_their_own(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.other_staff)
    visitor.open(f"/organisations/{cast.organisation.reference}/referrals")
    assert referral.reference not in visitor.text
