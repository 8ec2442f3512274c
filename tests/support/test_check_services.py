"""Organisations are asked to check what is written of their services, and do so in one press."""

import re

import time_machine
from flask import Flask

from app.audit.models import AuditEvent
from app.notifications.models import Message
from app.organisations.models import AssuredBy, Organisation, Service
from app.support.checking import ask_to_check_services
from tests.cast import Cast
from tests.factories.support import a_service
from tests.visitor import Visitor

ADDRESS = "cedar@mail.example"


def asked(app: Flask) -> int:
    with app.test_request_context():
        return ask_to_check_services()


def path(app: Flask) -> str:
    with app.app_context():
        mail = Message.select().where(Message.to_address == ADDRESS).order_by(Message.id.desc())
        found = re.search(r"/support/check-services/\S+", mail.get().body)
    assert found
    return found.group()


def test_each_worker_is_asked_once_and_again_after_three_months(app: Flask, cast: Cast) -> None:
    cast.partner, cast.other_partner  # noqa: B018 -- made when named
    with time_machine.travel("2026-11-20 10:00", tick=False):
        with app.test_request_context():
            for name in ("One", "Two"):
                a_service(cast.organisation, name=name, months_ago=7)
            a_service(cast.other_organisation, months_ago=5)
        assert (asked(app), asked(app)) == (1, 0)
        with app.app_context():
            mail = Message.get()
            assert mail.to_address == cast.partner.email
            assert "Cedar" not in mail.subject + mail.body
            assert f"/organisations/{cast.organisation.reference}/services" in mail.body
    with time_machine.travel("2027-02-25 10:00", tick=False):
        assert asked(app) == 2  # the other organisation's is old by now too


def test_an_organisation_without_an_account_says_yes_by_a_link(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    with app.test_request_context():
        Organisation.update(email=ADDRESS).where(Organisation.id == cast.organisation.id).execute()
        number = a_service(cast.organisation, name="Old suits", months_ago=13).id
        other = a_service(cast.organisation, name="Old hats", months_ago=13).id
        Service.update(assured_by=AssuredBy.STAFF).execute()
        foreign = a_service(cast.other_organisation).id
    assert (asked(app), asked(app)) == (1, 0)
    for _ in range(2):
        visitor.open(path(app))
    assert "Not checked for a year" in visitor.text
    visitor.submit(button="This is still right: Old suits")
    visitor.submit(button="We do not offer this now: Old hats")
    assert "Old hats" not in visitor.text
    assert "Was that a mistake? Ring the Learning Works." in visitor.text
    with app.app_context():
        service = Service.get_by_id(number)
        assert service.assured_by == AssuredBy.ORGANISATION
        assert not Service.get_by_id(other).is_active
        event = AuditEvent.get(AuditEvent.action == "service.assure")
        assert (event.actor_id, event.actor_role) == (None, "partner")
    token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
    data = {"csrf_token": token, "form_key": "k"}
    answer = visitor.http.post(f"{path(app)}/{foreign}/right", data=data)
    assert answer.status_code == 404
    assert asked(app) == 0


def test_a_link_ends_with_its_days_and_with_the_address(
    app: Flask, cast: Cast, visitor: Visitor
) -> None:
    with time_machine.travel("2026-11-20 10:00", tick=False):
        with app.test_request_context():
            Organisation.update(email=ADDRESS).execute()
            a_service(Organisation.get_by_id(cast.organisation.id), months_ago=8)
            Organisation.update(email=ADDRESS).execute()
        assert asked(app) == 1
        address = path(app)
        visitor.open(address)
        visitor.open(f"{address}x", status=404)
    with time_machine.travel("2026-12-04 10:01", tick=False):
        visitor.open(address, status=404)
    with time_machine.travel("2026-11-21 10:00", tick=False):
        visitor.open(address)
        with app.app_context():
            Organisation.update(email="new@mail.example").execute()
        visitor.open(address, status=404)
