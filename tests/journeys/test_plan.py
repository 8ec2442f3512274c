"""A plan, from making it to ticking its first step, in a real browser."""

import pytest

from tests.cast import Cast
from tests.journeys.conftest import People

pytestmark = pytest.mark.browser


def test_staff_make_a_plan_and_the_client_ticks_a_step(cast: Cast, people: People) -> None:
    staff = people.person()
    staff.sign_in(cast.staff.email)
    staff.open(f"/clients/{cast.client.reference}/plan")
    staff.follow("Make a plan")
    staff.fill("Goal (optional)", "Work on a ward again")
    staff.press("Make the plan")
    staff.sees("The plan is made.")
    staff.follow("Add a step of our own")
    staff.fill("What is the step?", "Join the study group")
    staff.press("Add the step")
    staff.sees("Join the study group")

    client = people.person(width=320)
    client.sign_in(cast.client_account.email)
    client.follow("My plan")
    client.sees("Work on a ward again")
    client.follow("Gather and translate the documents")
    client.press("Tick this step")
    client.sees("Well done. The step is ticked.")
    client.follow("Page for printing")
    client.sees("Steps done: 2 of 14.")
