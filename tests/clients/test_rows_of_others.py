"""A row's number under another client's reference: it is not there, and nothing happens to it."""

import uuid

import pytest
from flask import Flask

from app.clients.merging.tables import snapshot
from app.policy import GRANTS, ROUTES
from tests.cast import Cast
from tests.contract.test_no_route_breaks import Attacker, World, path_of
from tests.visitor import Visitor, filled_in

# Parts of an address that name no row; every client has each of these pages.
WORDS = {"section", "topic"}
# What a form could name besides: whose it is, who made it, and how it stands.
FORGED = {
    "client": "1", "client_id": "1", "organisation": "1", "organisation_id": "1", "id": "1",
    "state": "closed", "level": "verified", "coordinator": "1", "author": "1", "merged_into": "1",
    "recorded_by": "1", "asking_organisation": "1", "withdrawn_at": "", "version": "1",
    "is_open": "0", "role": "admin", "programme": "1", "reference": "C-2222-22",
}  # fmt: skip


@pytest.mark.parametrize("who", ["staff", "other_partner", "other_client_account"])
def test_a_row_of_another_client_is_not_there(app: Flask, cast: Cast, who: str) -> None:
    cast.other_client  # noqa: B018 -- made when named
    world = World(app, cast)
    account = getattr(cast, who)
    visitor = cast.visits(account)
    sender = Attacker(visitor)
    rows = {"fact": [f"english:{world.values['result_id']}",
                     f"qualification:{world.values['qualification_id']}"]}  # fmt: skip
    with app.app_context():
        before = snapshot([cast.client.id])
    tried = 0
    for rule in app.url_map.iter_rules():
        others = rule.arguments - {"reference"} - WORDS
        granted = ROUTES[rule.endpoint] in GRANTS[cast.viewer(account).role]
        if not rule.rule.startswith("/clients/<reference>/") or not others or not granted:
            continue
        values = world.arguments(rule) | {
            "reference": cast.other_client.reference, "request_reference": world.values["requests"],
        }  # fmt: skip
        for one in rows["fact"] if "fact" in others else [""]:
            path = path_of(rule, values | ({"fact": one} if one else {}))
            for method in (rule.methods or set()) & {"GET", "POST"}:
                told = _send(sender, method, path)
                assert told in (404, 422, 409), (rule.endpoint, told)
                assert told == 404 or method == "POST", (rule.endpoint, told)
                tried += 1
    assert tried > (1 if who == "other_partner" else 4)
    with app.app_context():
        assert snapshot([cast.client.id]) == before


def _send(sender: Attacker, method: str, path: str) -> int:
    if method == "GET":
        return int(sender.visitor.http.get(path).status_code)
    data = {"csrf_token": sender.token, "form_key": uuid.uuid4().hex, "text": "x", "title": "x"}
    return int(sender.visitor.http.post(path, data=data | FORGED).status_code)


def test_fields_that_no_form_asks_for_are_not_written(app: Flask, cast: Cast) -> None:
    base = f"/clients/{cast.client.reference}"
    client, staff = cast.visits(cast.client_account), cast.visits(cast.staff)
    for visitor, page, answers in (
        (client, "/edit/contact", {"phone": "0121 496 0000"}),
        (staff, "/qualifications/new", {"title": "BSc"}),
        (staff, "/timeline", {"text": "Rang her.", "audience": "staff"}),
        (client, "/needs/new", {"words": "A suit.", "kind": "clothing"}),
    ):
        _forge(visitor, base + page, answers)
    with app.app_context():
        rows = snapshot([cast.client.id])
    own = rows["client", cast.client.id]
    assert (own["merged_into"], own["coordinator"], own["programme"]) == (
        None, None, cast.programme.id,
    )  # fmt: skip
    assert own["reference"] == cast.client.reference
    for (table, _id), row in rows.items():
        assert row.get("level") in (None, "claimed"), table
        assert row.get("author") in (None, cast.staff.id), table
        assert row.get("recorded_by") in (None, cast.client_account.id), table
        assert row.get("role") in (None, "client"), table


def _forge(visitor: Visitor, path: str, answers: dict[str, str]) -> None:
    page = visitor.open(path)
    form = next(
        one for one in page.find_all("form", method="post") if not one.find_parent("header")
    )
    token = {"csrf_token": str(form.find("input", {"name": "csrf_token"})["value"])}
    told = visitor.http.post(
        str(form.get("action") or path), data=FORGED | filled_in(form) | answers | token
    )
    assert told.status_code == 303, (path, told.status_code)
