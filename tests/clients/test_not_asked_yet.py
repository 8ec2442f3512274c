"""What nobody has said of a client is not in her record: it is asked, and claims nothing."""

import importlib.util
from types import ModuleType
from typing import Any

import pytest
import time_machine
from dateutil.relativedelta import relativedelta

from app import clock
from app.clients.fact_models import Confirmation, Confirmed
from app.clients.freshness import confirm, stale_count, standings
from app.clients.history import note_change
from app.clients.models import Client, Topic
from app.clients.reminders import ask_to_confirm
from app.clients.services import create_client
from app.commands import MIGRATIONS
from app.db import database
from app.notifications.letters import addresses
from app.notifications.models import Message
from app.policy import SYSTEM
from tests.cast import Cast
from tests.visitor import Visitor

UNSAID = {"availability", "registration", "practice"}


def fresh(cast: Cast) -> Client:
    return Client.get_by_id(cast.client.id)


def unsaid(cast: Cast) -> set[str]:
    with cast.app.app_context():
        return {one.rule.topic.value for one in standings(fresh(cast)) if one.is_unsaid}


def after_a_month() -> Any:
    return time_machine.travel(clock.now() + relativedelta(months=1, days=1))


def value_of(visitor: Visitor, label: str) -> str:
    found = visitor.page.find("dt", string=label)
    assert found is not None
    return " ".join(found.find_next("dd").get_text(" ").split())


def test_a_new_record_claims_nothing_that_nobody_said(cast: Cast, page: str) -> None:
    for account in (cast.staff, cast.client_account):
        visitor = cast.visits(account)
        visitor.open(page)
        for label in ("Hours", "Registration", "Open to an interim job", "Interpreter needed"):
            assert value_of(visitor, label) == "Not known yet"
    assert unsaid(cast) == UNSAID


def test_nobody_is_asked_before_a_first_meeting_could_take_place(cast: Cast, page: str) -> None:
    staff = cast.viewer(cast.staff)
    with cast.app.app_context():
        assert stale_count(staff) == 0
        with after_a_month():
            assert stale_count(staff) == 1
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/confirm")
    assert visitor.text.count("Not asked yet") == len(UNSAID)
    visitor.follow("Write it down : Availability")


def test_after_a_month_staff_and_the_client_are_asked_for_it(cast: Cast, page: str) -> None:
    with after_a_month():
        herself = cast.visits(cast.client_account)
        staff = cast.visits(cast.staff)
        staff.open("/clients/stale")
        assert "Availability (not asked yet)" in " ".join(staff.text.split())
        assert "Contact" not in staff.page.select_one("main .app-row").get_text()
        herself.open("/home")
        assert "There is something that we have not asked you yet." in herself.text
        herself.follow("Look, and tell us")
        herself.follow("Write it down : Availability")
        herself.submit({"hours": "either", "open_to_interim": "False"}, button="Save")
        assert value_of(herself, "Hours") == "Full time or part time Claimed"
        assert value_of(herself, "Open to an interim job") == "No"
    assert unsaid(cast) == UNSAID - {"availability"}


def test_a_page_saved_without_an_answer_claims_nothing(cast: Cast, page: str) -> None:
    herself = cast.visits(cast.client_account)
    herself.open(f"{page}/edit/availability")
    assert not herself.page.select("input[type=radio][checked]")
    herself.submit({"childcare_need": "A child of three"}, button="Save")
    assert value_of(herself, "Hours") == "Not known yet"
    assert "availability" in unsaid(cast)
    herself.open(f"{page}/edit/languages")
    herself.submit(button="Save")
    assert value_of(herself, "Interpreter needed") == "Not known yet"
    herself.open(f"{page}/edit/availability")
    token = herself.page.find("input", {"name": "csrf_token"})["value"]
    sent = herself.http.post(
        f"{page}/edit/availability",
        data={"csrf_token": token, "version": "9", "open_to_interim": "perhaps"},
    )
    assert sent.status_code == 422


@pytest.mark.parametrize(
    ("who", "button"),
    [("client_account", "I do not know yet"), ("staff", "Asked, and not known yet")],
)
def test_not_to_know_is_an_answer_for_as_long_as_the_topic_keeps(
    cast: Cast, page: str, who: str, button: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"{page}/confirm")
    how = {} if who == "client_account" else {"practice-how": "phone"}
    visitor.submit(how, button=f"{button} : Work in the profession")
    assert unsaid(cast) == UNSAID - {"practice"}
    with cast.app.app_context():
        [due] = [one.due_on for one in standings(fresh(cast)) if one.rule.topic == Topic.PRACTICE]
        assert due == clock.today() + relativedelta(months=12)


def test_a_link_asks_for_it_in_her_own_words(cast: Cast, visitor: Visitor) -> None:
    with cast.app.app_context():
        Client.update(email="hana@mail.example", contact_route="email").where(
            Client.id == cast.client.id
        ).execute()
    with after_a_month():
        with cast.app.app_context():
            assert ask_to_confirm() == 1
            [link] = addresses(Message.select().order_by(Message.id.desc()).get().body)
        visitor.open(link.removeprefix(cast.app.config["BASE_URL"]))
        assert "This is what you told us" not in visitor.text
        assert "Availability: we have not asked you yet. Can you tell us?" in visitor.text
        visitor.submit(
            {"availability_words": "Mornings, from nine", "practice": "yes"},
            button="Send the answers",
        )
        assert "You have written to us. We look at it." in visitor.text
        assert "It is noted." in visitor.text
        staff = cast.visits(cast.staff)
        staff.open(f"/clients/{cast.client.reference}/confirm")
        assert "Mornings, from nine" in staff.text
    assert unsaid(cast) == UNSAID - {"practice"}


def migration() -> ModuleType:
    path = MIGRATIONS / "0054_nobody_has_said_yet.py"
    spec = importlib.util.spec_from_file_location("migration_0054", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_record_from_before_keeps_what_somebody_said_or_confirmed(cast: Cast) -> None:
    with cast.app.app_context():
        made = {
            name: create_client(SYSTEM, programme=cast.programme, name=name, profession="nurse")
            for name in ("Unasked", "Changed", "Confirmed", "Told")
        }
        change = migration()
        change.down(None, database.obj)
        note_change(SYSTEM, made["Changed"].id, "hours", before="part_time", after="either")
        confirm(
            SYSTEM, Client.get_by_id(made["Confirmed"].id), Topic.REGISTRATION, how=Confirmed.PHONE
        )
        Client.update(hours="part_time").where(Client.id == made["Told"].id).execute()
        change.up(None, database.obj)
        found = {name: Client.get_by_id(row.id) for name, row in made.items()}
        assert [(found[name].hours, found[name].registration_stage) for name in made] == [
            (None, None), ("either", None), (None, "not_started"), ("part_time", None),
        ]  # fmt: skip
        assert {row.open_to_interim for row in found.values()} == {None}
        assert Confirmation.select().count() == 1
