"""Two hands on the organisations: one name once, and nothing that was typed is lost."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from app.organisations import services
from app.organisations.models import Organisation, OrganisationKind
from app.policy import SYSTEM
from app.references import unused_reference
from tests.at_once import at_once
from tests.cast import Cast
from tests.conftest import ENGINE
from tests.factories.support import a_service


def test_of_two_at_once_with_one_name_the_second_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    if ENGINE == "postgresql":  # SQLite lets one writer in at a time
        gate = threading.Barrier(2)

        def reference(prefix: str, is_taken: Callable[[str], bool]) -> str:
            gate.wait(10)
            return unused_reference(prefix, is_taken)

        monkeypatch.setattr(services, "unused_reference", reference)

    def make() -> Organisation:
        with app.test_request_context():
            return services.create_organisation(
                SYSTEM, name="Blue Door", kind=OrganisationKind.FAITH
            )

    results = at_once(app, [make, make])
    assert {type(one) for one in results} == {Organisation, services.NameTaken}


def test_different_answers_of_two_editors_are_both_kept(app: Flask, cast: Cast) -> None:
    address = f"/organisations/{cast.organisation.reference}/edit"
    one, two = cast.visits(cast.staff), cast.visits(cast.admin)
    for visitor in (one, two):
        visitor.open(address)
    one.submit({"phone": "0121 555 0100"}, button="Save")
    two.submit({"about": "Tea and talk."}, button="Save")
    with app.app_context():
        kept = Organisation.get_by_id(cast.organisation.id)
        assert (kept.phone, kept.about) == ("0121 555 0100", "Tea and talk.")


def test_the_second_editor_of_one_answer_sees_both_versions(app: Flask, cast: Cast) -> None:
    address = f"/organisations/{cast.organisation.reference}/edit"
    one, two = cast.visits(cast.staff), cast.visits(cast.admin)
    for visitor in (one, two):
        visitor.open(address)
    one.submit({"about": "First words.", "kind": "faith"}, button="Save")
    two.submit({"about": "Second words.", "kind": "college"}, button="Save", status=409)
    for said in ("First words.", "Second words.", "Faith group", "College"):
        assert said in two.text
    assert two.page.find("textarea", {"name": "about"}).text.strip() == "Second words."
    with app.app_context():
        assert Organisation.get_by_id(cast.organisation.id).about == "First words."
    two.submit({}, button="Save")
    with app.app_context():
        assert Organisation.get_by_id(cast.organisation.id).about == "Second words."


def test_a_form_without_its_marks_overwrites_nothing(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/organisations/{cast.organisation.reference}/edit")
    visitor.submit({"about": "Mine.", "seen": "nonsense"}, button="Save", status=409)
    assert "Somebody else changed the same thing" in visitor.text


def test_the_second_editor_of_a_service_sees_both_versions(app: Flask, cast: Cast) -> None:
    with app.app_context():
        number = a_service(cast.organisation, languages=["ar"]).id
    address = f"/organisations/{cast.organisation.reference}/services/{number}/edit"
    one, two = cast.visits(cast.partner), cast.visits(cast.staff)
    for visitor in (one, two):
        visitor.open(address)
    changes = {"name": "First", "is_free": "no", "cost": "£5", "languages": ["fa"]}
    one.submit(changes, button="Save")
    two.submit({"name": "Second"}, button="Save", status=409)
    for said in ("First", "Second", "£5", "Persian", "Arabic"):
        assert said in two.text, said
    assert two.page.find("input", {"name": "name"})["value"] == "Second"
    two.submit({}, button="Save")
    assert "Second" in two.text
