"""A mail goes to where its reader reads when it leaves, and the outbox says where that was."""

import pytest
import time_machine
from flask import Flask
from playhouse.migrations import Runner

from app import clock, db
from app.accounts.models import Account
from app.bookings.services import book_slot
from app.clients.keeping import stop_keeping
from app.clients.merging.services import merge_clients
from app.clients.models import Client
from app.clients.recipients import doubt_address, recipients
from app.clients.reminders import ask_to_confirm
from app.commands import MIGRATIONS
from app.notifications.letters import addresses
from app.notifications.models import (
    Delivery,
    Message,
    MessageStatus,
    Problem,
    RefusedAddress,
)
from app.notifications.readers import WRITERS
from app.notifications.sending import send_due
from app.notifications.services import Recipient, ask_to_confirm_address, choose, put_in_outbox
from app.organisations.models import Organisation
from app.organisations.queries import reader_at
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.factories.bookings import a_crowd, a_mentor, a_slot
from tests.factories.support import a_need, a_request, a_service
from tests.post_office import PostOffice
from tests.queries import watched
from tests.referrals.conftest import Make, draft, sent
from tests.visitor import Visitor

__all__ = ["draft", "sent"]
OLD, NEW = "old@mail.example", "new@mail.example"


@pytest.fixture
def client(context: None, cast: Cast) -> Client:
    """Without an account, with an address that staff have from her."""
    (client,) = a_crowd(cast.programme, 1)
    return moved(client, OLD)


def moved(client: Client, address: str) -> Client:
    Client.update(email=address).where(Client.id == client.id).execute()
    return Client.get_by_id(client.id)


def written_to(client: Client, key: str = "offer") -> Message:
    [reader] = recipients([client])
    put_in_outbox("offer_made", reader, key=key, link="https://pathways.example/offers/1")
    return newest("offer_made")


def newest(template: str) -> Message:
    rows = Message.select().where(Message.template == template)
    return rows.order_by(Message.id.desc()).get()


def arrived(post: PostOffice) -> list[str]:
    return [str(mail["To"]) for mail in post.delivered]


def link_in(message: Message) -> str:
    """The first link of the mail, as its reader follows it."""
    return "/" + addresses(message.body)[0].split("/", 3)[3]


def test_a_clients_mail_goes_to_her_new_address(client: Client, post: PostOffice) -> None:
    message = written_to(client)
    moved(client, NEW)
    assert send_due().sent == 1
    assert (arrived(post), post.ids) == ([NEW], [message.mail_id])
    assert newest("offer_made").to_address == NEW


def test_what_was_sent_says_where_it_went(client: Client, post: PostOffice) -> None:
    written_to(client)
    send_due()
    moved(client, NEW)
    send_due()
    assert (arrived(post), newest("offer_made").to_address) == ([OLD], OLD)


def test_a_mail_that_was_put_off_goes_on_to_the_new_address_as_the_same_mail(
    client: Client, post: PostOffice, noon: time_machine.Traveller
) -> None:
    post.on_recipient = lambda address: "451 later" if address == OLD else None
    message = written_to(client)
    assert send_due().later == 1
    moved(client, NEW)
    noon.shift(600)
    assert send_due().sent == 1
    assert (post.tries, post.ids) == ([OLD, NEW], [message.mail_id])


def test_an_account_is_written_to_at_its_address(
    context: None, cast: Cast, post: PostOffice
) -> None:
    slot = a_slot(a_mentor(cast.mentor))
    book_slot(SYSTEM, slot, client=cast.client)
    Account.update(email=NEW).where(Account.id == cast.mentor.id).execute()
    send_due()
    assert newest("booking_made_host").to_address == NEW
    assert cast.mentor.email not in arrived(post)


def test_who_has_no_address_any_more_gets_nothing_until_there_is_one(
    client: Client, post: PostOffice, cast: Cast, app: Flask
) -> None:
    message = written_to(client)
    moved(client, "")
    assert send_due().failed == 1
    row = newest("offer_made")
    assert (row.status, row.problem) == (MessageStatus.FAILED, Problem.ADDRESS_GONE)
    admin = cast.visits(cast.admin)
    admin.open(f"/admin/messages/{message.id}")
    assert "has no such e-mail address any more" in admin.text
    assert send_due().summary() == send_due().summary()
    moved(client, NEW)
    assert send_due().sent == 1
    assert arrived(post) == [NEW]


def test_whoever_has_left_is_written_to_no_more(
    context: None, cast: Cast, post: PostOffice
) -> None:
    to = Recipient(cast.partner.email, account_id=cast.partner.id)
    put_in_outbox("offer_made", to, key="x", link="https://pathways.example")
    Account.update(is_active=False).where(Account.id == cast.partner.id).execute()
    assert send_due().failed == 1
    assert post.tries == []


