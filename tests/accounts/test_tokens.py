"""Secrets in addresses: each is good at its own address, for its time, and nowhere else."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import clock
from app.accounts.models import OneTimeLink
from app.accounts.services import make_password_link
from app.clients.models import Client
from app.clients.services import create_client
from app.notifications.models import Message, UnconfirmedAddress
from app.organisations.models import Organisation, Service
from app.policy import SYSTEM
from app.referrals.models import ReferralMove
from app.support.checking import check_word
from app.support.models import SupportMove
from app.web.sealing import sealed
from tests.cast import Cast
from tests.clients.test_canaries_everywhere import Watched
from tests.contract.test_no_route_breaks import path_of
from tests.visitor import Visitor

# Whose address has the token; a link that stops mails must work as long as the mail is kept.
OWN = {
    "accounts": "token", "notifications.stop": "stop", "notifications.ask_stop": "stop",
    "notifications": "confirm", "clients": "still_right", "support.show_check": "check",
    "support.assure_by_link": "check", "support.pause_by_link": "check", "support": "answer",
    "referrals": "referrer",
}  # fmt: skip
FOR_EVER = {"stop"}
WITHOUT_ANSWER = {"support.send_new_link"}  # answers all alike; see test_answer_by_link


@pytest.fixture
def world(app: Flask, cast: Cast) -> Watched:
    return Watched(app, cast)


def tokens(app: Flask, cast: Cast, world: Watched) -> dict[str, str]:
    session = cast.visits(cast.staff).http.get_cookie("session")
    assert session is not None
    with app.test_request_context():
        found = {
            "token": make_password_link(SYSTEM, cast.partner),
            "stop": world.values["stop"].rpartition("/")[2],
            "interrupted": sealed("interrupted form", [clock.now().isoformat(), 1, "/", []]),
            "session": session.value,
            "check": check_word(Organisation.get_by_id(cast.organisation.id)),
        }
    return found | {name: world.values[name] for name in OWN.values() if name not in found}


def own_of(endpoint: str) -> str:
    return next(name for part, name in OWN.items() if endpoint.startswith(part))


def tokened(app: Flask, world: Watched) -> list[tuple[str, str, str]]:
    """Endpoint, method and the address with a place for the token."""
    others = {"move": "acknowledge", "number": world.values["services"]}
    return [
        (rule.endpoint, method, path_of(rule, others | {"token": "TOKEN"}))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if "token" in rule.arguments
    ]


def state(app: Flask) -> list[object]:
    """What a token could have changed."""
    with app.app_context():
        return [
            [model.select().count() for model in (ReferralMove, SupportMove, Message)],
            UnconfirmedAddress.select().count(),
            OneTimeLink.select().where(OneTimeLink.used_at.is_null()).count(),
            list(Client.select(Client.id, Client.updated_at).order_by(Client.id).tuples()),
            list(Service.select().order_by(Service.id).tuples()),
        ]


def send(visitor: Visitor, method: str, path: str) -> int:
    page = visitor.open("/sign-in")
    key = str(page.find("input", {"name": "csrf_token"})["value"])
    data = {"csrf_token": key, "password": "purple lantern harbour", "note": "x", "version": "1"}
    return visitor.http.open(path, method=method, data=data if method == "POST" else {}).status_code


def test_a_token_of_one_kind_opens_no_address_of_another(
    app: Flask, cast: Cast, world: Watched, visitor: Visitor
) -> None:
    known, before = tokens(app, cast, world), state(app)
    for endpoint, method, path in tokened(app, world):
        assert own_of(endpoint) in known
        for name, token in known.items():
            if name == own_of(endpoint) or endpoint in WITHOUT_ANSWER:
                continue
            told = send(visitor, method, path.replace("TOKEN", token))
            assert told in (404, 429), (endpoint, name, told)
    assert state(app) == before


def test_a_token_is_over_when_its_time_is(
    app: Flask, cast: Cast, world: Watched, visitor: Visitor
) -> None:
    known, before = tokens(app, cast, world), state(app)
    for days, alive in ((0, True), (15, False)):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            for endpoint, method, path in tokened(app, world):
                name = own_of(endpoint)
                if (method == "POST" and alive) or endpoint in WITHOUT_ANSWER or name in FOR_EVER:
                    continue
                told = send(visitor, method, path.replace("TOKEN", known[name]))
                # A move that is not open to the sender has no page of its own.
                assert (told != 404) is alive, (endpoint, days, told)
    assert state(app) == before


@pytest.mark.parametrize("verb", ["GET", "HEAD", "OPTIONS"])
def test_looking_uses_nothing_up(
    app: Flask, cast: Cast, world: Watched, visitor: Visitor, verb: str
) -> None:
    known, before = tokens(app, cast, world), state(app)
    for endpoint, method, path in tokened(app, world):
        if method == "GET":
            visitor.http.open(path.replace("TOKEN", known[own_of(endpoint)]), method=verb)
    assert state(app) == before


def test_the_tokens_of_a_record_that_has_become_part_of_another_open_nothing_of_it(
    app: Flask, cast: Cast, world: Watched, visitor: Visitor
) -> None:
    with app.test_request_context():
        other = create_client(SYSTEM, programme=cast.programme, name="Other", profession="nurse")
        Client.update(merged_into=other).where(Client.id == cast.client.id).execute()
    for path in (
        f"/support/answer/{world.values['answer']}",
        f"/clients/still-right/{world.values['still_right']}",
    ):
        visitor.open(path, status=404)
