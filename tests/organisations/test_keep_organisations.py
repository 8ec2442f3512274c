"""Adding and changing organisations."""

from flask import Flask

from app.organisations.models import Organisation
from tests.cast import Cast


def test_staff_add_an_organisation(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open("/organisations")
    visitor.follow("Add an organisation")
    visitor.submit({"name": "Blue Door", "kind": "faith", "postcode": "B18"}, button="Save")
    assert visitor.heading == "Blue Door"
    visitor.open("/organisations?search=blue")
    assert "Blue Door" in visitor.text


def test_a_name_that_is_taken_is_refused_beside_its_field(app: Flask, cast: Cast) -> None:
    name = cast.organisation.name
    visitor = cast.visits(cast.staff)
    visitor.open("/organisations/new")
    visitor.submit({"name": name, "about": "kept"}, button="Save", status=422)
    assert "of this name already" in visitor.text
    assert visitor.page.find("textarea", {"name": "about"}).text.strip() == "kept"


def test_sending_the_form_twice_adds_one(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    page = visitor.open("/organisations/new")
    visitor.submit({"name": "Once Only"}, button="Save")
    visitor.page, visitor.address = page, "/organisations/new"
    visitor.submit({"name": "Once Only"}, button="Save")
    assert visitor.heading == "Once Only"
    with app.app_context():
        assert Organisation.select().where(Organisation.name == "Once Only").count() == 1


def test_a_change_is_found_by_search(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.admin)
    visitor.open(f"/organisations/{cast.organisation.reference}/edit")
    visitor.submit({"name": "Oak House", "website": "nowhere"}, button="Save", status=422)
    visitor.submit({"name": "Oak House", "website": "https://oak.example"}, button="Save")
    assert visitor.heading == "Oak House"
    assert "https://oak.example" in visitor.text
    visitor.open("/organisations?search=oak")
    assert "Oak House" in visitor.text


def test_a_partner_may_look_and_not_change(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"/organisations/{cast.organisation.reference}/edit", status=404)
    visitor.open("/organisations/new", status=403)
