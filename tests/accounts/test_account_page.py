"""A person's own account."""

from flask import Flask

from app.accounts.models import Account, AccountSession
from tests.cast import Cast


def test_a_person_changes_name_phone_and_language(app: Flask, cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/account")
    visitor.submit({"name": "Paula P.", "phone": "0121 496 0000", "locale": "en"}, button="Save")
    with app.app_context():
        account = Account.get(Account.email == cast.partner.email)
    assert (account.name, account.phone) == ("Paula P.", "0121 496 0000")


def test_an_empty_name_is_refused_and_the_phone_kept(cast: Cast) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open("/account")
    page = visitor.submit({"name": "", "phone": "0121 496 0001"}, button="Save", status=422)
    assert page.find("input", {"name": "phone"})["value"] == "0121 496 0001"
    assert page.find("a", {"href": "#name"}) is not None


def test_another_device_can_be_signed_out(cast: Cast) -> None:
    here, there = cast.visits(cast.partner), cast.visits(cast.partner)
    here.open("/account")
    seen, address = here.page, here.address
    here.submit(button="Sign this device out")
    here.page, here.address = seen, address
    here.submit(button="Sign this device out")
    assert there.http.get("/home").status_code == 302
    assert here.http.get("/home").status_code == 200


def test_a_session_of_another_person_cannot_be_ended(app: Flask, cast: Cast) -> None:
    cast.visits(cast.staff)
    partner = cast.visits(cast.partner)
    partner.open("/account")
    token = partner.page.find("input", {"name": "csrf_token"})["value"]
    with app.app_context():
        foreign = AccountSession.get(AccountSession.account == cast.staff.id).id
    response = partner.http.post(f"/account/sessions/{foreign}/end", data={"csrf_token": token})
    assert response.status_code == 404
