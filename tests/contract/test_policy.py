"""The policy table and the app agree, for every role and every address."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.policy import GRANTS, ROUTES, Permission, Role
from app.web.guard import UnlistedEndpoints, check_table
from tests.cast import Cast
from tests.visitor import Visitor

# Values for the arguments of addresses: well formed, and nothing of that name exists.
NOTHING = {"reference": "X-9999-99", "token": "nothing", "filename": "nothing", "lang": "en"}


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def address(app: Flask, rule: Rule) -> str:
    values = {
        name: NOTHING.get(name, 999_999) for name in rule.arguments - set(rule.defaults or ())
    }
    with app.test_request_context():
        built = rule.build(values, append_unknown=False)
    assert built is not None, rule
    return str(built[1])


def test_an_endpoint_without_a_line_in_the_table_stops_the_start(app: Flask) -> None:
    fresh = Flask("fresh")
    fresh.add_url_rule("/new", "somewhere.new", lambda: "")
    with pytest.raises(UnlistedEndpoints, match=r"somewhere\.new"):
        check_table(fresh)


def test_reads_and_writes_have_endpoints_of_their_own(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert len(methods) == 1, f"{rule.endpoint} answers {methods}"


def test_addresses_are_kebab_case_and_keep_no_trailing_slash(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ("static", "public.show_start"):
            continue
        assert not rule.rule.endswith("/"), rule
        assert "_" not in rule.rule.replace("<int:", "<").split("<")[0], rule


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_every_address_lets_in_whom_the_table_says(app: Flask, cast: Cast, role: Role) -> None:
    visitor = Visitor(app) if role is Role.VISITOR else cast.visits(_account(cast, role))
    token = _token(visitor)
    for rule, method in rules(app):
        if rule.endpoint in ("static", "accounts.sign_out"):
            continue
        response = visitor.http.open(
            address(app, rule), method=method, data={"csrf_token": token} if method != "GET" else {}
        )
        granted = ROUTES[rule.endpoint] in GRANTS[role]
        where = f"{role} {method} {rule}"
        assert response.status_code < 500, where
        if granted:
            assert response.status_code != 403, where
            assert "/sign-in" not in response.headers.get("Location", "") or (
                ROUTES[rule.endpoint] is Permission.ANYONE
            ), where
        elif role is Role.VISITOR:
            assert response.status_code == 302, where
            assert "/sign-in" in response.headers["Location"], where
        else:
            assert response.status_code == (404 if rule.arguments else 403), where


def test_a_missing_record_and_one_out_of_reach_look_the_same(app: Flask, cast: Cast) -> None:
    client = cast.visits(cast.client_account)
    there = client.http.get(f"/organisations/{cast.organisation.reference}")
    missing = client.http.get("/organisations/O-9999-99")
    assert there.status_code == missing.status_code == 404
    assert there.data == missing.data


def _account(cast: Cast, role: Role):
    return {
        Role.PARTNER: lambda: cast.partner,
        Role.MENTOR: lambda: cast.mentor,
        Role.STAFF: lambda: cast.staff,
        Role.CLIENT: lambda: cast.client_account,
        Role.ADMIN: lambda: cast.admin,
    }[role]()


def _token(visitor: Visitor) -> str:
    visitor.open("/account" if visitor.address == "/home" else "/sign-in")
    return str(visitor.page.find("input", {"name": "csrf_token"})["value"])
