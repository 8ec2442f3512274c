"""Where a plan's headings are and which column holds what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.opportunities.plan_sources import Cell, Sheet
from app.opportunities.unusable import N_, UnusableFile

HEADING_WITHIN = 40  # rows: titles and notes above the headings are shorter than that
_FIGURES = {
    "establishment": N_("establishment"),
    "in_post": N_("staff in post"),
    "vacancy": N_("vacancy"),
}
_WORDS_FILE = Path(__file__).with_name("plan_words.yaml")


@dataclass(frozen=True, slots=True)
class Headings:
    """The rows (from 0) the headings stand in, and the column of each field."""

    first_row: int
    last_row: int
    columns: Mapping[str, int]


@cache
def words() -> dict[str, Any]:
    """The synonyms and marks of plan_words.yaml."""
    loaded: dict[str, Any] = yaml.safe_load(_WORDS_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def _fields() -> dict[str, str]:
    return {name: field for field, names in words()["columns"].items() for name in names}


def find_headings(sheet: Sheet) -> Headings | None:
    """The first row, or two rows read as one, that names a role and two of the three figures.

    Raises `UnusableFile` when two columns claim the same figure, and when a sheet full of
    figures has no headings that we know: half of a plan must not be read for a whole one.
    """
    rows = sheet.rows[:HEADING_WITHIN]
    for number, row in enumerate(rows):
        columns = _columns(row)
        if columns:
            return Headings(number, number, columns)
        if number + 1 < len(rows):
            columns = _columns(_joined(row, rows[number + 1]))
            if columns:
                return Headings(number, number + 1, columns)
    if sum(_is_figures(row) for row in sheet.rows) > 2:
        if sheet.name:
            raise UnusableFile(
                N_("The sheet %(sheet)s has figures but no headings for role and establishment."),
                sheet=sheet.name,
            )
        raise UnusableFile(N_("The file has figures but no headings for role and establishment."))
    return None


def _columns(row: Sequence[Cell]) -> dict[str, int]:
    """The column of every field a heading row names; empty unless it is one."""
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        field = _fields().get(heading_word(cell))
        if field in found and field in _FIGURES:
            raise UnusableFile(
                N_("Two columns are headed as %(heading)s."), heading=_FIGURES[field]
            )
        if field:
            found.setdefault(field, number)
    enough = "role" in found and sum(figure in found for figure in _FIGURES) >= 2
    return found if enough else {}


def heading_word(cell: Cell) -> str:
    """A heading in lower case, without punctuation and units: "Est. (WTE)" is "est"."""
    if not isinstance(cell, str):
        return ""
    plain = re.sub(r"\b(?:wte|fte|w t e)\b", " ", re.sub(r"[^a-z]+", " ", cell.lower()))
    return " ".join(plain.split())


def _joined(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[str]:
    """Two heading rows as one: "Staff" over "in post" is "Staff in post"."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [f"{a or ''} {b or ''}" for a, b in zip(above, below, strict=True)]


def _is_figures(row: Sequence[Cell]) -> bool:
    """A row with words and at least two numbers, as a plan line has them."""
    numbers = [cell for cell in row if re.fullmatch(r"\s*-?\d+(?:[.,]\d+)?\s*", str(cell))]
    return len(numbers) >= 2 and any(re.search(r"[A-Za-z]{3}", str(cell)) for cell in row)
