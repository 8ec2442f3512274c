"""A client without an account says by a link in a mail what is still right and what is not."""

from datetime import timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from app import clock
from app.audit.models import AuditEvent
from app.clients import freshness
from app.clients.confirm_links import Asked, answer, asked
from app.clients.fact_models import Confirmation, Confirmed, Topic
from app.clients.keeping import stop_keeping
from app.clients.models import Client, Note
from app.clients.reminders import ask_to_confirm
from app.notifications.letters import addresses
from app.notifications.models import Message
from app.policy import SYSTEM
from tests.at_once import Action, at_once, kinds
from tests.cast import Cast
from tests.clients.records import TOLD
from tests.visitor import Visitor

YES = {"contact": "yes", "availability": "yes", "registration": "yes"}


def prepare(cast: Cast, **changes: object) -> None:
    """Hana told us about herself seven months ago, has no account, and reads e-mail."""
    with cast.app.app_context():
        made = clock.now() - relativedelta(months=7)
        values = {
            "created_at": made, "confirm_due_on": clock.today() - timedelta(days=1),
            "email": "hana@mail.example", "contact_route": "email", "phone": "07700 900111",
            "confirm_asked_on": None,
        } | TOLD  # fmt: skip
        Client.update(**(values | changes)).where(Client.id == cast.client.id).execute()


def written(cast: Cast) -> str:
    """The path of the link that she is sent."""
    with cast.app.app_context():
        assert ask_to_confirm() == 1
        message = Message.select().order_by(Message.id.desc()).get()
        [link] = addresses(message.body)
        return link.removeprefix(cast.app.config["BASE_URL"])


@pytest.fixture
def link(cast: Cast) -> str:
    prepare(cast)
    return written(cast)


def stale(cast: Cast) -> set[str]:
    with cast.app.app_context():
        client = Client.get_by_id(cast.client.id)
        return {one.rule.topic.value for one in freshness.standings(client) if one.is_stale}


def test_the_mail_is_neutral_and_its_link_names_nobody(cast: Cast, link: str) -> None:
    with cast.app.app_context():
        message = Message.get()
        assert message.to_address == "hana@mail.example"
        for name in ("Hana", "Tesfaye", "07700"):
            assert name not in message.subject + message.body
        assert "You need no password" in message.body
        assert ask_to_confirm() == 0


def test_opening_the_link_shows_what_is_old_and_changes_nothing(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    for _scanner_and_reader in range(2):
        page = visitor.open(link)
        assert visitor.heading == "Is this still right?"
    assert "07700 900111" in visitor.text
    assert "Not known yet" in visitor.text  # how far she would travel
    for unasked in ("Hana", "Tesfaye", "Eritrea", cast.client.reference, "Years of practice"):
        assert unasked not in page.text
    assert stale(cast) == {"contact", "availability", "registration"}
    with cast.app.app_context():
        assert Confirmation.select().count() == Note.select().count() == 0


def test_she_says_yes_to_all_in_one_go(cast: Cast, visitor: Visitor, link: str) -> None:
    visitor.open(link)
    visitor.submit(YES, button="Send the answers")
    assert visitor.heading == "Thank you"
    assert "07700 900111" not in visitor.text
    assert stale(cast) == set()
    with cast.app.app_context():
        assert {row.how for row in Confirmation.select()} == {Confirmed.ONLINE}
        events = AuditEvent.select().where(AuditEvent.action == "client.confirm")
        assert {(one.actor_id, one.actor_role, one.client_id) for one in events} == {
            (None, "client", cast.client.id)
        }
        assert events.count() == 3


def test_what_she_writes_stands_beside_the_record_until_staff_have_seen_to_it(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    visitor.open(link)
    words = {"contact": "no", "contact_words": "ስልኬ ተቀይሯል: 07700 900222"}
    visitor.submit(words | {"registration": "yes"}, button="Send the answers")
    assert "You have written to us. We look at it." in visitor.text
    assert stale(cast) == {"contact", "availability"}
    assert visitor.page.find("input", {"name": "availability"}) is not None
    assert visitor.page.find("input", {"name": "contact"}) is None
    staff = cast.visits(cast.staff)
    staff.open("/clients/stale")
    assert "Says that something is different" in staff.text
    staff.follow("Hana Tesfaye")
    assert "ስልኬ ተቀይሯል: 07700 900222" in staff.text
    staff.follow("Change it : Contact")
    staff.submit({"phone": "07700 900222"}, button="Save")
    page = f"/clients/{cast.client.reference}"
    assert "ስልኬ" not in staff.open(f"{page}/confirm").text
    assert "ስልኬ ተቀይሯል" in staff.open(f"{page}/timeline").text
    with cast.app.app_context():
        event = AuditEvent.get(AuditEvent.action == "client.say_different")
        assert event.client_id == cast.client.id
        assert "900222" not in str(event.detail)


def test_words_beside_a_yes_are_kept_and_nothing_is_confirmed(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    visitor.open(link)
    visitor.submit(YES | {"contact_words": "But my street is another"}, button="Send the answers")
    assert stale(cast) == {"contact"}
    with cast.app.app_context():
        assert Note.get().text == "But my street is another"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, "Choose an answer for at least one."),
        ({"contact": "no"}, "Write it in your own words."),
        ({"contact": "no", "contact_words": "x" * 1001}, "Use at most 1000 characters."),
    ],
)
def test_an_answer_that_says_nothing_is_asked_for_in_words(
    cast: Cast, visitor: Visitor, link: str, answers: dict[str, str], told: str
) -> None:
    visitor.open(link)
    visitor.submit(answers | {"availability_words": ""}, button="Send the answers", status=422)
    assert told in visitor.text
    assert Confirmation is not None
    assert stale(cast) == {"contact", "availability", "registration"}


