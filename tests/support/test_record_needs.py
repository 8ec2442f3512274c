"""What a client needs is written down on her page, and seen by few."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.services import give_consent, withdraw_consent
from app.organisations.models import ServiceKind
from app.policy import SYSTEM
from app.support.models import Need
from tests.cast import Cast
from tests.factories.support import a_need


def page(cast: Cast) -> str:
    return f"/clients/{cast.client.reference}/needs"


@pytest.mark.parametrize("who", ["staff", "client_account", "partner"])
def test_staff_the_client_and_the_referrer_write_down_a_need(
    app: Flask, cast: Cast, who: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"{page(cast)}/new")
    visitor.submit({"kind": "childcare", "words": "Two children, after school."}, button="Save")
    assert visitor.heading.endswith("Who could help?")
    visitor.open(page(cast))
    assert "Two children, after school." in visitor.text
    with app.app_context():
        found = Need.get()
        assert found.kind == ServiceKind.CHILDCARE
        own = cast.organisation.id if who == "partner" else None
        assert found.organisation_id == own


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page(cast)}/new")
    later = clock.today() + timedelta(days=400)
    visitor.submit({"words": "kept", "since-year": str(later.year)}, button="Save", status=422)
    assert "Choose a kind." in visitor.text
    assert "not in the future" in visitor.text
    assert visitor.page.find("textarea", {"name": "words"}).text.strip() == "kept"
    visitor.submit({"words": "x" * 1001}, button="Save", status=422)
    assert "Use at most 1000 characters." in visitor.text
    with app.app_context():
        assert not Need.select().exists()


def test_a_partner_sees_the_needs_of_others_only_while_the_client_agrees(
    app: Flask, cast: Cast
) -> None:
    with app.test_request_context():
        a_need(cast.client, words="canaryneed of hers")
        a_need(cast.client, words="entered by us", actor=cast.viewer(cast.partner))
    visitor = cast.visits(cast.partner)
    visitor.open(page(cast))
    assert "canaryneed" not in visitor.text
    assert "entered by us" in visitor.text
    share = {
        "counterparty": Counterparty.ORGANISATION, "organisation": cast.organisation,
        "purpose": ConsentPurpose.SHARE_NEEDS,
    }  # fmt: skip
    with app.test_request_context():
        give_consent(SYSTEM, cast.client, given=ConsentGiven.WRITTEN, **share)
    visitor.open(page(cast))
    assert "canaryneed" in visitor.text
    with app.test_request_context():
        withdraw_consent(SYSTEM, cast.client, **share)
        number = Need.get(Need.words.startswith("canary")).id
    visitor.open(page(cast))
    assert "canaryneed" not in visitor.text
    visitor.open(f"{page(cast)}/{number}/ask", status=404)


def test_out_of_reach_there_is_no_need(app: Flask, cast: Cast) -> None:
    for account in (cast.other_partner, cast.other_staff, cast.other_client_account, cast.mentor):
        cast.visits(account).open(page(cast), status=404)


def test_a_need_that_is_over_asks_for_nothing_more(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        a_need(cast.client)
    visitor = cast.visits(cast.client_account)
    visitor.open(page(cast))
    visitor.submit(button="This need is over")
    assert "Over" in visitor.text
    assert "Ask for support" not in visitor.text


def test_the_panel_is_what_stands_in_the_page(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        a_need(cast.client)
    visitor = cast.visits(cast.client_account)
    whole, part = visitor.open(page(cast)), visitor.fragment(page(cast))
    assert part.find(id="client-needs").h3.text == whole.find(id="client-needs").h3.text
    assert part.find("html") is None
    visitor.open(f"/clients/{cast.client.reference}")
    assert "Needs and support" in visitor.text
