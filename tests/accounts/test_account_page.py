"""A person's own account."""

import pytest
from flask import Flask

from app.accounts.models import Account, AccountSession
from tests.cast import Cast

MOZILLA, WEBKIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"


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


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{MOZILLA} (Linux; Android 13; K) {WEBKIT} Chrome/120.0 Mobile Safari/537.36",
         "Chrome, Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 17_1 like Mac OS X) {WEBKIT} Version/17.1 Safari/604.1",
         "Safari, iPhone"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/120.0 Safari/537.36 Edg/120.0",
         "Edge, Windows"),
        (f"{MOZILLA} (Macintosh; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox, Mac"),
        (f"{MOZILLA} (Linux; Android 9; SM-J330) {WEBKIT} SamsungBrowser/19.0 Chrome/102.0",
         "Samsung Internet, Android"),
        ("curl/8.1", "An unnamed browser"),
        ("", "An unnamed browser"),
    ],
)  # fmt: skip
def test_a_device_is_called_what_its_owner_calls_it(
    app: Flask, cast: Cast, said: str, told: str
) -> None:
    visitor = cast.visits(cast.partner)
    with app.app_context():
        AccountSession.update(browser=said).execute()
    visitor.open("/account")
    assert f"{told}, last used" in visitor.text
    assert "Mozilla" not in visitor.text
