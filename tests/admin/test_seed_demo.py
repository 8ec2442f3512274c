"""The demo programme."""

from collections import Counter

import pytest
import time_machine
from flask import Flask

from app.accounts.models import Account
from app.admin.demo import programme as demo
from app.admin.demo.people import professions
from app.bookings.models import Booking, Slot
from app.clients.models import Client
from app.opportunities.models import OpportunityKind
from app.opportunities.plan_queries import stale_workforce_plans
from app.opportunities.queries import is_open, reachable, unsure_count
from app.organisations.models import Organisation
from app.pathways.models import Plan
from app.policy import SYSTEM
from app.reference import reference
from app.referrals.models import Referral
from app.referrals.transitions import State
from tests.visitor import Visitor

PASSWORD = "timber violet saffron 17"


@pytest.fixture(autouse=True)
def password(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DEMO_PASSWORD", PASSWORD)


@pytest.fixture
def seeded(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["seed-demo"])
    assert result.exit_code == 0, result.output


def test_the_demo_has_the_programmes_people_and_partners(app: Flask, seeded: None) -> None:
    with app.app_context():
        assert Organisation.select().count() == 52
        assert Client.select().count() == 183
        counts = Counter(row.profession for row in Client.select(Client.profession))
        states = {row.state for row in Referral.select(Referral.state)}
        assert counts == Counter(professions())
        assert states == set(State)
        assert Plan.select().count() > 140
        assert Booking.select().count() > 20
        open_ones = reachable(SYSTEM).where(is_open())
        assert {row.kind for row in open_ones} == set(OpportunityKind)
        assert {p.key for p in reference().professions} <= {row.profession for row in open_ones}
        assert unsure_count(SYSTEM) > 0
        assert len(stale_workforce_plans(SYSTEM)) == 1
        ahead = Slot.select().where(Slot.starts_at > Slot.created_at)
        assert ahead.count() > 50


def test_the_professions_are_the_figures_of_2019() -> None:
    counts = Counter(professions())
    assert sum(counts.values()) == 183
    assert counts["nurse"] + counts["midwife"] == 71
    assert counts["psychologist"] == 3
    assert counts["doctor"] == 42


def test_everyone_of_the_demo_can_sign_in(app: Flask, seeded: None) -> None:
    for who in ("admin", "staff", "partner", "partner2", "mentor", "client"):
        visitor = Visitor(app)
        visitor.open("/sign-in")
        visitor.submit({"email": f"{who}@demo.example", "password": PASSWORD}, button="Sign in")
        assert "Sign out" in visitor.text


def test_a_second_run_adds_nothing(app: Flask, seeded: None) -> None:
    with app.app_context():
        before = Client.select().count(), Account.select().count(), Referral.select().count()
    assert app.test_cli_runner().invoke(args=["seed-demo"]).exit_code == 0
    with app.app_context():
        assert before == (
            Client.select().count(), Account.select().count(), Referral.select().count(),
        )  # fmt: skip


@time_machine.travel("2026-11-22 10:00:00+00:00", tick=False)
def test_the_same_seed_makes_the_same_demo(app: Flask) -> None:
    def made() -> list[tuple[str, ...]]:
        with app.test_request_context():
            columns = (Client.reference, Client.name, Client.profession, Client.trained_in)
            return [tuple(row) for row in Client.select(*columns).order_by(Client.id).tuples()]

    with app.test_request_context():
        demo.make(7, lambda _n: None)
    first = made()
    _start_again(app)
    with app.test_request_context():
        demo.make(7, lambda _n: None)
    assert made() == first


def _start_again(app: Flask) -> None:
    from app.db import all_models
    from app.organisations.models import Programme, Trust

    with app.test_request_context():
        for model in reversed(all_models()):
            if model not in (Trust, Programme):
                model.delete().execute()


def test_more_clients_come_without_accounts(app: Flask, seeded: None) -> None:
    with app.app_context():
        accounts = Account.select().count()
    result = app.test_cli_runner().invoke(args=["seed-demo", "--clients", "300"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        assert Client.select().count() == 483
        assert Account.select().count() == accounts


def test_production_refuses_the_demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "APP_ENV", "production")
    result = app.test_cli_runner().invoke(args=["seed-demo"])
    assert result.exit_code == 2
    assert "not for production" in result.output
