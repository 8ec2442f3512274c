"""An accepted person claims her page with her code, with or without an e-mail address."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.clients.models import Client
from app.clients.recipients import recipients
from app.clients.services import create_client
from app.notifications.letters import addresses
from app.notifications.models import Message
from app.notifications.services import Recipient, put_in_outbox
from app.policy import SYSTEM
from app.referrals.models import Referral, ReferralMove
from app.referrals.self_referrals.models import SelfReferral, ShareCode
from app.referrals.self_referrals.sharing import make_share_code
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import PASSWORD, Cast
from tests.referrals.test_refer_oneself import (
    PAGES,
    SAVE,
    SEND,
    accept,
    code_on,
    come_back,
    only,
    sent,
)
from tests.visitor import Visitor, filled_in

OPEN = "Open my page"
ANSWERS = {"proof": "0123", "password": PASSWORD}


@pytest.fixture
def accepted(app: Flask, visitor: Visitor, cast: Cast) -> str:
    """The code of somebody who has been accepted; her browser has the claim page open."""
    code = code_on(sent(visitor))
    accept(cast.visits(cast.staff), only(app)[0].reference)
    visitor.open("/en/refer-yourself/mine")
    visitor.follow("Open your own page")
    return code


def test_without_an_e_mail_address_she_signs_in_with_a_user_name(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    with app.app_context():
        name = Client.get().reference.lower()
    assert name in visitor.text
    visitor.submit(ANSWERS, button=OPEN)
    assert visitor.heading == "Hello, Selam"
    assert f"sign in with {name}" in visitor.text
    again = Visitor(app)
    again.open("/sign-in")
    again.submit({"email": name.upper(), "password": PASSWORD}, button="Sign in")
    assert again.heading == "Hello, Selam"
    with app.app_context():
        event = AuditEvent.get(AuditEvent.action == "self_referral.claim")
        assert (event.actor_id, event.client_id) == (Account.get(email=name).id, Client.get().id)


def test_nothing_is_written_to_a_user_name(app: Flask, visitor: Visitor, accepted: str) -> None:
    visitor.submit(ANSWERS, button=OPEN)
    with app.test_request_context():
        name = Client.get().reference.lower()
        assert not put_in_outbox("referral_moved", Recipient(name), key="k")
        assert recipients([Client.get()]) == []
        assert Message.select().where(Message.to_address == name).count() == 0


def test_with_an_e_mail_address_she_signs_in_with_it(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    visitor.submit(ANSWERS | {"email": "Selam@mail.example"}, button=OPEN)
    with app.app_context():
        assert Account.get(Account.role == "client").email == "selam@mail.example"


def test_the_code_is_used_up_by_claiming(app: Flask, visitor: Visitor, accepted: str) -> None:
    visitor.submit(ANSWERS, button=OPEN)
    other = come_back(Visitor(app), accepted, status=422)
    assert "With this code you have opened your own page. Sign in to see it." in other.text
    assert only(app)[1].claimed_at is not None


def test_claiming_twice_makes_one_account(app: Flask, visitor: Visitor, accepted: str) -> None:
    data = filled_in(visitor.form(OPEN)) | ANSWERS
    other = come_back(Visitor(app), accepted)
    other.follow("Open your own page")
    assert visitor.http.post("/en/refer-yourself/claim", data=data).status_code == 303
    other.submit(ANSWERS, button=OPEN)
    assert other.heading == "Sign in"
    with app.app_context():
        assert Account.select().where(Account.role == "client").count() == 1


def test_the_code_alone_is_not_enough_and_guessing_the_digits_is_stopped(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    for number in range(8):
        visitor.submit(ANSWERS | {"proof": f"900{number}"}, button=OPEN, status=422)
        assert "That is not what we know" in visitor.text
    visitor.submit(ANSWERS, button=OPEN, status=429)
    with app.app_context():
        assert Account.select().where(Account.role == "client").count() == 0


def test_the_pages_of_the_code_do_not_show_what_proves_that_it_is_she(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    thief = come_back(Visitor(app), accepted)
    for page in ("mine", "code", "withdraw", "claim"):
        thief.open(f"/en/refer-yourself/{page}")
        assert "0123" not in "".join(str(thief.page).split())
    thief.open("/en/refer-yourself/mine")
    assert "07700 90••••" in thief.text


def test_who_refers_herself_under_the_name_of_a_client_proves_nothing_by_what_she_typed(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    sent(visitor)
    with app.test_request_context():
        Client.update(phone="0121 496 0999", birth_year=1984).where(
            Client.id == cast.client.id
        ).execute()
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{only(app)[0].reference}/accept")
    known = {"client": "other", "client_reference": cast.client.reference}
    staff.submit(known, button="Accept the referral")
    visitor.open("/en/refer-yourself/claim")
    visitor.submit(ANSWERS, button=OPEN, status=422)
    assert "That is not what we know" in visitor.text
    visitor.submit(ANSWERS | {"proof": "0999"}, button=OPEN)
    assert visitor.heading == "Hello, Hana"


def test_nobody_keeps_her_from_her_page_by_failing_to_sign_in(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    stranger = Visitor(app)
    stranger.open("/sign-in")
    for _ in range(8):
        said = {"email": f"claim {only(app)[1].id}", "password": "x"}
        stranger.submit(said, button="Sign in", status=422)
    visitor.submit(ANSWERS, button=OPEN)
    assert visitor.heading == "Hello, Selam"


def test_asking_who_has_an_account_is_stopped(
    app: Flask, visitor: Visitor, accepted: str, cast: Cast
) -> None:
    for _ in range(8):
        visitor.submit(ANSWERS | {"email": cast.staff.email}, button=OPEN, status=422)
    visitor.submit(ANSWERS | {"email": cast.staff.email}, button=OPEN, status=429)


def test_who_has_all_day_does_not_find_the_year_of_birth_either(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    wrong = 0
    for hour in range(1, 4):
        with time_machine.travel(datetime.now(UTC) + timedelta(hours=hour), tick=False):
            for year in range(8):
                told = 422 if wrong < 20 else 409
                visitor.open("/en/refer-yourself/claim")
                answers = ANSWERS | {"proof": f"19{hour}{year}"}
                visitor.submit(answers, button=OPEN, status=told)
                wrong += 1
    assert "ask the Learning Works" in visitor.text
    with app.app_context():
        tried = AuditEvent.select().where(AuditEvent.action == "self_referral.wrong_proof")
        assert tried.count() == 20
        assert Account.select().where(Account.role == "client").count() == 0


def test_the_year_of_birth_proves_it_too_in_the_digits_of_any_script(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    with app.app_context():
        Client.update(birth_year=1990).execute()
    visitor.submit(ANSWERS | {"proof": "١٩٩٠"}, button=OPEN)
    assert visitor.heading == "Hello, Selam"


def test_a_weak_password_and_a_taken_address_are_told_in_words(
    app: Flask, visitor: Visitor, accepted: str, cast: Cast
) -> None:
    visitor.submit(ANSWERS | {"password": "short"}, button=OPEN, status=422)
    assert "at least 12 characters" in visitor.text
    visitor.submit(ANSWERS | {"email": cast.staff.email}, button=OPEN, status=422)
    assert "cannot be used here" in visitor.text
    visitor.submit(ANSWERS | {"email": "nothing"}, button=OPEN, status=422)
    assert "Enter an e-mail address" in visitor.text
    assert only(app)[1].claimed_at is None


def test_before_she_is_accepted_there_is_nothing_to_claim(visitor: Visitor) -> None:
    sent(visitor)
    visitor.open("/en/refer-yourself/claim")
    assert visitor.heading.endswith("We have your answers")


def test_a_client_tells_a_friend_and_staff_see_no_name_unless_she_agreed(
    app: Flask, visitor: Visitor, cast: Cast
) -> None:
    client = cast.visits(cast.client_account)
    page = f"/clients/{cast.client.reference}/share-code"
    client.open(page)
    client.submit(button="Make my code")
    with app.app_context():
        code = ShareCode.get().code
    assert f"/refer-yourself?from={code}" in client.text
    assert "and not who" in client.text
    friend_refers_herself(visitor, code)
    referral, own = only(app)
    assert (own.shared_by_id, own.heard_from) == (cast.client.id, "friend")
    staff = cast.visits(cast.staff)
    staff.open(f"/referrals/{referral.reference}")
    assert "Told by a client of ours." in staff.text
    assert "Hana" not in staff.text
    client.open(page)
    client.submit(button="You may show my name to them")
    staff.open(f"/referrals/{referral.reference}")
    assert "Told by a client of ours: Hana" in staff.text
    client.submit(button="Do not show my name")
    staff.open(f"/referrals/{referral.reference}")
    assert "Hana" not in staff.text


def friend_refers_herself(visitor: Visitor, code: str) -> None:
    visitor.open(f"/en/refer-yourself?from={code}")
    visitor.follow("Start")
    for answers in PAGES:
        box = visitor.page.find("input", {"name": "share_code"})
        assert box is None or box["value"] == code
        visitor.submit(answers, button=SAVE)
    visitor.submit(button=SEND)


def test_a_friends_code_is_kept_when_she_breaks_off_and_comes_back(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    with app.test_request_context():
        code = make_share_code(SYSTEM, cast.client).code
    visitor.open(f"/en/refer-yourself?from={code}")
    visitor.follow("Start")
    visitor.submit(PAGES[0], button=SAVE)
    own_code = visitor.page.select_one("strong.app-reference").text
    elsewhere = Visitor(app)
    elsewhere.open("/en/refer-yourself/return")
    elsewhere.submit({"code": own_code}, button="Continue")
    elsewhere.open("/en/refer-yourself/questions/heard")
    assert elsewhere.page.find("input", {"name": "share_code"})["value"] == code
    assert only(app)[1].shared_by_id == cast.client.id


def test_a_code_that_nobody_has_stops_nobody(app: Flask, visitor: Visitor) -> None:
    visitor.open("/en/refer-yourself?from=S-2222-22")
    visitor.follow("Start")
    visitor.submit(PAGES[0], button=SAVE)
    assert only(app)[1].shared_by_id is None


def test_a_share_code_is_its_clients_own(app: Flask, cast: Cast) -> None:
    page = f"/clients/{cast.client.reference}/share-code"
    for account in (cast.staff, cast.partner, cast.other_client_account):
        cast.visits(account).open(page, status=404)
    with app.test_request_context():
        create_client(SYSTEM, programme=cast.programme, name="A", profession="nurse")
        assert SelfReferral.select().count() == ShareCode.select().count() == 0


def test_the_address_she_types_is_trusted_once_she_has_confirmed_it(
    app: Flask, visitor: Visitor, accepted: str
) -> None:
    visitor.submit(ANSWERS | {"email": "selam@mail.example"}, button=OPEN)
    assert "confirm that it is yours" in visitor.text
    with app.test_request_context():
        [reader] = recipients([Client.get()])
        assert reader.is_unconfirmed
        question = Message.get(Message.template == "confirm_own_address")
        assert question.to_address == "selam@mail.example"
        [link] = addresses(question.body)
    visitor.open("/account")
    assert "This address is not yet confirmed." in visitor.text
    visitor.submit(button="Send the mail again")
    with app.app_context():
        assert Message.select().where(Message.template == "confirm_own_address").count() == 2
    stranger = Visitor(app)
    stranger.open(link.removeprefix(app.config["BASE_URL"]))
    stranger.submit(button="Yes, write to me here")
    assert "not yet confirmed" not in visitor.open("/account").text
    with app.test_request_context():
        [reader] = recipients([Client.get()])
        assert not reader.is_unconfirmed


def test_with_her_own_page_she_answers_there_what_she_is_asked(
    app: Flask, visitor: Visitor, cast: Cast, accepted: str
) -> None:
    visitor.submit(ANSWERS, button=OPEN)
    with app.test_request_context():
        staff, told = cast.viewer(cast.staff), Decision(text_for_client="Not reached.")
        make_move(staff, Referral.get(), Move.MARK_UNREACHABLE, told)
        again = Decision(note="She rang.", text_for_client="We look again.")
        make_move(staff, Referral.get(), Move.REASSESS, again)
        make_move(
            staff, Referral.get(), Move.ASK_INFORMATION, Decision(text_for_client="Which year?")
        )
    visitor.open("/clients/me")
    visitor.follow("Your referral")
    assert "Which year?" in visitor.text
    visitor.submit({"note": ""}, button="Send the answer", status=422)
    visitor.submit({"note": "In 2012."}, button="Send the answer")
    assert "We have your answer." in visitor.text
    with app.app_context():
        row = ReferralMove.get(ReferralMove.move == Move.GIVE_INFORMATION)
        assert (row.note, Referral.get().state) == ("In 2012.", "submitted")
    address = visitor.address
    other = cast.visits(cast.other_client_account)
    other.open(address, status=404)
