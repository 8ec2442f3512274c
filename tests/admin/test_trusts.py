"""The trust's phone, address and names: set by an admin, shown to whoever may need help."""

import pytest
from flask import Flask

from app.accounts.models import Account
from app.audit.models import AuditEvent
from app.organisations.models import Programme, Trust
from tests.cast import Cast
from tests.visitor import Visitor

NUMBER = "0121 555 0142"


def open_form(cast: Cast, account: Account | None = None) -> Visitor:
    visitor = cast.visits(account or cast.admin)
    visitor.open(f"/admin/trusts/{cast.trust.key}")
    return visitor


def foot(visitor: Visitor) -> str:
    found = visitor.page.find("footer")
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_the_number_stands_at_the_foot_of_the_pages_of_whoever_may_need_help(
    cast: Cast, visitor: Visitor
) -> None:
    visitor.open("/en/")
    assert "0121" not in foot(visitor)
    admin = open_form(cast)
    admin.submit({"phone": NUMBER}, button="Save")
    assert "Every page shows it from now on." in admin.text
    for address in ("/en/", "/en/refer-yourself", "/sign-in"):
        visitor.open(address)
        assert NUMBER in foot(visitor), address
    for account in (cast.client_account, cast.partner, cast.mentor):
        person = cast.visits(account)
        person.open("/home")
        assert NUMBER in foot(person), account.role
    assert NUMBER not in foot(cast.visits(cast.staff)), "they are whom the others ask"


def test_only_a_trust_that_takes_people_is_named(app: Flask, cast: Cast, visitor: Visitor) -> None:
    with app.app_context():
        Trust.update(phone="0121 555 0143").where(
            Trust.id == cast.other_programme.trust_id
        ).execute()
    visitor.open("/en/")
    assert "LW , 0121 555 0143" in foot(visitor)
    with app.app_context():
        Programme.update(is_open=False).where(Programme.id == cast.other_programme.id).execute()
    visitor.open("/en/")
    assert "0121 555 0143" not in foot(visitor)


def test_who_changed_which_fields_is_kept(app: Flask, cast: Cast) -> None:
    admin = open_form(cast)
    said = {"email": "help@works.example", "address": "1 Unett Street", "name": "A Trust"}
    admin.submit(said, button="Save")
    with app.app_context():
        kept = Trust.get_by_id(cast.trust.id)
        assert {name: getattr(kept, name) for name in said} == said
        event = AuditEvent.get(AuditEvent.action == "trust.change")
        assert event.actor_id == cast.admin.id
        assert event.detail == {"fields": ["address", "email", "name"]}
    open_form(cast).submit(button="Save")
    with app.app_context():
        assert AuditEvent.select().where(AuditEvent.action == "trust.change").count() == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"phone": "ask at the desk"}, "Enter a phone number, like 07700 900123."),
        ({"phone": "0121 " * 20}, "Use at most 40 characters."),
        ({"email": "help at works"}, "Enter an e-mail address, like name@example.org."),
        ({"learning_works_name": " "}, "Enter the name."),
        ({"name": "N" * 151}, "Use at most 150 characters."),
    ],
)
def test_what_cannot_be_right_is_said_beside_the_field_and_kept(
    app: Flask, cast: Cast, said: dict[str, str], told: str
) -> None:
    admin = open_form(cast)
    admin.submit(said, button="Save", status=422)
    assert told in admin.text
    ((name, value),) = said.items()
    assert admin.page.find("input", {"name": name})["value"] == value.strip()
    with app.app_context():
        assert getattr(Trust.get_by_id(cast.trust.id), name) == getattr(cast.trust, name)


def test_two_editors_lose_nothing(app: Flask, cast: Cast) -> None:
    one, two = open_form(cast), open_form(cast)
    one.submit({"phone": NUMBER}, button="Save")
    two.submit({"email": "help@works.example"}, button="Save")
    with app.app_context():
        kept = Trust.get_by_id(cast.trust.id)
        assert (kept.phone, kept.email) == (NUMBER, "help@works.example")
    one, two = open_form(cast), open_form(cast)
    one.submit({"phone": "0121 555 0199"}, button="Save")
    two.submit({"phone": "0121 555 0188"}, button="Save", status=409)
    assert "0121 555 0199" in two.text
    assert "0121 555 0188" in two.text
    two.submit(button="Save")
    with app.app_context():
        assert Trust.get_by_id(cast.trust.id).phone == "0121 555 0188"


def test_an_unknown_trust_is_not_found(cast: Cast) -> None:
    cast.visits(cast.admin).open("/admin/trusts/nowhere", status=404)


def test_an_admin_is_told_what_is_still_to_be_set_up(app: Flask, cast: Cast) -> None:
    admin = cast.visits(cast.admin)
    admin.open("/admin")
    for said in (
        "No phone number is known of",
        "No coordinator has an account.",
        "No organisation is listed",
        "No mail server is set",
    ):
        assert said in admin.text, said
    admin.follow("Set it up")
    admin.submit({"phone": NUMBER}, button="Save")
    assert cast.staff
    assert cast.organisation
    app.config["MAIL_URL"] = "smtp://localhost"
    try:
        admin.open("/admin")
    finally:
        app.config["MAIL_URL"] = ""
    assert "Still to be set up" not in admin.text
    assert NUMBER in admin.text
