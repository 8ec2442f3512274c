"""A partner's service is asked for, with what the client agreed to share and nothing else."""

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.clients.consent_models import ConsentGiven
from app.clients.models import Client
from app.clients.services import end_referrer
from app.db import atomic
from app.errors import Conflict
from app.notifications.models import Message
from app.organisations.models import Service
from app.policy import SYSTEM
from app.support.models import Need, SupportRequest
from app.support.services import end_need
from app.support.wordings import CONSENT_WORDINGS
from tests.at_once import meanwhile
from tests.cast import Cast
from tests.factories.support import a_need, a_request, a_service


def page(cast: Cast, need: Need, service: Service) -> str:
    return f"/clients/{cast.client.reference}/needs/{need.id}/ask/{service.id}"


def test_a_client_asks_for_herself_and_both_sides_are_told(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    cast.other_partner  # noqa: B018 -- made when named
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/clients/{cast.client.reference}/needs")
    visitor.follow("Ask for support")
    visitor.follow("Ask for: Best suits")
    visitor.submit({"words": "A suit, please."}, button="Ask", status=422)
    assert "Tick the box if you agree." in visitor.text
    visitor.submit({"agrees": "y", "contact": "07700 900123"}, button="Ask")
    assert "Best suits" in visitor.heading
    assert "will say by" in visitor.text
    with app.app_context():
        found = SupportRequest.get()
        assert (found.words, found.contact) == ("A suit, please.", "07700 900123")
        assert found.consent_given == ConsentGiven.ONLINE
        assert found.first_name == "Hana"
        mails = list(Message.select())
        assert [mail.to_address for mail in mails] == [cast.other_partner.email]
        assert "Hana" not in mails[0].subject + mails[0].body
        assert found.reference in mails[0].body
        event = AuditEvent.get(AuditEvent.action == "support.ask")
        assert event.client_id == cast.client.id
        assert "07700" not in str(event.detail)


def test_a_partner_says_how_the_client_agreed_and_she_is_told(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    cast.client_account  # noqa: B018 -- made when named
    visitor = cast.visits(cast.partner)
    visitor.open(page(cast, need, service))
    visitor.submit({}, button="Ask", status=422)
    assert "Say how the person agreed." in visitor.text
    visitor.submit({"given": "spoken", "language": "ti"}, button="Ask")
    with app.app_context():
        found = SupportRequest.get()
        assert found.contact == ""
        assert (found.consent_given, found.consent_language) == (ConsentGiven.SPOKEN, "ti")
        assert found.consent_wording in CONSENT_WORDINGS
        assert found.asking_organisation_id == cast.organisation.id
        told = {mail.to_address for mail in Message.select()}
        assert cast.client_account.email in told


def test_a_contact_that_is_not_hers_cannot_be_shared(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(page(cast, need, service))
    visitor.submit({"given": "spoken", "contact": "07000 000000"}, button="Ask", status=422)
    with app.app_context():
        assert not SupportRequest.select().exists()


def test_pressing_twice_asks_once_and_asking_again_is_refused_in_words(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    visitor = cast.visits(cast.staff)
    form = visitor.open(page(cast, need, service))
    for _ in range(2):
        visitor.page, visitor.address = form, page(cast, need, service)
        visitor.submit({"given": "written"}, button="Ask")
    visitor.open(page(cast, need, service))
    visitor.submit({"given": "written"}, button="Ask", status=409)
    assert "asked for this need already" in visitor.text
    with app.app_context():
        assert SupportRequest.select().count() == 1


def test_only_a_service_of_the_needs_own_kind_can_be_asked_for(
    app: Flask, cast: Cast, need: Need
) -> None:
    with app.test_request_context():
        other = a_service(cast.other_organisation, name="Bus passes", kind="travel")
    visitor = cast.visits(cast.partner)
    visitor.open(page(cast, need, other), status=404)


def test_the_receiver_sees_what_the_request_carries_and_nothing_else(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    visitor = cast.visits(cast.other_partner)
    visitor.open("/support/requests")
    assert "Best suits: Hana" in visitor.text
    visitor.follow("Best suits: Hana")
    for said in ("A suit, size 12.", "07700 900123", "Cedar House Community Centre"):
        assert said in visitor.text
    for hidden in ("Tesfaye", cast.client.reference, "A suit for an interview."):
        assert hidden not in str(visitor.page)
    visitor.open(f"/clients/{cast.client.reference}", status=404)
    visitor.open(f"/clients/{cast.client.reference}/needs", status=404)
    with app.app_context():
        looked = AuditEvent.select().where(
            AuditEvent.action == "client.read", AuditEvent.actor_id == cast.other_partner.id
        )
        assert looked.exists()


def test_nobody_else_knows_of_a_request(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    address = f"/support/requests/{asked.reference}"
    for account in (cast.other_staff, cast.other_client_account, cast.mentor, cast.admin):
        cast.visits(account).open(address, status=404)


def test_lists_ask_the_database_no_more_for_more_rows(
    app: Flask, cast: Cast, service: Service
) -> None:
    with app.test_request_context():
        for number in range(30):
            need = a_need(cast.client, words=f"Need {number}")
            a_request(need, service, actor=cast.viewer(cast.partner))
    for account in (cast.other_partner, cast.staff, cast.client_account):
        visitor = cast.visits(account)
        visitor.open("/support/requests")  # the visitor refuses a statement for each row
        first = {row["id"] for row in visitor.page.select("article.app-row")}
        visitor.follow("Next page")
        second = {row["id"] for row in visitor.page.select("article.app-row")}
        assert (len(first), len(second), first & second) == (25, 5, set())
    cast.visits(cast.staff).open(f"/clients/{cast.client.reference}/needs")


def test_a_need_that_ended_while_the_page_was_open_keeps_what_was_typed(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(page(cast, need, service))
    with app.test_request_context():
        end_need(cast.viewer(cast.client_account), need)
    visitor.submit({"given": "written", "words": "Size 12, tall."}, button="Ask", status=409)
    assert "This need is over." in visitor.text
    assert visitor.page.find("textarea", {"name": "words"}).text.strip() == "Size 12, tall."
    with app.app_context():
        assert not SupportRequest.select().exists()


def test_what_she_no_longer_shares_is_not_asked_with(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    """Her referrer left, her number changed, her need went out of sight: each between two looks."""
    visitor = cast.visits(cast.partner)
    visitor.open(page(cast, need, service))
    said = {"given": "spoken", "contact": "07700 900123", "words": "Kept words."}
    with app.app_context():
        Client.update(phone="07700 900456").where(Client.id == cast.client.id).execute()
    visitor.submit(said, button="Ask", status=422)
    assert "Kept words." in str(visitor.page)
    assert "900123" not in visitor.text
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor.submit(said | {"contact": ""}, button="Ask", status=404)
    with app.app_context():
        assert not SupportRequest.select().exists()


def test_a_need_that_ends_at_that_moment_is_not_asked_for(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    partner = cast.viewer(cast.partner)
    with app.test_request_context():
        with atomic():
            end_need(partner, need)
            asking = meanwhile(app, lambda: a_request(need, service, actor=partner))
        with pytest.raises(Conflict):
            asking.result(10)
        assert not SupportRequest.select().exists()