def test_who_ends_her_record_gets_her_last_message_and_nothing_that_failed_before(
    client: Client, post: PostOffice
) -> None:
    written_to(client)
    moved(client, "")
    send_due()
    stop_keeping(SYSTEM, moved(client, NEW))
    assert send_due().sent == 1
    assert post.ids == [newest("record_ends").mail_id]


def test_an_address_that_nobody_has_confirmed_is_asked_first(
    client: Client, post: PostOffice, visitor: Visitor
) -> None:
    written_to(client)
    moved(client, NEW)
    doubt_address(client.id, NEW)
    send_due()
    assert arrived(post) == [NEW]
    question = newest("confirm_address")
    assert post.ids == [question.mail_id]
    visitor.open(link_in(question))
    visitor.submit(button="Yes, write to me here")
    assert send_due().sent == 1
    assert arrived(post) == [NEW, NEW]


def test_what_waits_for_a_wrong_address_goes_to_the_right_one(
    client: Client, post: PostOffice
) -> None:
    doubt_address(client.id, OLD)
    [reader] = recipients([client])
    assert reader.is_unconfirmed
    written_to(client)
    ask_to_confirm_address(reader)
    moved(client, NEW)  # staff have it from her
    send_due()
    assert arrived(post) == [NEW]
    question = newest("confirm_address")
    assert (question.to_address, question.status) == (OLD, MessageStatus.NOT_WANTED)


def test_a_link_for_an_organisation_is_made_anew_for_its_new_address(
    context: None, cast: Cast, post: PostOffice, visitor: Visitor
) -> None:
    """The one for the old address, which may be read by others by now, leads nowhere."""
    home = cast.other_organisation
    Organisation.update(email=OLD).where(Organisation.id == home.id).execute()
    service = a_service(Organisation.get_by_id(home.id))
    a_request(a_need(cast.client), service, actor=cast.viewer(cast.partner))
    old = newest("support_linked")
    Organisation.update(email=NEW).where(Organisation.id == home.id).execute()
    runs = [send_due() for _twice in range(2)]
    assert [(run.not_wanted, run.failed) for run in runs] == [(1, 0), (0, 0)]
    new = newest("support_linked")
    assert (OLD not in post.tries, arrived(post).count(NEW)) == (True, 1)
    assert Message.get_by_id(old.id).problem == Problem.ADDRESS_GONE
    visitor.open(link_in(old), status=404)
    visitor.open(link_in(new))
    assert "A suit, size 12." in visitor.text


def test_a_link_is_made_anew_for_the_first_address_after_none(
    context: None, cast: Cast, post: PostOffice
) -> None:
    home = cast.other_organisation
    Organisation.update(email=OLD).where(Organisation.id == home.id).execute()
    service = a_service(Organisation.get_by_id(home.id))
    a_request(a_need(cast.client), service, actor=cast.viewer(cast.partner))
    for address, failed in (("", 1), (NEW, 0)):
        Organisation.update(email=address).where(Organisation.id == home.id).execute()
        assert send_due().failed == failed
    assert (OLD not in post.tries, arrived(post).count(NEW)) == (True, 1)


def test_a_question_to_a_referrer_without_an_account_is_asked_anew_at_its_new_address(
    app: Flask, cast: Cast, sent: Make, post: PostOffice, visitor: Visitor
) -> None:
    referral = sent()
    with app.test_request_context():
        Account.update(is_active=False).where(Account.id == cast.partner.id).execute()
        Organisation.update(email=OLD).where(Organisation.id == cast.organisation.id).execute()
        said = Decision(text_for_referrer="Which year?")
        asked = Referral.get_by_id(referral.id)
        make_move(cast.viewer(cast.staff), asked, Move.ASK_INFORMATION, said)
    with app.app_context():
        Organisation.update(email=NEW).where(Organisation.id == cast.organisation.id).execute()
        send_due()
        assert (OLD not in post.tries, arrived(post).count(NEW)) == (True, 1)
        link = link_in(newest("referral_linked"))
    visitor.open(link)
    assert "Which year?" in visitor.text


