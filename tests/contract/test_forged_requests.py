"""A page of somebody else's can neither act for who is signed in nor send them elsewhere."""

import pytest
from flask import Flask

from app import clock
from app.accounts.models import AccountSession
from app.policy import GRANTS, ROUTES, Role
from tests.cast import Cast
from tests.contract.test_policy import _account, _token, address, rules
from tests.visitor import HTMX, Visitor

ROLES = [role for role in Role if role not in (Role.SYSTEM, Role.VISITOR)]
# A mail programme presses it for its reader (RFC 8058); the address itself is the proof.
OF_A_MAIL = "notifications.stop_messages"
HERE = {"HX-Current-URL": "https://evil.example//evil.example/x", "HX-Boosted": "true"}


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_done_without_the_pages_token_whatever_the_verb(
    app: Flask, cast: Cast, role: Role
) -> None:
    visitor = cast.visits(_account(cast, role))
    _token(visitor)
    for rule, method in rules(app):
        if (
            method != "POST"
            or rule.endpoint == OF_A_MAIL
            or ROUTES[rule.endpoint] not in GRANTS[role]
        ):
            continue
        path = address(app, rule)
        for headers in ({}, HTMX, HTMX | {"X-CSRFToken": "forged"}):
            answer = visitor.http.post(path, headers=headers)
            assert answer.status_code == 400, (path, headers)
        for verb in ("PUT", "PATCH", "DELETE"):
            answer = visitor.http.open(path, method=verb, headers=HTMX)
            assert answer.status_code in (400, 404, 405), (verb, path)


def test_the_token_in_htmx_s_header_is_taken(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    headers = HTMX | {"X-CSRFToken": _token(visitor)}
    assert visitor.http.post("/clients/selected", headers=headers).status_code == 303


def test_anothers_token_is_none(cast: Cast) -> None:
    token = _token(cast.visits(cast.partner))
    visitor = cast.visits(cast.staff)
    answer = visitor.http.post("/clients/selected", data={"csrf_token": token})
    assert answer.status_code == 400


def test_who_is_out_is_sent_to_our_own_sign_in_whatever_the_headers_say(
    app: Flask, cast: Cast
) -> None:
    visitor: Visitor = cast.visits(cast.staff)
    with app.app_context():
        AccountSession.update(ended_at=clock.now()).execute()
    for path in ("/clients?next=//evil.example", "/clients/C-2222-22/english"):
        answer = visitor.http.get(path, headers=HTMX | HERE)
        assert answer.headers["HX-Redirect"].startswith("/sign-in?next=/clients")
        assert "Location" not in answer.headers
    for name, value in answer.headers.items():
        assert "evil" not in value, name
