"""Which steps close a gap: those of the route that the client is on."""

import pytest
from flask import Flask

from app import clock
from app.clients.models import Client
from app.matching import Kind, Remedy
from app.opportunities.facts import facts_of
from app.opportunities.matches import facts
from app.opportunities.pools import people
from app.opportunities.remedies import remedies_for
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference import reference
from tests.cast import Cast
from tests.opportunities.people import has

USUAL, OTHER = "biomedical_scientist_hcpc", "biomedical_scientist_ibms"


@pytest.fixture
def scientist(app: Flask, cast: Cast) -> Client:
    with app.test_request_context():
        return has(cast.client, profession="biomedical_scientist")


def registering(client: Client) -> Remedy:
    found = remedies_for(facts(Client.get_by_id(client.id)))
    return next(one for one in found if one.kind is Kind.REGISTRATION)


def last_of(route: str) -> str:
    step = reference().route(route).registering_step
    assert step is not None
    return step.title


def test_without_a_plan_it_is_the_professions_usual_route(scientist: Client) -> None:
    assert registering(scientist).title == last_of(USUAL)


def test_with_a_plan_it_is_the_plans_route(scientist: Client) -> None:
    usual = registering(scientist)
    make_plan(SYSTEM, scientist, route=OTHER)
    assert last_of(OTHER) != last_of(USUAL)
    assert registering(scientist).title == last_of(OTHER)
    assert registering(scientist).months != usual.months


def test_the_plan_weighs_more_than_what_the_record_names(scientist: Client) -> None:
    make_plan(SYSTEM, scientist, route=OTHER)
    Client.update(route=USUAL).where(Client.id == scientist.id).execute()
    assert registering(scientist).title == last_of(OTHER)


def test_a_plan_for_a_former_profession_does_not_count(scientist: Client) -> None:
    make_plan(SYSTEM, scientist, route=OTHER)
    Client.update(profession="nurse").where(Client.id == scientist.id).execute()
    assert registering(scientist).title == last_of("nurse_adult")


def test_a_plan_without_a_route_leaves_the_records(scientist: Client) -> None:
    make_plan(SYSTEM, scientist, route=OTHER)
    make_plan(SYSTEM, Client.get_by_id(scientist.id), route="")
    assert registering(scientist).title == last_of(OTHER)


def test_who_is_kept_ready_for_matching_follows_a_new_plan(app: Flask, scientist: Client) -> None:
    with app.test_request_context():
        people(None)
        make_plan(SYSTEM, scientist, route=OTHER)
        people(None)
        known = facts_of([scientist.id], today=clock.today())[scientist.id]
        assert known.path == OTHER


def test_no_remedy_speaks_to_anybody(scientist: Client) -> None:
    """Staff and partners read them as well as the client."""
    titles = [step.title for route in reference().routes for step in route.steps]
    assert len(titles) > 100
    assert [title for title in titles if " you" in f" {title.casefold()}"] == []
