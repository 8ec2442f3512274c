"""Staff enter a referral that an organisation without an account told them."""

import pytest
from flask import Flask

from app.notifications.models import Message
from app.organisations.models import Organisation
from app.referrals.models import Referral, ReferralMove
from app.referrals.transitions import State
from tests.cast import Cast
from tests.visitor import Visitor

ANSWERS = {
    "told_by": "Father Thomas",
    "organisation_email": "cedar@mail.example",
    "name": "Selam Haile",
    "contact_route": "phone",
    "phone": "07700 900123",
    "profession": "nurse",
    "trained_in": "ER",
    "preferred_language": "ti",
    "interpreter": "yes",
    "companion": "referrer",
    "consent_given": "spoken",
    "share_plan": "y",
}


@pytest.fixture
def page(cast: Cast) -> Visitor:
    assert cast.organisation
    visitor = cast.visits(cast.staff)
    visitor.open("/referrals")
    visitor.follow("Enter a referral for an organisation")
    return visitor


def test_it_is_sent_as_the_organisations_with_how_the_person_agreed(
    app: Flask, cast: Cast, page: Visitor
) -> None:
    page.submit(
        ANSWERS | {"organisation": cast.organisation.reference}, button="Enter the referral"
    )
    assert "Father Thomas of Cedar House" in page.text
    with app.app_context():
        referral = Referral.get()
        assert (referral.state, referral.organisation_id) == (
            State.SUBMITTED, cast.organisation.id,
        )  # fmt: skip
        assert referral.referred_by_id is None
        assert (referral.consent_given, referral.share_plan) == ("spoken", True)
        assert referral.consent_at is not None
        assert ReferralMove.get().actor_role == "staff"
        assert Organisation.get_by_id(cast.organisation.id).email == "cedar@mail.example"
        mail = Message.get()
    assert (mail.to_address, mail.template) == ("cedar@mail.example", "referral_linked")
    assert referral.reference in mail.body
    assert "We have your referral." in mail.body
    assert "/answer/" not in mail.body
    partner = cast.visits(cast.partner)
    partner.open(f"/referrals/{referral.reference}")
    assert "Selam Haile" in partner.text
    assert "Father Thomas" not in partner.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"organisation": ""}, "Choose the organisation."),
        ({"told_by": " "}, "Enter the name of who told you."),
        ({"organisation_email": "cedar"}, "Enter an e-mail address"),
        ({"name": ""}, "One name is enough."),
        ({"phone": ""}, "Enter a phone number"),
        ({"consent_given": None}, "Without it we cannot take the referral."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    app: Flask, cast: Cast, page: Visitor, changes: dict[str, str | None], told: str
) -> None:
    answers = ANSWERS | {"organisation": cast.organisation.reference, "contact_note": "Mornings"}
    page.submit(answers | changes, button="Enter the referral", status=422)
    assert told in page.text
    assert page.page.find("input", {"name": "contact_note"})["value"] == "Mornings"
    with app.app_context():
        assert Referral.select().count() == 0


def test_only_staff_enter_referrals(cast: Cast) -> None:
    for account in (cast.partner, cast.client_account, cast.mentor):
        cast.visits(account).open("/referrals/enter", status=403)
