"""The product's own reference data loads, and says what its figures were made to say."""

from datetime import date
from itertools import pairwise

import pytest

from app.reference import UnknownKey, load, outward_code, reference, uncertain


def test_the_products_own_data_has_no_fault() -> None:
    found = load()
    assert (len(found.routes), len(found.professions)) == (21, 18)


def test_the_data_is_read_once_in_a_process() -> None:
    assert reference() is reference()


@pytest.mark.parametrize("route", reference().routes, ids=lambda route: route.key)
def test_the_sums_of_a_route_follow_from_its_steps(route) -> None:
    assert route.computed.critical_path_months == route.critical_path_months()
    assert route.computed.required_fees_gbp == route.required_fees_gbp()


@pytest.mark.parametrize("route", reference().routes, ids=lambda route: route.key)
def test_every_step_comes_after_what_it_requires(route) -> None:
    done: set[str] = set()
    for step in route.order():
        assert done >= set(step.comes_after)
        done.add(step.key)
    assert done == set(route.by_key)


def test_steps_that_may_be_done_in_any_order_keep_the_order_of_the_file() -> None:
    route = reference().route("nurse_adult")
    place = {step.key: index for index, step in enumerate(route.steps)}
    for first, then in pairwise(route.order()):
        assert place[first.key] < place[then.key] or first.key in then.comes_after


def test_the_people_of_2019_add_up_to_180() -> None:
    assert sum(one.count_2019 or 0 for one in reference().professions) == 180


def test_a_key_that_is_not_there_is_named_in_plain_words() -> None:
    with pytest.raises(UnknownKey) as error:
        reference().profession("astronaut")
    assert str(error.value) == "There is no profession 'astronaut' in the reference data"


def test_a_fact_of_low_confidence_or_without_a_page_is_uncertain() -> None:
    steps = reference().route("doctor_plab").by_key
    assert uncertain(steps["plab1"])
    assert uncertain(steps["documents"])
    assert not uncertain(steps["welcome"])


def test_files_past_their_review_date_are_named() -> None:
    found = reference()
    assert found.due_for_review(date(2026, 11, 22)) == ()
    assert "right_to_work" in found.due_for_review(date(2027, 2, 1))


def test_interim_roles_of_a_profession_begin_with_those_its_routes_name() -> None:
    roles = [role.key for role in reference().interim_roles_for("gp")]
    assert roles[:2] == ["healthcare_support_worker", "phlebotomist"]
    assert "bilingual_health_advocate" in roles


def test_an_answer_about_work_never_singles_out_a_person_without_permission() -> None:
    keys = {right.key for right in reference().rights_to_work}
    assert "may_not_work" in keys
    assert not keys & {"no_permission", "asylum_no_ptw"}


@pytest.mark.parametrize(
    ("text", "code"),
    [("b66 2qt", "B66"), ("B662QT", "B66"), (" B1 ", "B1"), ("EC1A 1BB", "EC1A"), ("66", None)],
)
def test_the_outward_code_of_a_postcode(text: str, code: str | None) -> None:
    assert outward_code(text) == code
