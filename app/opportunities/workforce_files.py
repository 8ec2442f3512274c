"""Workforce plans, .xlsx or delimited text, read whole into plan lines or refused whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

from app.opportunities.classifier import Confidence, classify_title
from app.opportunities.plan_columns import Headings, find_headings, heading_word, words
from app.opportunities.plan_sources import MAX_FILE, Cell, Sheet, read_sheets
from app.opportunities.prose import one_line
from app.opportunities.salary import band_named_in
from app.opportunities.unusable import N_, UnusableFile

Status = Literal["vacant", "full", "over_established"]

HUNDREDTH = Decimal("0.01")
SLACK = Decimal("0.02")  # WTE; three rounded figures may disagree by this much
MOST_WTE = Decimal(5000)  # one line of a trust's plan
MAX_TEXT = 200
_FIGURE = re.compile(r"(-?)\s*(\d{1,3}(?:,\d{3})+|\d+)(?:[.](\d+))?\s*(?:wte|fte)?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}\s*(?:wte|fte)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One role of a plan; WTE with two places; `row` counts from 1 as the sheet does.

    `band` is "5", "5/6" or a doctor's grade as written; `hard_to_fill` is None where the plan
    has no such column. `confidence` tells whether the profession needs a person's look.
    """

    row: int
    sheet: str | None
    role: str
    profession: str
    confidence: Confidence
    band: str | None
    site: str | None
    directorate: str | None
    staff_group: str | None
    establishment_wte: Decimal
    in_post_wte: Decimal
    vacancy_wte: Decimal
    hard_to_fill: bool | None
    status: Status


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that looks like a plan line and cannot be used, with the reason."""

    row: int
    sheet: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a file holds: lines, rejected rows and ignored ones make up its `rows`."""

    lines: tuple[PlanLine, ...]
    rejected: tuple[RejectedRow, ...]
    ignored: int
    rows: int


class _Refused(Exception):
    """The reason a row is refused."""


def read_plan_file(path: Path) -> Plan:
    """Read a plan from disk; raises `UnusableFile` with one plain sentence."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise UnusableFile(N_("The file cannot be opened.")) from error
    return read_plan(content)


def read_plan(content: bytes) -> Plan:
    """Read an uploaded plan; raises `UnusableFile` unless it can be read whole and safely.

    Titles, headings, totals, notes, blank rows and hidden sheets are ignored and counted.
    """
    sheets = read_sheets(content)
    lines: list[PlanLine] = []
    rejected: list[RejectedRow] = []
    headed = 0
    for sheet in sheets:
        headings = None if sheet.is_hidden else find_headings(sheet)
        if headings:
            headed += 1
            _read_sheet(sheet, headings, lines=lines, rejected=rejected)
    if not headed:
        raise UnusableFile(N_("No headings for role, establishment and staff in post were found."))
    rows = sum(len(sheet.rows) for sheet in sheets)
    return Plan(tuple(lines), tuple(rejected), rows - len(lines) - len(rejected), rows)


def as_row(line: PlanLine) -> dict[str, object]:
    """A line as `import-workforce-plan --json` prints it; WTE as numbers."""
    return {
        "row": line.row,
        "sheet": line.sheet,
        "role": line.role,
        "profession": line.profession,
        "band": line.band,
        "site": line.site,
        "staff_group": line.staff_group,
        "establishment_wte": float(line.establishment_wte),
        "in_post_wte": float(line.in_post_wte),
        "vacancy_wte": float(line.vacancy_wte),
        "hard_to_fill": line.hard_to_fill,
        "status": line.status,
    }


def _read_sheet(
    sheet: Sheet, headings: Headings, *, lines: list[PlanLine], rejected: list[RejectedRow]
) -> None:
    """Add a sheet's lines and refusals; a group named once holds until its total."""
    group: str | None = None
    seen: dict[tuple[object, ...], int] = {}
    heading = [heading_word(cell) for cell in sheet.rows[headings.last_row]]
    for number, row in enumerate(sheet.rows[headings.last_row + 1 :], headings.last_row + 2):
        if _is_total(row):
            group = None
            continue
        group = _text(row, headings, field="staff_group") or group
        if _is_note(row, headings) or [heading_word(cell) for cell in row] == heading:
            continue
        try:
            line = _line(row, headings, number=number, sheet=sheet.name, group=group)
            _refuse_twice(line, seen=seen)
        except _Refused as refused:
            rejected.append(RejectedRow(number, sheet.name, str(refused)))
        else:
            lines.append(line)


def _is_total(row: Sequence[Cell]) -> bool:
    """A row of sums: its first words end, or start, as totals do."""
    first = next((heading_word(cell) for cell in row if heading_word(cell)), "")
    marks = words()["totals"]
    return any(first == mark or first.startswith(f"{mark} ") or first.endswith(f" {mark}")
               for mark in marks)  # fmt: skip


def _is_note(row: Sequence[Cell], headings: Headings) -> bool:
    """A blank row, a note or a section's title: at most one thing said, and no figure."""
    said = {str(cell).strip() for cell in row if _is_said(cell)}
    figures = [_cell(row, headings, field=f) for f in ("establishment", "in_post", "vacancy")]
    return len(said) <= 1 and not any(_is_said(figure) for figure in figures)


