"""The page of English tests: the scores against the route in plain words, adding, taking out."""

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.clients.fact_models import EnglishResult, Evidence
from app.clients.models import Client
from app.web.filters import long_date
from tests.cast import Cast
from tests.visitor import Visitor


def answers(**more: Any) -> dict[str, Any]:
    day = clock.today() - timedelta(days=60)
    return {
        "exam": "ielts_academic",
        "taken_on-day": str(day.day),
        "taken_on-month": str(day.month),
        "taken_on-year": str(day.year),
        "listening": "7",
        "reading": "7.0",
        "writing": "6,0",
        "speaking": "7.5",
        **more,
    }


def adding(cast: Cast, page: str, account: Any = None) -> Visitor:
    visitor = cast.visits(account or cast.staff)
    visitor.open(f"{page}/english")
    return visitor


def test_what_is_missing_is_said_in_plain_words(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    assert "No test is written down yet." in visitor.text
    visitor.submit(answers(level="seen"), button="Add the test")
    assert "Writing: 6.0, needed: 6.5." in visitor.text
    assert "short by 0.5" in visitor.text
    own = cast.visits(cast.client_account)
    own.open(f"{page}/english")
    assert "Writing: 6.0, you need 6.5." in own.text
    own.follow("Evidence")
    assert "IELTS" in own.text


def test_a_good_result_says_until_when_it_counts(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(writing="6.5"), button="Add the test")
    assert "The scores are high enough. They count until" in visitor.text


def test_the_oet_shows_grades_beside_points(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    oet = {"exam": "oet", "listening": "350", "reading": "340", "writing": "300"}
    visitor.submit(answers(**oet, speaking="400"), button="Add the test")
    assert "Reading: 340 (C+), needed: 350 (B)." in visitor.text


def test_what_a_client_adds_is_claimed(cast: Cast, page: str) -> None:
    visitor = adding(cast, page, cast.client_account)
    visitor.submit(answers(level="verified"), button="Add the test")
    with cast.app.app_context():
        assert EnglishResult.get().level == "claimed"
    visitor.submit(button="Take out")
    with cast.app.app_context():
        assert EnglishResult.select().count() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"writing": "6.3"}, "Enter a band from 0 to 9, in halves"),
        ({"writing": "best"}, "Enter a band from 0 to 9, in halves"),
        ({"exam": "oet"}, "Enter a score from 0 to 500, in tens"),
        ({"writing": ""}, "Enter the writing score."),
        ({"taken_on-year": "2999"}, "The date must be today or in the past."),
        ({"taken_on-month": "13"}, "Enter a real date"),
        ({"taken_on-day": "", "taken_on-month": "", "taken_on-year": ""}, "Enter the day"),
        ({"exam": "toefl"}, "There is a problem"),
    ],
)
def test_what_the_test_cannot_give_is_refused_and_the_rest_is_kept(
    cast: Cast, page: str, wrong: dict[str, str], sentence: str
) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(**wrong), button="Add the test", status=422)
    assert sentence in visitor.text
    assert visitor.page.find("input", {"name": "reading"})["value"] == "7.0"
    with cast.app.app_context():
        assert EnglishResult.select().count() == 0


def test_sending_the_form_twice_adds_one_result(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    token = visitor.page.find("input", {"name": "csrf_token"})["value"]
    key = visitor.page.find("input", {"name": "form_key"})["value"]
    data = answers(csrf_token=token, form_key=key, level="claimed")
    first, second = (visitor.http.post(f"{page}/english", data=data) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    with cast.app.app_context():
        assert EnglishResult.select().count() == 1


def test_the_same_test_and_day_again_is_refused_in_words(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(), button="Add the test")
    visitor.submit(answers(), button="Add the test", status=422)
    assert "A result of this test on this day is there already." in visitor.text


def test_a_result_takes_its_evidence_along(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(), button="Add the test")
    with cast.app.app_context():
        result = EnglishResult.get().id
        Evidence.create(client=cast.client, fact=f"english:{result}", level="seen")
    visitor.submit(button="Take out")
    with cast.app.app_context():
        assert Evidence.select().count() == 0


def test_the_fragment_is_what_stands_in_the_page(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(), button="Add the test")
    whole = visitor.open(f"{page}/english")
    part = visitor.fragment(f"{page}/english")
    assert str(whole.find(id="english")) == str(part.find(id="english"))


def test_without_consent_a_partner_has_no_such_page(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page}/english", status=404)
    visitor.open(page)
    assert f"{page}/english" not in str(visitor.page)


def test_with_consent_a_partner_reads_and_changes_nothing(
    cast: Cast, page: str, shared: object
) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page}/english")
    assert "Add a test" not in visitor.text
    token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
    sent = visitor.http.post(f"{page}/english", data=answers(csrf_token=token))
    assert sent.status_code == 404


def test_pressing_take_out_twice_gives_the_same_answer(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(), button="Add the test")
    seen, address = visitor.page, visitor.address
    for _time in range(2):
        visitor.page, visitor.address = seen, address
        visitor.submit(button="Take out")
        assert "None are written down yet." in visitor.text


def test_two_tests_count_together_where_the_regulator_combines_them(cast: Cast, page: str) -> None:
    staff = adding(cast, page)
    staff.submit(answers(writing="6.5", listening="6.5"), button="Add the test")
    earlier = clock.today() - timedelta(days=200)
    day = {"taken_on-day": earlier.day, "taken_on-month": earlier.month}
    older = answers(listening="7.5", writing="6.5", reading="6.5", **{
        f"{name}": str(value) for name, value in (day | {"taken_on-year": earlier.year}).items()
    })  # fmt: skip
    staff.submit(older, button="Add the test")
    assert "Two tests are counted together, as the regulator allows." in staff.text
    assert "Listening: 7.5, in the test of" in staff.text
    assert "The scores are high enough." in staff.text


def test_the_same_tests_are_held_against_each_regulator(cast: Cast, page: str) -> None:
    staff = adding(cast, page)
    staff.submit(answers(writing="6.5"), button="Add the test")
    said = staff.text.partition("The same tests for each regulator")[2]
    assert "NMC Reached" in said
    assert "GMC Not reached yet" in said
    assert "Two tests within 12 months may count together" in said


def test_a_low_total_has_no_grade(cast: Cast, page: str) -> None:
    """Grades are of the parts; the HCPC asks for a total beside them."""
    with cast.app.app_context():
        Client.update(profession="physiotherapist", route="").where(
            Client.id == cast.client.id
        ).execute()
    visitor = adding(cast, page)
    parts = dict.fromkeys(("listening", "reading", "writing", "speaking"), "100")
    visitor.submit(answers(exam="oet", **parts), button="Add the test")
    assert "Total: 400, needed: 1400." in visitor.text


def test_a_test_that_is_written_down_as_seen_says_who_saw_it(cast: Cast, page: str) -> None:
    visitor = adding(cast, page)
    visitor.submit(answers(level="seen"), button="Add the test")
    visitor.follow("Evidence")
    with cast.app.test_request_context():
        assert f"Seen by Sana Staff on {long_date(clock.today())}" in visitor.text
