"""The closed loop: seen, yes or no, given, or taken back; and both sides are told each time."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.errors import Conflict, Forbidden
from app.notifications.models import Message
from app.policy import Role, Viewer
from app.support.listing import how_many
from app.support.models import Need, SupportMove, SupportRequest
from app.support.services import Unfinished, move_request
from app.support.transitions import OPEN, RULES, Move, Side, State, moves_for
from tests.cast import Cast


def address(asked: SupportRequest, move: str = "") -> str:
    return f"/support/requests/{asked.reference}{move}"


def test_the_whole_way_from_asked_to_given(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    cast.client_account  # noqa: B018 -- made when named
    visitor = cast.visits(cast.other_partner)
    visitor.open(address(asked))
    visitor.submit(button="We have seen this")
    assert "Seen" in visitor.text
    visitor.follow("Yes, we can help")
    visitor.submit({"text_for_asker": ""}, button="Yes, we can help", status=422)
    assert "Write a sentence." in visitor.text
    said = {"text_for_asker": "She has a day.", "text_for_client": "Come on Tuesday at 10:00."}
    visitor.submit(said, button="Yes, we can help")
    client = cast.visits(cast.client_account)
    client.open("/support/requests")
    client.follow("Best suits")
    assert "Come on Tuesday at 10:00." in client.text
    visitor.open(address(asked, "/finish"))
    visitor.submit({}, button="The help has been given")
    assert "Help given" in visitor.text
    with app.app_context():
        found = SupportRequest.get_by_id(asked.id)
        assert (found.state, found.is_open, found.contact) == (State.DONE, False, "")
        assert Need.get_by_id(asked.need_id).ended_at is not None
        moves = [row.move for row in SupportMove.select().order_by(SupportMove.id)]
        assert moves == [Move.ASK, Move.ACKNOWLEDGE, Move.ACCEPT, Move.FINISH]
        for person in (cast.partner, cast.client_account):
            told = Message.select().where(Message.to_address == person.email).count()
            assert told == 3, person.email
        assert not Message.select().where(Message.subject.contains("Hana")).exists()


def test_a_no_gives_a_reason_and_the_asker_may_ask_somebody_else(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    visitor = cast.visits(cast.other_partner)
    visitor.open(address(asked, "/decline"))
    visitor.submit({}, button="We cannot help", status=422)
    said = {"reason": "no_place", "text_for_asker": "Try the library."}
    visitor.submit(said, button="We cannot help")
    assert "A suit, size 12." not in visitor.text
    partner = cast.visits(cast.partner)
    partner.open(address(asked))
    assert "No place is free at the moment" in partner.text
    assert "Try the library." in partner.text
    assert "You can ask somebody else." in partner.text


def test_what_is_taken_back_is_gone_for_the_receiver_at_once(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    receiver, client = cast.visits(cast.other_partner), cast.visits(cast.client_account)
    client.open(address(asked))
    client.follow("Take the request back")
    client.submit({}, button="Take the request back")
    receiver.open(address(asked))
    for hidden in ("Hana", "A suit, size 12.", "07700 900123"):
        assert hidden not in receiver.text
    receiver.open("/support/requests?show=ended")
    assert "Hana" not in receiver.text
    with app.app_context():
        told = Message.select().where(Message.to_address == cast.other_partner.email)
        assert any("taken back" in mail.body for mail in told)


def test_each_side_makes_its_own_moves_only(app: Flask, cast: Cast, asked: SupportRequest) -> None:
    asker, receiver = cast.visits(cast.partner), cast.visits(cast.other_partner)
    asker.open(address(asked, "/accept"), status=403)
    receiver.open(address(asked, "/withdraw"), status=403)
    receiver.open(address(asked, "/ask"), status=404)
    receiver.open(address(asked, "/magic"), status=404)
    with app.test_request_context(), pytest.raises(Forbidden):
        move_request(cast.viewer(cast.partner), asked, Move.ACKNOWLEDGE)


def test_the_second_of_two_answers_is_a_conflict_in_words(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    one, two = cast.visits(cast.other_partner), cast.visits(cast.staff)
    for visitor in (one, two):
        visitor.open(address(asked, "/decline"))
    one.submit({"reason": "too_far"}, button="We cannot help")
    said = {"reason": "no_place", "text_for_asker": "Kept in the form."}
    two.submit(said, button="We cannot help", status=409)
    assert "Nothing was changed." in two.text
    assert (
        two.page.find("textarea", {"name": "text_for_asker"}).text.strip() == said["text_for_asker"]
    )
    with app.test_request_context(), pytest.raises(Conflict):
        move_request(cast.viewer(cast.staff), asked, Move.ACKNOWLEDGE)


def test_staff_answer_for_an_organisation_that_has_nobody(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    staff = cast.visits(cast.staff)
    staff.open("/support/requests")
    staff.follow("Best suits: Hana")
    staff.submit(button="We have seen this")
    with app.app_context():
        assert SupportRequest.get_by_id(asked.id).state == State.ACKNOWLEDGED


def test_two_working_days_without_a_word_are_late_and_listed_first(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    long_ago = clock.now() - timedelta(days=8)
    with app.app_context():
        SupportRequest.update(asked_at=long_ago, state_since=long_ago).execute()
    staff = cast.visits(cast.staff)
    staff.open("/support/requests")
    assert "Late" in staff.text
    assert "asked 8 days ago" in staff.text
    client = cast.visits(cast.client_account)
    client.open(address(asked))
    assert "We are sorry." in client.text


def test_a_partner_who_no_longer_accompanies_her_asks_for_nothing_more(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    from app.clients.services import end_referrer
    from app.policy import SYSTEM

    visitor = cast.visits(cast.partner)
    visitor.open("/support/requests?side=asker")
    assert "Hana" in visitor.text
    with app.test_request_context():
        end_referrer(SYSTEM, cast.client, cast.organisation)
    visitor.open(address(asked), status=404)
    visitor.open("/support/requests?side=asker")
    assert "Hana" not in visitor.text


def test_the_number_that_waits_is_the_viewers_own(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        cast.client_account  # noqa: B018 -- made when named
        counts = [
            how_many(cast.viewer(account))
            for account in (cast.other_partner, cast.partner, cast.client_account)
        ]
    assert counts == [1, 0, 1]


def test_a_yes_without_words_and_a_no_without_reason_are_unfinished(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    receiver = Viewer(None, Role.PARTNER, organisation_id=cast.other_organisation.id)
    with app.test_request_context():
        for move in (Move.ACCEPT, Move.DECLINE):
            with pytest.raises(Unfinished):
                move_request(receiver, asked, move)


@pytest.mark.parametrize("state", State)
def test_only_what_is_open_can_be_moved(state: State) -> None:
    moves = moves_for(state, frozenset(Side))
    assert bool(moves) == (state in OPEN)
    assert all(rule in RULES and state in rule.origins for rule in moves)
