"""Who has no account reads a question by a link, and answers it once."""

import datetime as dt
import re

import pytest
import time_machine
from flask import Flask

from app.clients.services import end_referrer
from app.notifications.models import Message
from app.organisations.models import Organisation
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import Referral, ReferralMove, ReferrerLink
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move, Party, State
from tests.cast import Cast
from tests.referrals.conftest import Make
from tests.visitor import Visitor, filled_in

NOW = "2026-11-20 10:00"
ASKED = Decision(text_for_referrer="Which year did she qualify?")


@pytest.fixture
def asked(app: Flask, cast: Cast, sent: Make) -> Referral:
    """A question on a referral of an organisation that has an e-mail address and no account."""
    with time_machine.travel(NOW, tick=False):
        referral = sent()
        with app.test_request_context():
            Organisation.update(email="cedar@mail.example").execute()
            Referral.update(referred_by=None).execute()
            make_move(cast.viewer(cast.staff), Referral.get(), Move.ASK_INFORMATION, ASKED)
            return Referral.get_by_id(referral.id)


def path(app: Flask) -> str:
    """The address in the last mail to the organisation."""
    with app.app_context():
        mail = (
            Message.select()
            .where(Message.to_address == "cedar@mail.example")
            .order_by(Message.id.desc())
            .get()
        )
    found = re.search(r"/answer/\S+", mail.body)
    assert found, mail.body
    return found.group()


@time_machine.travel(NOW, tick=False)
def test_the_mail_names_nobody_and_the_page_says_little(
    app: Flask, cast: Cast, asked: Referral, visitor: Visitor
) -> None:
    with app.app_context():
        mail = Message.get(Message.template == "referral_linked")
        assert "There is a question for you." in mail.body
        token = path(app).rpartition("/")[2]
        assert token not in str(list(ReferrerLink.select().dicts()))
    assert "Selam" not in mail.subject + mail.body
    visitor.open(path(app))
    for shown in ("Which year did she qualify?", asked.reference, "Selam"):
        assert shown in visitor.text
    for hidden in ("Haile", "07700 900123", "Nurse", "Eritrea", "Tigrinya"):
        assert hidden not in visitor.text, hidden


@time_machine.travel(NOW, tick=False)
def test_the_answer_comes_back_to_staff_and_opening_the_link_uses_nothing_up(
    app: Flask, cast: Cast, asked: Referral, visitor: Visitor
) -> None:
    for _ in range(3):  # a mail scanner
        visitor.open(path(app))
    visitor.submit({"note": " "}, button="Send the answer", status=422)
    visitor.submit({"note": "In 2009."}, button="Send the answer")
    assert "You have answered. Thank you." in visitor.text
    assert "In 2009." in visitor.text
    with app.app_context():
        assert Referral.get().state == State.SUBMITTED
        row = ReferralMove.get(ReferralMove.move == Move.GIVE_INFORMATION)
        assert (row.actor_id, row.actor_role, row.note) == (None, "partner", "In 2009.")
        told = Message.select().order_by(Message.id.desc()).get()
        assert (told.to_address, "was answered" in told.body) == (cast.staff.email, True)
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{asked.reference}")
    assert "In 2009." in staff.text
    assert cast.organisation.name in staff.page.select_one("#history li").text


@time_machine.travel(NOW, tick=False)
def test_answering_twice_answers_once(app: Flask, asked: Referral, visitor: Visitor) -> None:
    other = Visitor(app)
    for one in (visitor, other):
        one.open(path(app))
    data = filled_in(visitor.form("Send the answer")) | {"note": "First"}
    answers = [visitor.http.post(path(app), data=data) for _ in range(2)]
    assert {answer.location for answer in answers} == {path(app)}
    other.submit({"note": "Second"}, button="Send the answer", status=409)
    assert "First" in other.text
    assert "Not sent: what you wrote last" in other.text
    with app.app_context():
        given = ReferralMove.select().where(ReferralMove.move == Move.GIVE_INFORMATION)
        assert [row.note for row in given] == ["First"]


def test_a_link_is_over_after_14_days_and_looks_like_a_wrong_one(
    app: Flask, asked: Referral, visitor: Visitor
) -> None:
    with time_machine.travel("2026-12-04 09:00", tick=False):
        visitor.open(path(app))
    with time_machine.travel("2026-12-04 10:01", tick=False):
        over = visitor.http.get(path(app))
        wrong = visitor.http.get("/answer/wrong")
        assert over.status_code == wrong.status_code == 404
        assert over.data == wrong.data


