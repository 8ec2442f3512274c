"""An organisation without an account reads a request by a link in its mail, and answers it."""

import re

import pytest
import time_machine
from flask import Flask

from app.audit.models import AuditEvent
from app.notifications.models import Message
from app.organisations.models import Organisation, Service
from app.support.escalation import escalate_late_requests
from app.support.models import Need, SupportLink, SupportMove, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move, State
from tests.cast import Cast
from tests.factories.support import a_request
from tests.visitor import Visitor, filled_in

NOW = "2026-11-20 10:00"
LATER = "2026-12-04 10:01"
ADDRESS = "rotton@mail.example"


@pytest.fixture
def asked(app: Flask, cast: Cast, need: Need, service: Service) -> SupportRequest:
    """Asked of an organisation that has an e-mail address and no account."""
    with time_machine.travel(NOW, tick=False), app.test_request_context():
        Organisation.update(email=ADDRESS).where(
            Organisation.id == cast.other_organisation.id
        ).execute()
        fresh = Service.get_by_id(service.id)
        return a_request(need, fresh, actor=cast.viewer(cast.partner), contact="07700 900123")


def path(app: Flask) -> str:
    """The address in the last mail to the organisation."""
    with app.app_context():
        mails = Message.select().where(Message.to_address == ADDRESS)
        mail = mails.order_by(Message.id.desc()).get()
    found = re.search(r"/support/answer/\S+", mail.body)
    assert found, mail.body
    return found.group()


@time_machine.travel(NOW, tick=False)
def test_the_mail_names_nobody_and_the_page_says_what_she_agreed_to(
    app: Flask, cast: Cast, asked: SupportRequest, visitor: Visitor
) -> None:
    with app.app_context():
        mail = Message.get(Message.to_address == ADDRESS)
        assert "Hana" not in mail.subject + mail.body
        assert path(app).rpartition("/")[2] not in str(list(SupportLink.select().dicts()))
    visitor.open(path(app))
    for shown in ("Hana", "A suit, size 12.", "07700 900123", asked.reference):
        assert shown in visitor.text
    for hidden in ("Tesfaye", cast.client.reference, "A suit for an interview."):
        assert hidden not in str(visitor.page)
    with app.app_context():
        looked = AuditEvent.get(AuditEvent.action == "client.read", AuditEvent.actor_id.is_null())
        assert looked.detail == {"organisation_id": cast.other_organisation.id}
    client = cast.visits(cast.client_account)
    client.open(f"/clients/{cast.client.reference}/consent")
    assert "Rotton Park Welcome Group, by a link" in client.text


@time_machine.travel(NOW, tick=False)
def test_it_goes_the_whole_way_by_its_link_and_reading_uses_nothing_up(
    app: Flask, cast: Cast, asked: SupportRequest, visitor: Visitor
) -> None:
    address = path(app)
    for _ in range(3):  # a mail scanner
        visitor.open(address)
    visitor.submit(button="We have seen this")
    assert "Seen" in visitor.text
    visitor.follow("Yes, we can help")
    visitor.submit({"text_for_asker": ""}, button="Yes, we can help", status=422)
    said = {"text_for_asker": "Tell her Tuesday.", "text_for_client": "Come on Tuesday."}
    visitor.submit(said, button="Yes, we can help")
    visitor.follow("The help has been given")
    visitor.submit({}, button="The help has been given")
    assert "Nothing is left to do." in visitor.text
    for gone in ("Hana", "size 12", "Come on Tuesday.", "Tell her Tuesday."):
        assert gone not in visitor.text
    with app.app_context():
        assert SupportRequest.get().state == State.DONE
        rows = list(SupportMove.select().order_by(SupportMove.id))
        assert [(row.actor_id, row.actor_role) for row in rows[1:]] == [(None, "partner")] * 3
        assert Message.select().where(Message.to_address == ADDRESS).count() == 1
    partner = cast.visits(cast.partner)
    partner.open(f"/support/requests/{asked.reference}")
    assert "Tell her Tuesday." in partner.text
    assert "Rotton Park Welcome Group" in partner.text


