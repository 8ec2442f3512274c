"""The plan's page: who sees what of it."""

from datetime import date

import pytest
from flask import Flask

from app import db
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client
from app.clients.services import give_consent, withdraw_consent
from app.pathways.models import Plan
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference import reference
from tests.cast import Cast
from tests.pathways.conftest import passes_ielts


def agrees(cast: Cast, purpose: ConsentPurpose) -> None:
    with cast.app.test_request_context():
        give_consent(
            SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION, purpose=purpose,
            given=ConsentGiven.WRITTEN, organisation=cast.organisation,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["staff", "client_account"])
def test_staff_and_the_client_see_every_step_with_month_and_cost(
    cast: Cast, plan: Plan, who: str
) -> None:
    visitor = cast.visits(getattr(cast, who))
    visitor.open(f"/clients/{cast.client.reference}/plan")
    assert "Pass the OSCE (practical test)" in visitor.text
    assert "February 2027 to October 2027" in visitor.text
    assert "£794" in visitor.text
    assert "Still ahead: 6 to 21 months and £1,355 to £3,659." in visitor.text
    assert "Check with the regulator" in visitor.text


def test_a_client_finds_her_plan_from_the_header(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.client_account)
    visitor.open("/home")
    visitor.follow("My plan")
    assert visitor.heading.endswith("My plan")
    assert "Update from the record" not in visitor.text


def test_without_a_plan_staff_are_offered_to_make_one_and_the_client_is_told_who_does(
    cast: Cast, nurse: Client
) -> None:
    address = f"/clients/{nurse.reference}/plan"
    staff, client = cast.visits(cast.staff), cast.visits(cast.client_account)
    staff.open(address)
    staff.follow("Make a plan")
    client.open(address)
    assert "The Learning Works makes it together with you" in client.text
    client.open(f"{address}.pdf", status=404)


def test_a_partner_sees_the_plan_only_while_the_client_agrees(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.partner)
    addresses = [f"/clients/{cast.client.reference}/plan{end}" for end in ("", ".pdf", "/print")]
    for address in addresses:
        visitor.open(address, status=404)
    agrees(cast, ConsentPurpose.SHARE_PLAN)
    for address in addresses:
        visitor.open(address)
    withdraw_consent(
        SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION,
        purpose=ConsentPurpose.SHARE_PLAN, organisation=cast.organisation,
    )  # fmt: skip
    for address in addresses:
        visitor.open(address, status=404)


def test_a_partner_sees_no_scores_without_consent_to_them(cast: Cast, nurse: Client) -> None:
    passes_ielts(nurse, date(2024, 12, 2))
    make_plan(SYSTEM, nurse)
    agrees(cast, ConsentPurpose.SHARE_PLAN)
    visitor = cast.visits(cast.partner)
    for address in ("plan", "plan/print", "plan/steps/english_test"):
        visitor.open(f"/clients/{nurse.reference}/{address}")
        for secret in ("7.5", "English test, seen", "2 December 2026", "runs out"):
            assert secret not in visitor.text, (address, secret)
    agrees(cast, ConsentPurpose.SHARE_ENGLISH)
    visitor.open(f"/clients/{nurse.reference}/plan/print")
    assert "7.5" in visitor.text
    assert "runs out in December 2026" in visitor.text


@pytest.mark.parametrize("who", ["other_partner", "other_staff", "other_client_account", "mentor"])
def test_outside_of_ones_reach_there_is_no_plan(cast: Cast, plan: Plan, who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    for end in ("", ".pdf", "/print", "/steps/cbt", "/new"):
        visitor.open(f"/clients/{cast.client.reference}/plan{end}", status=404)


def test_a_client_may_not_change_the_path_itself(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.client_account)
    for end in ("/new", "/steps/new", "/steps/cbt/edit"):
        visitor.open(f"/clients/{cast.client.reference}/plan{end}", status=404)
    visitor.open(f"/clients/{cast.client.reference}/plan/steps/cbt")
    assert "Take out of the plan" not in visitor.text


def test_the_panel_on_the_clients_page_is_the_plans_summary(cast: Cast, plan: Plan) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{cast.client.reference}")
    page = visitor.follow("Pathway plan")
    part = visitor.fragment(f"/clients/{cast.client.reference}/plan")
    assert str(part.find(id="plan-summary")) == str(page.find(id="plan-summary"))
    assert "Gather and translate the documents" in part.text
    assert part.find("html") is None


def test_a_page_asks_the_database_as_often_for_twenty_steps_as_for_seven(
    app: Flask, cast: Cast, nurse: Client
) -> None:
    visitor = cast.visits(cast.staff)
    counts = []
    for route in ("healthcare_assistant", "gp"):
        make_plan(SYSTEM, nurse, route=route)
        visitor.open(f"/clients/{nurse.reference}/plan")
        asked: list[object] = []
        db.database.query_hooks.append(asked.append)
        visitor.open(f"/clients/{nurse.reference}/plan")
        db.database.query_hooks.remove(asked.append)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2


def test_a_profession_without_a_route_is_told_in_words(cast: Cast, nurse: Client) -> None:
    nurse.profession = "other"
    nurse.save()
    visitor = cast.visits(cast.staff)
    visitor.open(f"/clients/{nurse.reference}/plan/new")
    assert "We know no regulator's route for this profession." in visitor.text
    visitor.submit(button="Make the plan")
    assert "The plan is made." in visitor.text
    visitor.open(f"/clients/{nurse.reference}/plan/print")
    visitor.open(f"/clients/{nurse.reference}/plan.pdf")
    assert visitor.response.data.startswith(b"%PDF")


def test_a_partner_reads_the_routes_title_only_with_the_profile(cast: Cast, plan: Plan) -> None:
    title = reference().route(plan.route).title
    agrees(cast, ConsentPurpose.SHARE_PLAN)
    visitor = cast.visits(cast.partner)
    for end in ("", "/print"):
        visitor.open(f"/clients/{cast.client.reference}/plan{end}")
        assert title not in visitor.text, end
    agrees(cast, ConsentPurpose.SHARE_PROFILE)
    visitor.open(f"/clients/{cast.client.reference}/plan")
    assert title in visitor.text