@time_machine.travel(NOW, tick=False)
def test_guessing_is_slowed_down(app: Flask, asked: Referral, visitor: Visitor) -> None:
    visitor.open(path(app))
    data = filled_in(visitor.form("Send the answer"))
    answers = [visitor.http.post(f"/answer/{n}", data=data).status_code for n in range(41)]
    assert answers == [404] * 40 + [429]


@time_machine.travel(NOW, tick=False)
def test_a_question_that_is_settled_otherwise_needs_no_answer(
    app: Flask, cast: Cast, asked: Referral, visitor: Visitor
) -> None:
    address = path(app)
    with app.test_request_context():
        said = Decision(
            reason="out_of_area", party=Party.PROGRAMME, text_for_referrer="Sorry, Cedar House."
        )
        make_move(cast.viewer(cast.staff), Referral.get(), Move.DECLINE, said)
    visitor.open(address)
    assert "needs no answer any more" in visitor.text
    assert visitor.page.select("main form") == []
    visitor.open(path(app))
    assert "Sorry, Cedar House." in visitor.text


@time_machine.travel(NOW, tick=False)
def test_the_link_ends_with_the_accompaniment(
    app: Flask, cast: Cast, asked: Referral, visitor: Visitor
) -> None:
    with app.test_request_context():
        told = Decision(text_for_referrer="Welcome.")
        accept_referral(cast.viewer(cast.staff), Referral.get(), told, client=None)
        referral = Referral.get()
        visitor.open(path(app))
        end_referrer(SYSTEM, referral.client, referral.organisation)
    visitor.open(path(app), status=404)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("change", [{"email": "new@mail.example"}, {"is_active": False}])
def test_the_link_ends_when_the_organisation_has_another_address_or_none(
    app: Flask, asked: Referral, visitor: Visitor, change: dict[str, object]
) -> None:
    address = path(app)
    visitor.open(address)
    with app.app_context():
        Organisation.update(**change).execute()
    visitor.submit({"note": "In 2009."}, button="Send the answer", status=404)
    visitor.open(address, status=404)
    with app.app_context():
        assert Referral.get().state == State.NEEDS_INFORMATION


@time_machine.travel(NOW, tick=False)
def test_a_scanner_that_asks_for_the_head_uses_nothing_up_and_a_changed_link_opens_nothing(
    app: Flask, asked: Referral, visitor: Visitor
) -> None:
    address = path(app)
    assert visitor.http.head(address).status_code == 200
    with app.app_context():
        assert ReferrerLink.get().answer_id is None
    for wrong in (address[:-1], address + "A", address.swapcase(), "/answer/" + "A" * 43):
        visitor.open(wrong, status=404)
    visitor.open(address)


@time_machine.travel(NOW, tick=False)
def test_who_is_to_tell_the_person_reads_when_and_where_and_what_to_say(
    app: Flask, cast: Cast, asked: Referral, visitor: Visitor
) -> None:
    with app.test_request_context():
        Referral.update(contact_route="referrer").execute()
        staff, referral = cast.viewer(cast.staff), Referral.get()
        accept_referral(staff, referral, Decision(text_for_referrer="Yes"), client=None)
        told = Decision(text_for_referrer="It is booked.", text_for_client="See you soon, Selam.")
        starts_at = dt.datetime.fromisoformat("2026-12-01T14:00")
        arranged = Arrangements(meeting_point="Front door", accompanied_by="Ruta Abraham")
        book_meeting(
            staff, Referral.get(), told, starts_at=starts_at, place="Smethwick Library",
            arrangements=arranged,
        )  # fmt: skip
    visitor.open(path(app))
    for shown in (
        "It is booked.", "See you soon, Selam.", "Tuesday 1 December 2026, 14:00",
        "Smethwick Library", "Front door",
    ):  # fmt: skip
        assert shown in visitor.text, shown
    assert "Ruta Abraham" not in visitor.text
    with app.test_request_context():
        missed = Decision(party=Party.CLIENT, text_for_referrer="Not met.")
        make_move(cast.viewer(cast.staff), Referral.get(), Move.DID_NOT_ATTEND, missed)
    assert "Smethwick Library" not in visitor.open(visitor.address).text