def _is_said(cell: Cell) -> bool:
    return cell is not None and bool(str(cell).strip())


def _line(
    row: Sequence[Cell], headings: Headings, *, number: int, sheet: str | None, group: str | None
) -> PlanLine:
    role = _text(row, headings, field="role")
    if not role or not re.search(r"[^\W\d_]{2}", role):
        raise _Refused("it names no role")
    establishment, in_post, vacancy = _figures(row, headings)
    written = _text(row, headings, field="band")
    band = band_named_in(written or "") or _bare_band(written)
    found = classify_title(role, band=band)
    return PlanLine(
        row=number,
        sheet=sheet,
        role=role,
        profession=found.profession,
        confidence=found.confidence,
        band=band or _grade(written),
        site=_text(row, headings, field="site"),
        directorate=_text(row, headings, field="directorate"),
        staff_group=group,
        establishment_wte=establishment,
        in_post_wte=in_post,
        vacancy_wte=vacancy,
        hard_to_fill=_yes(row, headings),
        status=_status(vacancy),
    )


def _figures(row: Sequence[Cell], headings: Headings) -> tuple[Decimal, Decimal, Decimal]:
    """Establishment, in post and vacancy; the third follows from any two and must agree."""
    establishment = _figure(row, headings, field="establishment", least=Decimal(0))
    in_post = _figure(row, headings, field="in_post", least=Decimal(0))
    vacancy = _figure(row, headings, field="vacancy", least=-MOST_WTE)
    if [establishment, in_post, vacancy].count(None) > 1:
        raise _Refused("it needs two of establishment, staff in post and vacancy")
    if establishment is None and in_post is not None and vacancy is not None:
        establishment = in_post + vacancy
    if in_post is None and establishment is not None and vacancy is not None:
        in_post = establishment - vacancy
    assert establishment is not None
    assert in_post is not None
    if vacancy is None:
        vacancy = establishment - in_post
    if abs(establishment - in_post - vacancy) > SLACK:
        raise _Refused(
            f"its vacancy of {vacancy} is not its establishment of {establishment}"
            f" less {in_post} in post"
        )
    if establishment < 0 or in_post < 0:
        raise _Refused("its vacancy is larger than its establishment")
    return establishment, in_post, vacancy


def _figure(
    row: Sequence[Cell], headings: Headings, *, field: str, least: Decimal
) -> Decimal | None:
    """A cell's WTE with two places, None where it is blank; refused when it is no such number."""
    cell = _cell(row, headings, field=field)
    text = str(cell).strip() if cell is not None else ""
    name = field.replace("_", " ")
    if not text:
        return None
    if isinstance(cell, bool):
        raise _Refused(f"its {name} is no number")
    number = _number(text)
    if number is None:
        raise _Refused(f"its {name} is “{text[:40]}”, not a number")
    if not least <= number <= MOST_WTE:
        raise _Refused(f"its {name} of {number} cannot be right")
    return number


def _number(text: str) -> Decimal | None:
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    match = _FIGURE.fullmatch(text)
    scientific = re.fullmatch(r"-?\d+(?:\.\d+)?[eE]-?\d{1,2}", text)
    if match:
        sign, whole, part = match.groups()
        text = f"{sign}{whole.replace(',', '')}.{part or '0'}"
    elif not scientific:
        return None
    try:
        return Decimal(text).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return None


def _refuse_twice(line: PlanLine, *, seen: dict[tuple[object, ...], int]) -> None:
    """Refuse a line that an earlier row already says, so that nothing is counted twice."""
    mark = (line.role.lower(), line.band, line.site, line.directorate, line.staff_group,
            line.establishment_wte, line.in_post_wte)  # fmt: skip
    earlier = seen.setdefault(mark, line.row)
    if earlier != line.row:
        raise _Refused(f"it says the same as row {earlier}")


def _status(vacancy: Decimal) -> Status:
    if vacancy > 0:
        return "vacant"
    return "full" if vacancy == 0 else "over_established"


def _yes(row: Sequence[Cell], headings: Headings) -> bool | None:
    if "hard_to_fill" not in headings.columns:
        return None
    return str(_cell(row, headings, field="hard_to_fill")).strip().lower() in words()["hard"]


def _bare_band(written: str | None) -> str | None:
    """A band column that holds only "5" or "5/6" or 5.0."""
    return band_named_in(f"Band {written.removesuffix('.0')}") if written else None


def _grade(written: str | None) -> str | None:
    """A grade outside the bands as written ("Consultant"), None where it says nothing."""
    return None if written is None or written.lower() in words()["no_grade"] else written


def _text(row: Sequence[Cell], headings: Headings, *, field: str) -> str | None:
    cell = _cell(row, headings, field=field)
    return one_line(str(cell))[:MAX_TEXT] or None if cell is not None else None


def _cell(row: Sequence[Cell], headings: Headings, *, field: str) -> Cell:
    column = headings.columns.get(field)
    return row[column] if column is not None and column < len(row) else None
