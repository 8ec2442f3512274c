"""No cell of a file for spreadsheets is run."""

import pytest

from app.web.csv_files import safe_cell


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\n=", "\ufeff=", "\uff1d", "\uff20"])
def test_a_cell_never_starts_a_formula(sign: str) -> None:
    assert safe_cell(f"{sign}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("value", ["-1.5", "12,5", "Nurse", "", None, 7])
def test_figures_and_words_stay_as_they_are(value: object) -> None:
    assert safe_cell(value) == ("" if value is None else str(value))
