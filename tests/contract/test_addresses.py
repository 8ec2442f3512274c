"""Addresses that people, scripts and printed plans rely on never vanish."""

import pytest
from flask import Flask

ADDRESSES = (
    "/",
    "/en/",
    "/refer-yourself",
    "/en/refer-yourself",
    "/refer-yourself/return",
    "/sign-in",
    "/account",
    "/home",
    "/referrals",
    "/referrals/new",
    "/referrals/R-7K3F-2X",
    "/clients",
    "/clients/C-9M4T-WA",
    "/clients/C-9M4T-WA/matches",
    "/clients/C-9M4T-WA/plan",
    "/clients/C-9M4T-WA/plan.pdf",
    "/clients/C-9M4T-WA/english",
    "/clients/C-9M4T-WA/evidence",
    "/clients/C-9M4T-WA/timeline",
    "/opportunities",
    "/opportunities/1",
    "/opportunities/1/matches",
    "/workforce-plans",
    "/workforce-plans/new",
    "/workforce-plans/1",
    "/slots",
    "/slots/new",
    "/slots/1",
    "/bookings",
    "/mentors",
    "/organisations",
    "/organisations/O-7K3F-2X/services",
    "/courses",
    "/support",
    "/support/services/1",
    "/support/requests",
    "/support/requests/S-7K3F-2X",
    "/support/groups",
    "/support/groups/G-7K3F-2X",
    "/clients/C-9M4T-WA/needs",
    "/admin",
    "/admin/messages",
    "/healthz",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_was_given_out_still_works(app: Flask, address: str) -> None:
    with app.app_context():
        endpoint, _values = app.url_map.bind("127.0.0.1").match(address, method="GET")
    assert endpoint in app.view_functions


def test_signing_out_is_a_post(app: Flask) -> None:
    endpoint, _values = app.url_map.bind("127.0.0.1").match("/sign-out", method="POST")
    assert endpoint == "accounts.sign_out"
