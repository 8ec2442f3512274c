"""What was asked for a client stands in her timeline, as far as each may read it."""

from flask import Flask

from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.services import add_referrer, give_consent
from app.policy import SYSTEM
from app.support.models import SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move
from tests.cast import Cast
from tests.factories.support import a_service


def test_each_reads_the_moves_that_are_theirs(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        staff = cast.viewer(cast.staff)
        said = Said(text_for_asker="She has a day.", text_for_client="Come on Tuesday.")
        move_request(staff, asked, Move.ACCEPT, said)
    address = f"/clients/{cast.client.reference}/timeline?kind=support"
    for account, words in (
        (cast.staff, "She has a day."),
        (cast.partner, "She has a day."),
        (cast.client_account, "Come on Tuesday."),
    ):
        visitor = cast.visits(account)
        visitor.open(address)
        assert "Best suits: The organisation said yes" in visitor.text
        assert words in visitor.text


def test_an_answer_is_read_by_who_wrote_it_by_staff_and_by_the_organisation_while_it_is_open(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        receiver = cast.viewer(cast.other_partner)
        move_request(receiver, asked, Move.ASK_INFORMATION, Said(text_for_asker="Which size?"))
        said = Said(note="Size 12, I think.")
        move_request(
            cast.viewer(cast.client_account), SupportRequest.get(), Move.GIVE_INFORMATION, said
        )
        add_referrer(SYSTEM, cast.client, cast.other_organisation)
    address = f"/clients/{cast.client.reference}/timeline?kind=support"
    for account, reads in (
        (cast.client_account, True), (cast.staff, True), (cast.other_partner, True),
        (cast.partner, False),  # what a client writes is not her referrer's
    ):  # fmt: skip
        visitor = cast.visits(account)
        visitor.open(address)
        assert ("Size 12, I think." in visitor.text) == reads
    with app.test_request_context():
        move_request(receiver, SupportRequest.get(), Move.ACCEPT, Said(text_for_asker="Yes."))
        move_request(receiver, SupportRequest.get(), Move.FINISH, Said())
    visitor = cast.visits(cast.other_partner)
    visitor.open(address)
    assert "Size 12, I think." not in visitor.text


def test_another_referrer_reads_it_only_while_the_client_agrees(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    third = cast._organisation("Third House")
    with app.test_request_context():
        add_referrer(SYSTEM, cast.client, third)
        SupportRequest.update(organisation=third, service=a_service(third)).execute()
        add_referrer(SYSTEM, cast.client, cast.other_organisation)
    address = f"/clients/{cast.client.reference}/timeline"
    visitor = cast.visits(cast.other_partner)
    visitor.open(address)
    assert "Support was asked for" not in visitor.text
    with app.test_request_context():
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
            organisation=cast.other_organisation, purpose=ConsentPurpose.SHARE_NEEDS,
            given=ConsentGiven.WRITTEN,
        )  # fmt: skip
    visitor.open(address)
    assert "Support was asked for" in visitor.text
    visitor.open(f"/support/requests/{asked.reference}", status=404)