@time_machine.travel(NOW, tick=False)
def test_pressing_twice_answers_once_and_a_second_window_keeps_what_it_typed(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    address, other = f"{path(app)}/decline", Visitor(app)
    for one in (visitor, other):
        one.open(address)
    data = filled_in(visitor.form("We cannot help")) | {"reason": "no_place"}
    answers = [visitor.http.post(address, data=data) for _ in range(2)]
    assert {answer.location for answer in answers} == {path(app)}
    said = {"reason": "too_far", "text_for_asker": "Typed in the second window."}
    other.submit(said, button="We cannot help", status=409)
    assert "Typed in the second window." in str(other.page)
    with app.app_context():
        moves = [row.move for row in SupportMove.select().order_by(SupportMove.id)]
        assert moves == [Move.ASK, Move.DECLINE]


@time_machine.travel(NOW, tick=False)
def test_what_is_taken_back_says_nothing_of_her_by_the_link(
    app: Flask, cast: Cast, asked: SupportRequest, visitor: Visitor
) -> None:
    visitor.open(f"{path(app)}/accept")
    form = visitor.page
    with app.test_request_context():
        move_request(cast.viewer(cast.client_account), asked, Move.WITHDRAW, Said(note="Thanks."))
        last = Message.select().where(Message.to_address == ADDRESS).order_by(Message.id.desc())
        assert "/support/answer/" not in last.get().body
        address = f"/support/answer/{_first_token(app)}"
    visitor.open(address)
    assert "Taken back" in visitor.text
    assert "Hana" not in visitor.text
    visitor.page, visitor.address = form, f"{address}/accept"
    said = {"text_for_asker": "Yes.", "text_for_client": ""}
    visitor.submit(said, button="Yes, we can help", status=409)
    assert "Hana" not in visitor.text
    visitor.open(f"{address}/accept", status=409)


def _first_token(app: Flask) -> str:
    mail = Message.select().where(Message.to_address == ADDRESS).order_by(Message.id).get()
    found = re.search(r"/support/answer/(\S+)", mail.body)
    assert found
    return found.group(1)


def test_after_14_days_a_link_is_over_and_a_new_one_goes_to_the_organisation_alone(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    old = path(app)
    with time_machine.travel(LATER, tick=False):
        visitor.open(old, status=404)
        assert "Hana" not in visitor.text
        for _ in range(2):
            visitor.open(old, status=404)
            visitor.submit(button="Send a new link")
            assert "Look into your e-mail" in visitor.heading
        with app.app_context():
            assert Message.select().where(Message.to_address == ADDRESS).count() == 2
        assert path(app) != old
        visitor.open(path(app))
        assert "Hana" in visitor.text
        visitor.open("/support/answer/wrong", status=404)
        visitor.submit(button="Send a new link")
        assert "Look into your e-mail" in visitor.heading


def test_a_link_that_is_used_lives_on(app: Flask, asked: SupportRequest, visitor: Visitor) -> None:
    with time_machine.travel("2026-12-03 10:00", tick=False):
        visitor.open(path(app))
        visitor.submit(button="We have seen this")
    with time_machine.travel("2026-12-16 10:00", tick=False):
        visitor.open(path(app))


@time_machine.travel(NOW, tick=False)
def test_the_askers_moves_are_not_the_links(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    visitor.open(f"{path(app)}/withdraw", status=403)
    visitor.open(f"{path(app)}/magic", status=404)


@time_machine.travel(NOW, tick=False)
def test_guessing_is_slowed_down(app: Flask, asked: SupportRequest, visitor: Visitor) -> None:
    visitor.open(f"{path(app)}/decline")
    data = filled_in(visitor.form("We cannot help"))
    answers = [
        visitor.http.post(f"/support/answer/{n}/decline", data=data).status_code for n in range(41)
    ]
    assert answers == [404] * 40 + [429]
    visitor.open(path(app))  # a colleague in the same house has a living link
    visitor.open("/sign-in")
    visitor.submit({"email": "a@b.example", "password": "x"}, button="Sign in", status=422)


def test_a_request_that_nobody_has_seen_is_sent_again_with_a_living_link(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    first = path(app)
    with time_machine.travel("2026-11-30 10:00", tick=False):
        with app.test_request_context():
            assert escalate_late_requests() == 1
            assert escalate_late_requests() == 0
        assert path(app) != first
    with time_machine.travel(LATER, tick=False):
        visitor.open(path(app))


@time_machine.travel(NOW, tick=False)
def test_an_organisation_that_nothing_reaches_is_rung(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.app_context():
        Organisation.update(email="", phone="0121 555 0199").execute()
    staff = cast.visits(cast.staff)
    staff.open(f"/support/requests/{asked.reference}")
    assert "Please ring" in staff.text
    assert "0121 555 0199" in staff.text


@time_machine.travel(NOW, tick=False)
def test_an_organisation_that_has_closed_opens_nothing(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    with app.app_context():
        Organisation.update(is_active=False).execute()
    visitor.open(path(app), status=404)


@time_machine.travel(NOW, tick=False)
def test_a_link_ends_with_the_address_it_was_sent_to_and_the_new_one_goes_to_the_new(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    old = path(app)
    visitor.open(f"{old}/decline")
    with app.app_context():
        Organisation.update(email="new@rotton.example").where(
            Organisation.id == asked.organisation_id
        ).execute()
    said = {"reason": "no_place"}
    visitor.submit(said, button="We cannot help", status=404)
    visitor.open(old, status=404)
    assert "Hana" not in visitor.text
    visitor.submit(button="Send a new link")
    with app.app_context():
        assert SupportRequest.get().state == State.REQUESTED
        sent = [mail.to_address for mail in Message.select().order_by(Message.id)]
        assert sent[-1] == "new@rotton.example"
        assert sent.count(ADDRESS) == 1


@time_machine.travel(NOW, tick=False)
def test_a_question_that_asks_nothing_is_not_sent(
    app: Flask, asked: SupportRequest, visitor: Visitor
) -> None:
    visitor.open(path(app))
    visitor.follow("Ask a question first")
    visitor.submit(button="Ask a question first", status=422)
    assert "nothing is said yet" in visitor.text


@time_machine.travel(NOW, tick=False)
def test_the_timeline_names_the_organisation_that_answered_by_its_link(
    app: Flask, cast: Cast, asked: SupportRequest, visitor: Visitor
) -> None:
    visitor.open(path(app))
    visitor.submit(button="We have seen this")
    staff = cast.visits(cast.staff)
    staff.open(f"/clients/{cast.client.reference}/timeline?kind=support")
    assert f"{cast.other_organisation.name}" in staff.page.select_one("#timeline").text
    assert "Pathways" not in staff.page.select_one("#timeline").text