def test_the_same_answers_sent_twice_are_kept_once(cast: Cast, visitor: Visitor, link: str) -> None:
    visitor.open(link)
    again = Visitor(cast.app)
    again.open(link)
    visitor.submit(YES | {"contact_words": "New number"}, button="Send the answers")
    visitor.open(link)
    again.submit(YES, button="Send the answers")  # a second window, drawn before
    with cast.app.app_context():
        assert Note.select().count() == 1
        events = AuditEvent.select().where(AuditEvent.action == "client.confirm")
        assert events.count() == 2


def test_what_staff_changed_meanwhile_is_not_confirmed_unseen(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    visitor.open(link)
    with cast.app.app_context():
        client = Client.get_by_id(cast.client.id)
        freshness.confirm(SYSTEM, client, Topic.CONTACT, how=Confirmed.PHONE)
    visitor.submit(YES, button="Send the answers")
    with cast.app.app_context():
        assert Confirmation.get(Confirmation.topic == "contact").how == Confirmed.PHONE


def test_a_link_ends_after_14_days(cast: Cast, visitor: Visitor, link: str) -> None:
    with time_machine.travel(clock.now() + timedelta(days=13, hours=23)):
        visitor.open(link)
    with time_machine.travel(clock.now() + timedelta(days=14, minutes=1)):
        visitor.open(link, status=404)
        assert visitor.heading == "This link does not work"


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "other@mail.example"},
        {"contact_route": "phone"},
        {"closed_at": clock.now()},
    ],
)
def test_a_link_ends_with_what_it_rests_on(
    cast: Cast, visitor: Visitor, link: str, changes: dict[str, object]
) -> None:
    visitor.open(link)
    with cast.app.app_context():
        Client.update(**changes).where(Client.id == cast.client.id).execute()
    visitor.submit(YES, button="Send the answers", status=404)
    visitor.open(link, status=404)
    with cast.app.app_context():
        assert Confirmation.select().count() == 0


def test_a_link_ends_when_the_record_is_merged_or_erased(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    with cast.app.app_context():
        merged = Client.update(merged_into=cast.other_client.id)
        merged.where(Client.id == cast.client.id).execute()
    visitor.open(link, status=404)
    with cast.app.app_context():
        Client.delete().where(Client.id == cast.client.id).execute()
    visitor.open(link, status=404)


def test_whoever_takes_back_that_her_record_is_kept_is_not_asked(
    cast: Cast, visitor: Visitor, link: str
) -> None:
    with cast.app.test_request_context():
        stop_keeping(SYSTEM, cast.client)
    visitor.open(link, status=404)
    prepare(cast)
    with cast.app.app_context():
        assert ask_to_confirm() == 0


@pytest.mark.parametrize("word", ["nothing", "MQ.AAAA", "WyJDLTlNNFQtV0EiXQ.xyz"])
def test_a_forged_link_leads_nowhere(visitor: Visitor, word: str) -> None:
    visitor.open(f"/clients/still-right/{word}", status=404)


def test_whoever_prefers_the_phone_is_not_written_to(cast: Cast) -> None:
    prepare(cast, contact_route="phone")
    with cast.app.app_context():
        assert ask_to_confirm() == 0


def test_the_page_is_in_her_language(cast: Cast, visitor: Visitor) -> None:
    prepare(cast, preferred_language="ar")
    page = visitor.open(written(cast))
    assert page.find("html")["dir"] == "rtl"
    with cast.app.app_context():
        assert Message.get().locale == "ar_001"


def test_whoever_has_an_account_is_led_to_the_same_facts_after_signing_in(
    cast: Cast, visitor: Visitor
) -> None:
    account = cast.client_account
    prepare(cast)
    path = written(cast)
    visitor.open(path)
    assert visitor.heading == "Sign in"
    visitor.submit({"email": account.email, "password": "purple lantern harbour"}, button="Sign in")
    assert visitor.address == path
    assert "07700 900111" in visitor.text


def test_administrators_do_not_see_the_link(cast: Cast, link: str) -> None:
    admin = cast.visits(cast.admin)
    with cast.app.app_context():
        number = Message.get().id
    admin.open(f"/admin/messages/{number}")
    assert "still-right" not in str(admin.page)


def test_two_windows_that_answer_at_once_say_it_once(cast: Cast, link: str) -> None:
    word = link.rpartition("/")[2]
    with cast.app.app_context():
        found = [asked(word) for _ in range(4)]
    contact = found[0].open[0].rule.topic

    def answering(one: Asked) -> Action:
        return lambda: answer(one, right=[Topic.AVAILABILITY], different={contact: "I moved."})

    assert kinds(at_once(cast.app, [answering(one) for one in found])) == {"NoneType": 4}
    with cast.app.app_context():
        assert [row.text for row in Note.select().where(Note.topic == contact)] == ["I moved."]
        assert AuditEvent.select().where(AuditEvent.action == "client.confirm").count() == 1
