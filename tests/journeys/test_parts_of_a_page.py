"""Parts of a page that are loaded after it: what happens when they cannot be."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Route, expect

from app import clock
from app.accounts.models import AccountSession
from tests.cast import Cast
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def test_a_part_that_is_gone_stays_a_link(people: People, cast: Cast, javascript: bool) -> None:
    if not javascript:
        return
    staff = people.person()
    staff.sign_in(cast.staff.email)

    def gone(route: Route) -> None:
        route.fulfill(status=404, content_type="text/html", body="<html><h1>Not here</h1></html>")

    staff.page.route("**/english", gone)
    with staff.page.expect_response("**/english"):
        staff.open(f"/clients/{cast.client.reference}")
    expect(staff.page.get_by_role("heading", name="English").get_by_role("link")).to_be_visible()
    staff.does_not_see("Not here")


def test_a_search_that_fails_says_so_until_one_succeeds(
    people: People, cast: Cast, javascript: bool
) -> None:
    if not javascript:
        return
    assert cast.client
    assert cast.other_client
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.open("/clients")
    told = staff.page.get_by_text("The list could not be loaded.")
    expect(told).to_be_hidden()
    box = staff.page.get_by_label("Name or reference")
    for fail in (lambda route: route.abort(), lambda route: route.fulfill(status=500, body="x")):
        staff.page.route("**/clients?search=*", fail)
        box.fill("oma")
        expect(told).to_be_visible()
        staff.sees("Hana Tesfaye")
        staff.look()
        staff.page.unroute("**/clients?search=*")
        staff.page.get_by_role("button", name="Search").click()
        expect(told).to_be_hidden()
        staff.does_not_see("Hana Tesfaye")
        box.fill("")
        staff.sees("Hana Tesfaye")


def test_who_searches_after_the_session_ended_comes_back_to_the_list(
    app: Flask, people: People, cast: Cast, javascript: bool
) -> None:
    if not javascript:
        return
    staff = people.person()
    staff.sign_in(cast.staff.email)
    assert cast.client
    staff.open("/clients?profession=nurse")
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    staff.page.get_by_label("Name or reference").press_sequentially("han")
    expect(staff.page).to_have_url(re.compile("/sign-in"))
    staff.fill("E-mail address", cast.staff.email)
    staff.fill("Password", "purple lantern harbour")
    staff.press("Sign in", within="main")
    expect(staff.page).to_have_url(re.compile(r"/clients\?search=han&profession=nurse"))
    staff.sees("Hana Tesfaye")
