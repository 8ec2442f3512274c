"""An organisation's services: its own people and the staff keep them right."""

from datetime import date

import pytest
from flask import Flask

from app.audit.models import AuditEvent
from app.organisations.models import AssuredBy, Service, ServiceKind, ServiceLanguage
from tests.cast import Cast
from tests.factories.support import a_service

ANSWERS = {
    "name": "Interview clothes", "kind": "clothing", "is_free": "yes", "postcode": "B66 2QT",
    "languages": ["ar", "fa"], "how_to_get": "Come on Tuesdays from 10:00.",
    "accessibility": "No steps", "eligibility": "Anybody with an interview",
}  # fmt: skip


@pytest.fixture
def services(cast: Cast) -> str:
    return f"/organisations/{cast.organisation.reference}/services"


def test_a_partner_adds_a_service_of_its_own(app: Flask, cast: Cast, services: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/organisations/{cast.organisation.reference}")
    visitor.follow("Add a service")
    visitor.submit(ANSWERS, button="Save")
    for said in ("Interview clothes", "Clothes for interviews", "Free", "Arabic", "No steps"):
        assert said in visitor.text
    assert "The organisation said on" in visitor.text
    with app.app_context():
        service = Service.get()
        assert service.organisation_id == cast.organisation.id
        assert service.latitude == pytest.approx(52.49, abs=0.05)
        assert {row.code for row in ServiceLanguage.select()} == {"ar", "fa"}
        assert AuditEvent.select().where(AuditEvent.action == "service.create").count() == 1


def test_sending_the_form_twice_adds_one_service(app: Flask, cast: Cast, services: str) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open(f"{services}/new")
    for _ in range(2):
        visitor.page, visitor.address = page, f"{services}/new"
        visitor.submit(ANSWERS, button="Save")
    with app.app_context():
        assert Service.select().count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    cast: Cast, services: str
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{services}/new")
    visitor.submit({"name": "", "postcode": "nowhere", "description": "kept"}, status=422)
    assert "Enter the name." in visitor.text
    assert "Say whether it is free." in visitor.text
    assert visitor.page.find("textarea", {"name": "description"}).text.strip() == "kept"
    visitor.submit({"name": "x" * 151, "is_free": "no"}, status=422)
    assert "Use at most 150 characters." in visitor.text
    assert "Enter a postcode" in visitor.text


def test_one_press_says_that_a_service_is_still_right(
    app: Flask, cast: Cast, services: str
) -> None:
    with app.app_context():
        service = a_service(cast.organisation, months_ago=13)
    visitor = cast.visits(cast.partner)
    visitor.open(services)
    assert "Not checked for a year" in visitor.text
    visitor.submit(button="This is still right")
    assert "Not checked for a year" not in visitor.text
    with app.app_context():
        service = Service.get_by_id(service.id)
        assert service.assured_by == AssuredBy.ORGANISATION
        assert service.assured_on > date(2026, 1, 1)


def test_staff_keep_the_services_of_all(app: Flask, cast: Cast, services: str) -> None:
    with app.app_context():
        a_service(cast.organisation)
    visitor = cast.visits(cast.staff)
    visitor.open(services)
    visitor.follow("Change or pause")
    visitor.submit({"name": "Suits to keep", "is_free": "no", "cost": "£5"}, button="Save")
    assert "Suits to keep" in visitor.text
    assert "£5" in visitor.text
    assert "The Learning Works said on" in visitor.text


def test_an_ended_service_is_not_found_and_can_be_offered_again(
    app: Flask, cast: Cast, services: str
) -> None:
    with app.app_context():
        number = a_service(cast.organisation).id
    visitor = cast.visits(cast.partner)
    visitor.open(f"{services}/{number}/edit")
    visitor.submit(button="Stop offering it for now")
    assert "You can offer it again here." in visitor.text
    assert "Services not offered now" in visitor.text
    visitor.open(f"/support/services/{number}", status=404)
    visitor.open(services)
    visitor.submit(button="Offer it again")
    visitor.open(f"/support/services/{number}")


def test_the_second_of_two_editors_is_told_and_changes_nothing(
    app: Flask, cast: Cast, services: str
) -> None:
    with app.app_context():
        number = a_service(cast.organisation).id
    one, two = cast.visits(cast.partner), cast.visits(cast.staff)
    for visitor in (one, two):
        visitor.open(f"{services}/{number}/edit")
    one.submit({"name": "First"}, button="Save")
    two.submit({"name": "Second"}, button="Save", status=409)
    assert "Somebody else changed the same thing" in two.text
    with app.app_context():
        assert Service.get_by_id(number).name == "First"


def test_another_organisation_reads_and_changes_nothing(
    app: Flask, cast: Cast, services: str
) -> None:
    with app.app_context():
        number = a_service(cast.organisation).id
    visitor = cast.visits(cast.other_partner)
    visitor.open(services)
    assert "Interview clothes" in visitor.text
    assert "This is still right" not in visitor.text
    token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
    for verb in ("assure", "end", "edit", "offer-again"):
        answer = visitor.http.post(f"{services}/{number}/{verb}", data={"csrf_token": token})
        assert answer.status_code == 403, verb
    own = f"/organisations/{cast.other_organisation.reference}/services"
    visitor.open(f"{own}/{number}/edit", status=404)


def test_a_client_does_not_see_the_page_of_an_organisation(cast: Cast, services: str) -> None:
    cast.visits(cast.client_account).open(services, status=404)


def test_a_kind_that_is_none_cannot_be_kept(app: Flask, cast: Cast, services: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{services}/new")
    visitor.submit(ANSWERS | {"kind": "magic"}, button="Save", status=422)
    with app.app_context():
        assert not Service.select().where(Service.kind.not_in(list(ServiceKind))).exists()


def test_only_what_was_read_is_said_to_be_right(app: Flask, cast: Cast, services: str) -> None:
    with app.app_context():
        number = a_service(cast.organisation, months_ago=13).id
    one, two = cast.visits(cast.partner), cast.visits(cast.staff)
    one.open(services)
    two.open(f"{services}/{number}/edit")
    two.submit({"name": "Something else"}, button="Save")
    with app.app_context():
        Service.update(assured_on=date(2025, 1, 1)).execute()
    one.submit(button="This is still right", status=409)
    assert "Somebody changed this service" in one.text
    with app.app_context():
        assert Service.get_by_id(number).assured_on == date(2025, 1, 1)


def test_a_partner_finds_its_own_services_also_when_none_is_offered_now(
    app: Flask, cast: Cast, services: str
) -> None:
    with app.app_context():
        a_service(cast.organisation, name="Paused one")
        Service.update(is_active=False).execute()
    visitor = cast.visits(cast.partner)
    visitor.open("/support")
    visitor.follow("Our own services")
    assert "Paused one" in visitor.text
    visitor.open(f"/organisations/{cast.organisation.reference}")
    visitor.follow("Keep these services right")
    assert "Paused one" in visitor.text
