"""What home shows the first few of, its own page shows all of, page by page."""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app import clock
from app.bookings.models import Booking
from app.clients.fact_models import EnglishResult
from app.clients.models import Client
from app.opportunities.candidature_models import Candidature
from app.pathways.models import Plan, PlanStep
from app.referrals.models import Referral, ReferralMove
from tests.cast import Cast
from tests.factories.bookings import a_crowd, a_mentor, a_slot
from tests.factories.opportunities import course
from tests.visitor import Visitor

MANY = 60  # more than two pages


@pytest.fixture
def crowd(app: Flask, cast: Cast) -> list[Client]:
    with app.test_request_context():
        return a_crowd(cast.programme, MANY)


def names(visitor: Visitor, list_id: str, *, link: str = "Next page") -> Iterator[str]:
    """Whom the list names, over all of its pages."""
    while True:
        listed = visitor.page.find(id=list_id)
        yield from (one.text for one in listed.find_all("bdi"))
        more = visitor.page.find("a", string=link)
        if more is None:
            return
        visitor.open(str(more["href"]))


def told(visitor: Visitor, follow: str, list_id: str) -> list[str]:
    visitor.open("/home?whose=")
    few = [one.text for one in visitor.page.find(id=list_id).find_all("bdi")]
    visitor.follow(follow)
    found = list(names(visitor, list_id))
    assert found[: len(few)] == few
    assert 0 < len(few) < len(found)
    return found


def test_every_overdue_step(app: Flask, cast: Cast, crowd: list[Client]) -> None:
    with app.test_request_context():
        for number, client in enumerate(crowd):
            plan = Plan.create(
                client=client, start_on=date(2020, 1, 1), made_at=clock.now(),
                changed_at=clock.now(),
            )  # fmt: skip
            PlanStep.create(
                plan=plan, key="own-1", position=1, title="Late", track="programme",
                earliest_on=date(2020, 1, 1), latest_on=date(2020, 1 + number % 3, 1),
            )  # fmt: skip
    found = told(cast.visits(cast.staff), "All overdue steps", "overdue-steps")
    assert sorted(found) == sorted(client.name for client in crowd)


def test_every_result_that_runs_out(app: Flask, cast: Cast, crowd: list[Client]) -> None:
    with app.test_request_context():
        for number, client in enumerate(crowd):
            EnglishResult.create(
                client=client, test="ielts_academic", taken_on=clock.today() - timedelta(days=600),
                expires_on=clock.today() + timedelta(days=30 + number % 4), overall=8,
                listening=8, reading=8, writing=8, speaking=8,
            )  # fmt: skip
    found = told(cast.visits(cast.staff), "All results that run out soon", "expiring-english")
    assert sorted(found) == sorted(client.name for client in crowd)


def test_every_answer_of_clients_and_of_referrers(
    app: Flask, cast: Cast, crowd: list[Client]
) -> None:
    with app.test_request_context():
        now, place = clock.now(), course()
        for client in crowd:
            Candidature.create(
                client=client, opportunity=place, state="accepted_by_client", changed_at=now,
                answered_at=now, offered_at=now, made_at=now, readiness="ready", match={},
            )  # fmt: skip
            referral = Referral.create(
                reference=client.reference.replace("C", "R"), programme=cast.programme,
                organisation=cast.organisation, name=f"Referred {client.id}", state="submitted",
                state_since=now, submitted_at=now, created_at=now, updated_at=now,
                consent_given="written", consent_at=now, consent_wording="2026-11",
            )  # fmt: skip
            ReferralMove.create(
                referral=referral,
                move="give_information",
                from_state="needs_information",
                to_state="submitted",
                at=now,
            )
    visitor = cast.visits(cast.staff)
    for number, (kind, who) in enumerate((("offers", "Person"), ("referrals", "Referred"))):
        visitor.open("/home?whose=")
        visitor.follow("All answers since yesterday")
        first = [one.text for one in visitor.page.find(id="answers").find_all("bdi")]
        more = visitor.page.find_all("a", string="Next page")
        assert len(more) == 2
        assert f"kind={kind}" in str(more[number]["href"])
        visitor.open(str(more[number]["href"]))
        found = [*first, *names(visitor, "answers")]
        assert len({name for name in found if name.startswith(who)}) == MANY
        assert len(found) == MANY + 25


def test_every_booking_of_who_is_coming(app: Flask, cast: Cast, crowd: list[Client]) -> None:
    with app.test_request_context():
        slot = a_slot(a_mentor(cast.mentor), capacity=MANY)
        for client in crowd:
            Booking.create(
                slot=slot, client=client, status="booked", starts_at=slot.starts_at,
                ends_at=slot.ends_at, created_at=clock.now(),
            )  # fmt: skip
    visitor = cast.visits(cast.mentor)
    visitor.open("/home")
    visitor.follow("Everybody who is coming")
    shown = 0
    while True:
        shown += len(visitor.page.select("#booking-list li"))
        more = visitor.page.find("a", string="Next page")
        if more is None:
            break
        visitor.open(str(more["href"]))
    assert shown == MANY


@pytest.mark.parametrize("page", ["overdue-steps", "expiring-english", "answers?kind=offers"])
@pytest.mark.parametrize("values", [["yesterday", "1"], ["9999-99-99", "x"], ["", ""]])
def test_a_forged_place_in_a_list_is_its_beginning(
    cast: Cast, page: str, values: list[str]
) -> None:
    text = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    mark = "&" if "?" in page else "?"
    visitor = cast.visits(cast.staff)
    visitor.open(f"/home/{page}")
    beginning = visitor.page.find(id="main").text
    visitor.open(f"/home/{page}{mark}after={text}")
    assert visitor.page.find(id="main").text == beginning


def test_the_clock_of_the_lists_is_birminghams() -> None:
    """Answers of yesterday morning on are news, summer and winter."""
    from app.home.views import _lately

    with clock.at(datetime(2026, 7, 2, 12)):  # noqa: DTZ001 -- instants are naive UTC
        assert _lately() == datetime(2026, 6, 30, 23)  # noqa: DTZ001
    with clock.at(datetime(2026, 12, 2, 12)):  # noqa: DTZ001
        assert _lately() == datetime(2026, 12, 1)  # noqa: DTZ001
