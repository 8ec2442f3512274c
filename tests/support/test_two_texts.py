"""Whoever asked and the client are each told in words of their own, in their own language."""

import pytest
from flask import Flask
from flask_babel import get_locale

from app.accounts.models import Account
from app.clients.models import Client, ContactRoute
from app.clients.services import end_referrer
from app.notifications.models import Message
from app.organisations.models import Service
from app.policy import SYSTEM
from app.support import wordings
from app.support.models import Need, SupportMove, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move, State
from app.support.wordings import FOR_ASKER, FOR_CLIENT, in_the_readers_language
from app.web import locales
from tests.cast import Cast
from tests.factories.support import a_request

TO_ASKER, TO_CLIENT = "Tell her it is size 12 only.", "Come on Tuesday at 10:00."


def address(asked: SupportRequest, move: str = "") -> str:
    return f"/support/requests/{asked.reference}{move}"


def accept(cast: Cast, asked: SupportRequest) -> None:
    visitor = cast.visits(cast.other_partner)
    visitor.open(address(asked, "/accept"))
    said = {"text_for_asker": TO_ASKER, "text_for_client": TO_CLIENT}
    visitor.submit(said, button="Yes, we can help")


def test_each_reads_their_own_text(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    cast.client_account  # noqa: B018 -- made when named
    accept(cast, asked)
    for account, seen, hidden in (
        (cast.partner, TO_ASKER, TO_CLIENT),
        (cast.client_account, TO_CLIENT, TO_ASKER),
    ):
        visitor = cast.visits(account)
        visitor.open(address(asked))
        assert seen in visitor.text
        assert hidden not in visitor.text
    for account in (cast.staff, cast.other_partner):
        visitor = cast.visits(account)
        visitor.open(address(asked))
        assert TO_ASKER in visitor.text
        assert TO_CLIENT in visitor.text


def test_only_the_clients_mail_carries_words_and_they_are_hers(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    cast.client_account  # noqa: B018 -- made when named
    accept(cast, asked)
    with app.app_context():
        mails = {mail.to_address: mail.body for mail in Message.select().order_by(Message.id)}
        assert TO_CLIENT in mails[cast.client_account.email]
        assert TO_ASKER not in "".join(mails.values())


def test_who_asked_passes_on_what_the_client_cannot_be_sent(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.app_context():
        kept = {"contact_route": ContactRoute.PHONE, "email": "hana@home.example"}
        Client.update(**kept).execute()
    accept(cast, asked)
    visitor = cast.visits(cast.partner)
    visitor.open(address(asked))
    assert TO_CLIENT in visitor.text
    with app.app_context():
        assert not Message.select().where(Message.to_address == "hana@home.example").exists()
        Client.update(contact_route=ContactRoute.EMAIL).execute()
    visitor.open(address(asked))
    assert TO_CLIENT not in visitor.text


def test_who_asked_for_herself_is_told_in_the_one_text(
    app: Flask, cast: Cast, need: Need, service: Service
) -> None:
    with app.test_request_context():
        own = a_request(need, service, actor=cast.viewer(cast.client_account), given="online")
    visitor = cast.visits(cast.other_partner)
    visitor.open(address(own, "/accept"))
    assert visitor.page.find("textarea", {"name": "text_for_asker"}) is None
    visitor.submit({"text_for_client": ""}, button="Yes, we can help", status=422)
    visitor.submit({"text_for_client": TO_CLIENT}, button="Yes, we can help")
    visitor = cast.visits(cast.client_account)
    visitor.open(address(own))
    assert TO_CLIENT in visitor.text


def test_a_text_left_as_suggested_is_sent_in_the_readers_language(
    app: Flask, cast: Cast, asked: SupportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    locales: list[str] = []

    def noted(said: str, _suggested: object, locale: str) -> str:
        locales.append(locale)
        return said

    monkeypatch.setattr(wordings, "in_the_readers_language", noted)
    with app.app_context():
        kept = {Account.locale: "fr"}
        Account.update(kept).where(Account.id == cast.client_account.id).execute()
    accept(cast, asked)
    assert locales == ["en", "fr"]


def test_only_a_text_that_was_left_alone_is_translated(app: Flask, context: None) -> None:
    suggested = FOR_CLIENT[Move.ACCEPT]
    assert in_the_readers_language("My own words.", suggested, "en") == "My own words."
    assert in_the_readers_language(str(suggested), suggested, "en") == str(suggested)
    assert in_the_readers_language("", suggested, "en") == ""


def test_a_question_comes_back_answered(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    receiver, asker = cast.visits(cast.other_partner), cast.visits(cast.partner)
    receiver.open(address(asked))
    receiver.follow("Ask a question first")
    question = {"text_for_asker": "Which size?", "text_for_client": ""}
    receiver.submit(question, button="Ask a question first")
    assert "Has a question" in receiver.text
    asker.open(address(asked))
    assert "Please answer it by" in asker.text
    asker.follow("Answer the question")
    assert "Which size?" in asker.text
    asker.submit({"note": ""}, button="Answer the question", status=422)
    asker.submit({"note": "Size 14."}, button="Answer the question")
    receiver.open(address(asked))
    assert "Size 14." in receiver.text
    with app.app_context():
        assert SupportRequest.get_by_id(asked.id).state == State.ACKNOWLEDGED
        bodies = [mail.body for mail in Message.select()]
        assert any("Your question is answered." in body for body in bodies)


def test_an_answer_is_gone_for_the_organisation_when_the_request_ends(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        receiver, asker = cast.viewer(cast.other_partner), cast.viewer(cast.partner)
        move_request(receiver, asked, Move.ASK_INFORMATION, Said(text_for_asker="Which size?"))
        move_request(asker, asked, Move.GIVE_INFORMATION, Said(note="Size 14, and shy."))
        move_request(asker, asked, Move.WITHDRAW, Said(note="She has found one."))
    visitor = cast.visits(cast.other_partner)
    visitor.open(address(asked))
    assert "Size 14" not in visitor.text
    assert "She has found one." in visitor.text


def test_what_the_client_writes_to_the_organisation_is_not_her_referrers(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        client = cast.viewer(cast.client_account)
        move_request(client, asked, Move.WITHDRAW, Said(note="I do not want them to know."))
    visitor = cast.visits(cast.partner)
    visitor.open(address(asked))
    assert "do not want" not in visitor.text
    with app.app_context():
        told = Message.select().where(Message.to_address == cast.partner.email)
        assert any("is taken back" in mail.body for mail in told)


def test_the_coordinators_hear_when_nobody_who_asked_is_left(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    cast.staff  # noqa: B018 -- made when named
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
        Message.delete().execute()
        move_request(cast.viewer(cast.other_partner), asked, Move.ACKNOWLEDGE)
        told = {mail.to_address for mail in Message.select()}
        assert cast.partner.email not in told
        assert cast.staff.email in told


def test_an_organisation_hears_what_the_staff_noted_for_it(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        Message.delete().execute()
        move_request(cast.viewer(cast.staff), asked, Move.ACKNOWLEDGE)
        told = Message.get(Message.to_address == cast.other_partner.email)
        assert "noted your answer" in told.body
        assert SupportMove.select().count() == 2


def test_who_wrote_a_suggested_text_reads_it_in_their_own_language(
    app: Flask, cast: Cast, asked: SupportRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the organisation reads of its own words tells nothing of the client's language."""

    class Suggested:
        def __str__(self) -> str:
            return f"Yes, in {get_locale()}."

    for texts in (FOR_CLIENT, FOR_ASKER):
        monkeypatch.setitem(texts, Move.ACCEPT, Suggested())
    monkeypatch.setattr(wordings, "WITH_CONTACT", {})
    monkeypatch.setattr(locales, "offered", lambda: ("en", "ar"))
    with app.test_request_context():
        Account.update(locale="ar").where(Account.id == cast.client_account.id).execute()
    receiver = cast.visits(cast.other_partner)
    receiver.open(address(asked, "/accept"))
    receiver.submit({}, button="Yes, we can help")
    with app.app_context():
        kept = SupportMove.get(SupportMove.move == Move.ACCEPT)
        assert (kept.text_for_asker, kept.text_for_client) == ("Yes, in en.", "Yes, in ar.")
    receiver.open(address(asked))
    assert "Yes, in en." in receiver.text
    assert "Yes, in ar." not in receiver.text
    client = cast.visits(cast.client_account)
    client.open(address(asked))
    assert "Yes, in ar." in client.text
