"""References that are read aloud."""

import pytest

from app.references import as_typed, new_reference, unused_reference


def test_a_reference_has_no_letter_that_looks_like_a_digit() -> None:
    for _ in range(500):
        assert not set(new_reference("C")[2:]) & set("0158BGILOQSZD")


@pytest.mark.parametrize(
    "typed", ["C-9M4T-WA", "c9m4twa", " c 9m4t wa ", "C–9M4T–WA", "\u200fC-9M4T-WA\u200e"]
)
def test_what_people_type_is_understood(typed: str) -> None:
    assert as_typed(typed) == "C-9M4T-WA"


@pytest.mark.parametrize("typed", ["", "C-9M4T", "C-9M4T-WAA", "C-0000-00", "'; drop"])
def test_what_is_no_reference_is_none(typed: str) -> None:
    assert as_typed(typed) is None


def test_a_taken_reference_is_not_given_again() -> None:
    seen = iter([True, True, False])
    asked: list[str] = []

    def is_taken(reference: str) -> bool:
        asked.append(reference)
        return next(seen)

    assert unused_reference("R", is_taken) == asked[2]