def test_a_mail_that_cannot_be_written_anew_stops_no_other(
    context: None, cast: Cast, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = cast.other_organisation
    for address, key in ((OLD, "one"), (NEW, "two")):
        Organisation.update(email=address).where(Organisation.id == home.id).execute()
        reader = reader_at(Organisation.get_by_id(home.id))
        put_in_outbox("offer_made", reader, key=key, link="https://pathways.example")
    monkeypatch.setitem(WRITERS, "offer_made", lambda _row: RefusedAddress.create(address=None))
    run = send_due()
    assert (run.sent, run.failed, arrived(post)) == (1, 1, [NEW])


def test_what_is_old_is_asked_anew_at_her_new_address(
    client: Client, post: PostOffice, visitor: Visitor
) -> None:
    today = clock.today()
    changed = Client.update(confirm_due_on=today, contact_route="email")
    changed.where(Client.id == client.id).execute()
    assert ask_to_confirm() == 1
    moved(client, NEW)
    send_due()
    assert (ask_to_confirm(), send_due().sent, arrived(post)) == (1, 1, [NEW])
    visitor.open(link_in(newest("still_right")))


def test_nothing_goes_to_an_organisation_that_is_closed(
    context: None, cast: Cast, post: PostOffice
) -> None:
    home = cast.other_organisation
    home.email = OLD
    home.save()
    put_in_outbox("offer_made", reader_at(home), key="x", link="https://pathways.example")
    home.is_active = False
    home.save()
    assert (send_due().failed, post.tries) == (1, [])


def test_a_merged_clients_mail_goes_to_the_record_that_stays(
    context: None, cast: Cast, post: PostOffice
) -> None:
    kept, gone = a_crowd(cast.programme, 2)
    kept, gone = moved(kept, NEW), moved(gone, OLD)
    written_to(gone)
    merge_clients(SYSTEM, kept, gone, versions=(kept.version, gone.version), taken=())
    send_due()
    assert arrived(post) == [NEW]


def test_who_was_referred_is_found_by_her_record_once_she_is_a_client(
    app: Flask, cast: Cast, context: None, sent: Make, post: PostOffice
) -> None:
    with app.test_request_context():
        referral = sent(contact_route="email", email=OLD)
        said = Decision(text_for_referrer="Thank you.", text_for_client="You are welcome.")
        accept_referral(cast.viewer(cast.staff), referral, said, client=None)
        client = Referral.get_by_id(referral.id).client
    moved(client, NEW)
    send_due()
    assert OLD not in arrived(post)
    assert newest("referral_client_text").to_address == NEW


def test_the_daily_mail_comes_to_the_new_address(
    client: Client, post: PostOffice, noon: time_machine.Traveller
) -> None:
    for address in (OLD, NEW):
        choose(SYSTEM, address, {"offers": Delivery.DAILY})
    written_to(client)
    assert send_due().for_digest == 1
    moved(client, NEW)
    noon.shift(86400)
    assert send_due().sent == 1
    assert arrived(post) == [NEW]


def test_an_address_of_nobody_on_record_is_written_to_as_it_is(
    context: None, post: PostOffice
) -> None:
    put_in_outbox("offer_made", Recipient(OLD), key="x", link="https://pathways.example")
    assert send_due().sent == 1
    assert arrived(post) == [OLD]


def test_looking_readers_up_costs_the_same_for_one_as_for_many(
    context: None, cast: Cast, post: PostOffice
) -> None:
    clients = a_crowd(cast.programme, 6)
    looked = []
    for some in (clients[:1], clients[1:]):
        for client in some:
            written_to(moved(client, f"{client.id}@mail.example"), key=f"offer-{client.id}")
        with watched() as statements:
            assert send_due().sent == len(some)
        looked.append(sum(' FROM "client"' in one for one in statements))
    assert looked[0] == looked[1] > 0


def test_whom_messages_are_for_is_taken_over(app: Flask, cast: Cast) -> None:
    with app.app_context():
        for number, reader in enumerate(("client:7", "account:3", "", "referral:2")):
            to = Recipient(f"{number}@mail.example", whose=reader)
            put_in_outbox("offer_made", to, key=f"{number}", link="https://pathways.example")
        Message.update(client_id=7).where(Message.reader == "client:7").execute()
        Message.update(is_held=True).where(Message.reader == "referral:2").execute()
    with db.database.connection_context():
        runner = Runner(db.database.obj, str(MIGRATIONS))
        for _ in [one for one in runner.migrations() if one.name >= "0057"]:
            runner.down()
        runner.up()
        rows = Message.select().order_by(Message.id)
        assert [(row.reader, row.is_held) for row in rows] == [
            ("client:7", False), ("account:3", False), ("", False), ("referral:2", True),
        ]  # fmt: skip
        assert Message.create(**_copy(rows[0])).id > rows[3].id


def _copy(row: Message) -> dict[str, object]:
    return {k: v for k, v in row.__data__.items() if k != "id"} | {"message_key": "another"}
