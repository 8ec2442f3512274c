"""Finding a message: by number, by the start of its address, by kind and by state."""

from typing import Any

import pytest
from flask import Flask

from app.db import database
from app.notifications.kinds import BY_KEY
from app.notifications.models import Message, MessageStatus, Problem
from app.notifications.queries import messages
from tests.cast import Cast
from tests.clients.plans import plan_of_what
from tests.conftest import ENGINE
from tests.factories.messages import a_message
from tests.queries import watched
from tests.visitor import Visitor


def written(app: Flask, template: str = "referral_moved", **given: object) -> Message:
    with app.app_context():
        return a_message(template, **given)


def subjects(visitor: Visitor) -> list[str]:
    return [link.find(string=True).strip() for link in visitor.page.select("article h2 a")]


@pytest.mark.parametrize("typed", ["grace", "GRACE.o", "Grace.Osei@People.Example", " grace "])
def test_a_message_is_found_by_the_start_of_its_address(app: Flask, cast: Cast, typed: str) -> None:
    written(app, to_address="Grace.Osei@people.example", subject="Hers")
    written(app, to_address="somebody@people.example", subject="Other")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages", query_string={"search": typed})
    assert subjects(visitor) == ["Hers"]


def test_a_message_is_found_by_its_number_in_any_digits(app: Flask, cast: Cast) -> None:
    written(app, subject="First", to_address="a@people.example")
    found = written(app, subject="Looked for", to_address="b@people.example")
    eastern = str(found.id).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    visitor = cast.visits(cast.admin)
    for typed in (str(found.id), eastern):
        visitor.open("/admin/messages", query_string={"search": typed})
        assert subjects(visitor) == ["Looked for"]
        assert f"Message {found.id}, News about referrals" in visitor.text


def test_what_is_neither_finds_nothing_and_breaks_nothing(app: Flask, cast: Cast) -> None:
    written(app, to_address="a@people.example")
    visitor = cast.visits(cast.admin)
    for typed in ("9" * 18, "9" * 100, "%", "_", "people.example", "'", "²"):
        visitor.open("/admin/messages", query_string={"search": typed})
        assert subjects(visitor) == []
        assert "There are no such messages." in visitor.text
    visitor.open("/admin/messages?kind=nonsense&status=nonsense&after=nonsense")
    assert len(subjects(visitor)) == 1


def test_kind_state_and_address_narrow_together(app: Flask, cast: Cast) -> None:
    problem: dict[str, Any] = {"status": MessageStatus.FAILED, "problem": Problem.ADDRESS_REFUSED}
    written(app, "booking_made", subject="Wanted", to_address="hana@people.example", **problem)
    written(app, "booking_made", subject="Waits", to_address="hana@people.example")
    written(app, "booking_made", subject="Another's", to_address="x@people.example", **problem)
    written(app, "support_moved", subject="Kind", to_address="hana@people.example", **problem)
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages?kind=bookings&status=failed&search=hana")
    assert subjects(visitor) == ["Wanted"]


def test_a_kinds_messages_come_newest_first_over_its_pages(app: Flask, cast: Cast) -> None:
    templates = ("booking_made", "slot_cancelled", "booking_cancelled")
    for number in range(60):
        written(app, templates[number % 3], subject=f"Number {number:02}")
        written(app, "support_moved", subject="Not this kind")
    visitor = cast.visits(cast.admin)
    visitor.open("/admin/messages?kind=bookings")
    found = subjects(visitor)
    for _ in range(2):
        visitor.follow("Next page")
        found += subjects(visitor)
    assert found == [f"Number {number:02}" for number in reversed(range(60))]
    assert "Next page" not in visitor.text


def test_the_fragment_is_what_stands_in_the_page(app: Flask, cast: Cast) -> None:
    written(app, to_address="hana@people.example")
    visitor = cast.visits(cast.admin)
    address = "/admin/messages?kind=referrals&search=hana"
    page, part = visitor.open(address), visitor.fragment(address)
    assert str(page.find(id="message-list")) == str(part.find(id="message-list"))


def test_a_search_shows_no_more_of_a_message_than_before(app: Flask, cast: Cast) -> None:
    secret = "https://pathways.example/support/answer/a-secret"
    message = written(app, "support_linked", to_address="hana@people.example", body=secret)
    visitor = cast.visits(cast.admin)
    for search in ("hana", str(message.id), "a-secret", "https"):
        visitor.open("/admin/messages", query_string={"search": search, "kind": "words"})
        assert "a-secret" not in visitor.page.find(id="message-list").text
    for search in ("a-secret", "https", "pathways"):
        visitor.open("/admin/messages", query_string={"search": search})
        assert subjects(visitor) == []


def test_more_messages_ask_no_more_of_the_database(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    address = "/admin/messages?kind=bookings&search=hana"
    visitor.open(address)
    with watched() as few:
        visitor.open(address)
    for _ in range(20):
        written(app, "booking_made", to_address="hana@people.example")
    with watched() as many:
        visitor.open(address)
    assert len(few) == len(many)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("narrowing", "index"),
    [
        ({"search": "hana"}, "message_to_address"),
        ({"kind": BY_KEY["bookings"]}, "message_template_id"),
        ({"status": MessageStatus.FAILED}, "message_status_id"),
    ],
)
def test_a_search_reads_an_index(cast: Cast, narrowing: dict[str, Any], index: str) -> None:
    assert index in {one.name for one in database.get_indexes("message")}
    if ENGINE == "sqlite":  # PostgreSQL scans a table this small, whatever its indexes
        plan = plan_of_what(lambda: messages(cast.viewer(cast.admin), **narrowing))
        assert index in plan
        assert "search" in narrowing or "ORDER BY" not in plan
