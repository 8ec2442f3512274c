"""The home page of each role says what to do now."""

from datetime import timedelta

import pytest
from flask import Flask

from app import clock
from app.clients.english import add_english_result
from app.opportunities.models import WorkforcePlan
from app.pathways.services.plans import make_plan
from app.policy import SYSTEM
from app.reference.lists import Component
from app.reference.scores import Exam
from app.referrals.acceptance import accept_referral
from app.referrals.models import Referral
from app.referrals.services import Decision, make_move
from app.referrals.transitions import Move
from tests.cast import Cast
from tests.referrals.conftest import Make, draft, sent

__all__ = ["draft", "sent"]


def test_a_partner_sees_what_each_referral_waits_for(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    assert referral.name in visitor.text
    assert "We will answer by" in visitor.text
    visitor.follow("Refer somebody")
    assert visitor.address.startswith("/referrals")


def test_a_draft_without_a_name_can_still_be_opened(cast: Cast, draft: Make) -> None:
    referral = draft(name="")
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    visitor.follow("No name yet")
    assert visitor.address == f"/referrals/{referral.reference}"


def test_a_day_that_is_over_is_not_promised_to_the_referrer(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    with app.test_request_context():
        accept_referral(
            cast.viewer(cast.staff), referral, Decision(text_for_referrer="Welcome."), client=None
        )
        Referral.update(state_since=clock.now() - timedelta(days=30)).where(
            Referral.id == referral.id
        ).execute()
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    assert "We will find a time" not in visitor.text
    assert "We are sorry." in visitor.text


def test_a_late_question_is_asked_again_without_a_day_that_is_over(
    app: Flask, cast: Cast, sent: Make
) -> None:
    referral = sent()
    with app.test_request_context():
        asked = Decision(text_for_referrer="Which year?")
        make_move(cast.viewer(cast.staff), referral, Move.ASK_INFORMATION, asked)
        Referral.update(state_since=clock.now() - timedelta(days=30)).where(
            Referral.id == referral.id
        ).execute()
    visitor = cast.visits(cast.partner)
    visitor.open("/home")
    assert "We still need your answer before we can decide." in visitor.text


def test_another_partner_sees_none_of_it(cast: Cast, sent: Make) -> None:
    referral = sent()
    visitor = cast.visits(cast.other_partner)
    visitor.open("/home")
    assert referral.name not in visitor.text
    assert "No referral is under way" in visitor.text


def test_staff_see_what_waits_longest_first(app: Flask, cast: Cast, sent: Make) -> None:
    first, second = sent(name="Amal A"), sent(name="Bana B")
    with app.app_context():
        Referral.update(state_since=clock.now() - timedelta(days=9)).where(
            Referral.id == second.id
        ).execute()
    visitor = cast.visits(cast.staff)
    visitor.open("/home")
    assert visitor.text.index(second.name) < visitor.text.index(first.name)
    assert "Stalled" in visitor.text


def test_staff_see_english_results_before_they_run_out(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        add_english_result(
            SYSTEM, cast.client, exam=Exam.IELTS,
            taken_on=clock.today() - timedelta(days=600),
            scores=dict.fromkeys(Component, 7),
        )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open("/home")
    assert "Hana Tesfaye" in visitor.text
    assert "valid until" in visitor.text


def test_a_result_that_a_later_one_replaces_is_not_chased(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        for days in (600, 10):
            add_english_result(
                SYSTEM, cast.client, exam=Exam.IELTS,
                taken_on=clock.today() - timedelta(days=days),
                scores=dict.fromkeys(Component, 7),
            )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open("/home")
    assert "None in the next six months" in visitor.text


def test_a_client_sees_her_next_steps_and_her_plan(app: Flask, cast: Cast) -> None:
    account = cast.client_account
    with app.test_request_context():
        make_plan(SYSTEM, cast.client)
    visitor = cast.visits(account)
    page = visitor.open("/home")
    assert len(page.select("ol li")) == 3
    visitor.follow("Open your plan")
    assert visitor.address.endswith("/plan")


@pytest.mark.parametrize("who", ["staff", "partner", "mentor", "client_account", "admin"])
def test_an_empty_home_says_so_in_words(cast: Cast, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open("/home")
    assert visitor.heading.startswith("Hello")


def test_staff_are_told_when_a_workforce_plan_is_stale(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        WorkforcePlan.create(
            trust=cast.trust, name="Old plan", figures_on=clock.today() - timedelta(days=200),
            file_name="old.csv", file_sha256="0" * 64, imported_at=clock.now(), rejected=[],
            rejected_headings=[], ignored=0,
        )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open("/home")
    visitor.follow("Old plan")
    assert visitor.address == "/workforce-plans"
