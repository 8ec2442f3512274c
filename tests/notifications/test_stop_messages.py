"""The link in a mail that stops mails of its kind."""

import pytest
from flask import Flask

from app.notifications.links import stop_link
from app.notifications.models import Delivery, Message, MessageChoice
from app.notifications.services import choose
from app.policy import SYSTEM
from tests.factories.messages import a_message
from tests.visitor import Visitor


def path_of(app: Flask, template: str = "booking_made", **given: object) -> str:
    with app.app_context():
        link = stop_link(a_message(template, **given))
    assert link is not None
    return link.removeprefix(app.config["BASE_URL"])


def chosen(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.kind: row.delivery for row in MessageChoice.select()}


def test_opening_the_link_changes_nothing(app: Flask, visitor: Visitor) -> None:
    visitor.open(path_of(app))
    assert visitor.heading == "Stop these messages?"
    assert chosen(app) == {}


def test_the_button_stops_the_kind_without_signing_in(app: Flask, visitor: Visitor) -> None:
    visitor.open(path_of(app))
    visitor.submit(button="Stop these messages")
    assert visitor.heading == "No more of these messages"
    assert chosen(app) == {"bookings": "never"}


def test_a_mail_programmes_one_click_stops_the_kind(app: Flask, visitor: Visitor) -> None:
    path = path_of(app)
    for _twice in range(2):
        response = visitor.http.post(path, data={"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    assert chosen(app) == {"bookings": "never"}


def test_the_daily_mails_link_stops_what_may_be_stopped(app: Flask, visitor: Visitor) -> None:
    with app.test_request_context():
        wanted = {"bookings": Delivery.DAILY, "referrals": Delivery.DAILY}
        choose(SYSTEM, "a@people.example", wanted)
    visitor.open(path_of(app, "digest"))
    visitor.submit(button="Stop these messages")
    assert chosen(app) == {"bookings": "never", "referrals": "daily"}


def test_the_page_is_in_the_readers_language(app: Flask, visitor: Visitor) -> None:
    page = visitor.open(path_of(app, locale="ar_001"))
    assert page.find("html")["dir"] == "rtl"


@pytest.mark.parametrize("token", ["nothing", "MQ.AAAA", "IjEi.xyz"])
def test_a_forged_link_leads_nowhere(visitor: Visitor, token: str) -> None:
    visitor.open(f"/stop-messages/{token}", status=404)
    assert visitor.http.post(f"/stop-messages/{token}").status_code == 404


def test_the_link_names_no_person(app: Flask) -> None:
    assert "people" not in path_of(app)
    with app.app_context():
        assert Message.select().count() == 1
