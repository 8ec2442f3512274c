"""Workforce plans are read whole: every row is a line, a refusal or knowingly ignored."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.opportunities.plan_sources import MAX_FILE
from app.opportunities.unusable import UnusableFile
from app.opportunities.workforce_files import Plan, as_row, read_plan, read_plan_file
from tests.opportunities.conftest import PLANS

HEADING = ["Role", "Band", "Establishment WTE", "Staff in post WTE", "Vacancy WTE", "Hard to fill"]


def workbook(*rows: list[Any], title: str = "Plan") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(rows).encode(encoding)


def counted(plan: Plan) -> bool:
    return plan.rows == len(plan.lines) + len(plan.rejected) + plan.ignored


def test_the_tidy_plan_is_read_whole() -> None:
    plan = read_plan_file(PLANS / "trust-plan-2020-q3.xlsx")

    assert (len(plan.lines), plan.rejected, plan.ignored, plan.rows) == (32, (), 1, 33)
    assert as_row(plan.lines[0]) == {
        "row": 2,
        "sheet": "Workforce plan",
        "role": "Staff Nurse - Emergency Department",
        "profession": "nurse",
        "band": "5",
        "site": "City Hospital",
        "staff_group": "Nursing and Midwifery Registered",
        "establishment_wte": 62.4,
        "in_post_wte": 49.13,
        "vacancy_wte": 13.27,
        "hard_to_fill": True,
        "status": "vacant",
    }
    assert sum(line.vacancy_wte for line in plan.lines) == Decimal("109.18")


def test_a_partner_s_windows_text_is_read_with_its_dashes() -> None:
    plan = read_plan_file(PLANS / "partner-trust-plan.csv")

    assert (len(plan.lines), plan.rejected, plan.ignored) == (17, (), 1)
    line = plan.lines[9]
    assert (line.role, line.site) == (
        "Orthoptist",
        "Birmingham and Midland Eye Centre – Ophthalmology",
    )
    assert (line.sheet, line.staff_group, line.hard_to_fill) == (None, None, None)
    assert line.vacancy_wte == Decimal("1.00")


def test_the_untidy_plan_is_read_without_its_cover_totals_and_notes() -> None:
    plan = read_plan_file(PLANS / "trust-plan-2020-q4.xlsx")

    assert (len(plan.lines), len(plan.rejected), plan.ignored, plan.rows) == (33, 2, 27, 62)
    assert [(row.row, row.reason) for row in plan.rejected] == [
        (55, "its establishment is “n/a”, not a number"),
        (56, "it says the same as row 51"),
    ]
    lines = {line.row: line for line in plan.lines}
    assert (lines[7].staff_group, lines[7].band) == ("Add Prof Scientific and Technic", "4")
    assert (lines[7].vacancy_wte, lines[6].vacancy_wte) == (Decimal("2.40"), Decimal("2.00"))
    assert (lines[54].status, lines[54].vacancy_wte) == ("over_established", Decimal("-1.20"))


def test_the_untidy_plan_s_lines_add_up_to_its_own_totals() -> None:
    plan = read_plan_file(PLANS / "trust-plan-2020-q4.xlsx")

    def total(group: str) -> Decimal:
        rows = [line for line in plan.lines if line.staff_group == group and line.row < 54]
        return sum((line.establishment_wte for line in rows), Decimal(0))

    assert total("Allied Health Professionals") == Decimal("89.50")
    assert total("Medical and Dental") == Decimal("51.00")
    assert total("Nursing and Midwifery Registered") == Decimal("320.70")


def test_a_missing_vacancy_follows_from_the_other_two() -> None:
    plan = read_plan(workbook(HEADING, ["Midwife", "Band 6", 10, 7.255, None, "N"]))

    line = plan.lines[0]
    assert (line.in_post_wte, line.vacancy_wte) == (Decimal("7.26"), Decimal("2.74"))


def test_a_missing_staff_in_post_follows_too() -> None:
    plan = read_plan(workbook(HEADING, ["Midwife", 6, 10, None, 3, "N"]))

    assert (plan.lines[0].in_post_wte, plan.lines[0].band) == (Decimal("7.00"), "6")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Midwife", "6", 10, 7, 5, ""], "its vacancy of 5.00 is not its establishment of 10.00"),
        (["Midwife", "6", -1, 0, -1, ""], "its establishment of -1.00 cannot be right"),
        (["Midwife", "6", 10, "lots", 1, ""], "its in post is “lots”, not a number"),
        (["Midwife", "6", 99999, 1, 1, ""], "its establishment of 99999.00 cannot be right"),
        (["Midwife", "6", True, 1, 1, ""], "its establishment is no number"),
        (["Midwife", "6", 10, None, None, ""], "it needs two of"),
        (["Midwife", "6", 1, None, 5, ""], "its vacancy is larger than its establishment"),
        ([None, "6", 10, 7, 3, ""], "it names no role"),
        (["7", "6", 10, 7, 3, ""], "it names no role"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused_with_the_reason(
    row: list[Any], reason: str
) -> None:
    plan = read_plan(workbook(HEADING, row))

    assert len(plan.rejected) == 1
    assert reason in plan.rejected[0].reason
    assert plan.rejected[0].row == 2
    assert counted(plan)


def test_the_same_line_twice_is_counted_once() -> None:
    row = ["Midwife", "6", 10, 7, 3, "Y"]

    plan = read_plan(workbook(HEADING, row, row))

    assert [r.reason for r in plan.rejected] == ["it says the same as row 2"]


def test_titles_notes_totals_and_repeated_headings_are_ignored() -> None:
    plan = read_plan(
        workbook(
            ["Trust workforce plan"],
            [],
            HEADING,
            ["Midwife", "6", 10, 7, 3, "Y"],
            ["Maternity total", "", 10, 7, 3, ""],
            HEADING,
            ["Dietitian", "6", 2, 2, 0, ""],
            ["Grand Total", "", 12, 9, 3, ""],
            ["* figures at the end of the quarter"],
        )
    )

    assert [line.row for line in plan.lines] == [4, 7]
    assert (plan.ignored, plan.rejected) == (7, ())
    assert plan.lines[1].status == "full"


def test_headings_over_two_rows_are_read_as_one() -> None:
    plan = read_plan(
        workbook(
            ["", "", "Funded", "Staff", ""],
            ["Job title", "Grade", "Est (WTE)", "in post (WTE)", "Vac"],
            ["Midwife", "AfC 6", 10, 7, 3],
        )
    )

    assert [(line.row, line.band) for line in plan.lines] == [(3, "6")]


def test_a_merged_group_holds_for_all_its_lines() -> None:
    book = Workbook()
    sheet = book.active
    for row in (["Staff group", *HEADING], ["Nursing", "Nurse A", "5", 2, 1, 1, ""],
                ["", "Nurse B", "5", 3, 1, 2, ""]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")

    assert [line.staff_group for line in read_plan(saved(book)).lines] == ["Nursing", "Nursing"]


def test_a_hidden_sheet_is_ignored_and_counted() -> None:
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(["Midwife", "6", 10, 7, 3, "Y"])
    hidden = book.create_sheet("Last year")
    hidden.append(HEADING)
    hidden.append(["Midwife", "6", 11, 7, 4, "Y"])
    hidden.sheet_state = "hidden"

    plan = read_plan(saved(book))

    assert (len(plan.lines), plan.ignored, counted(plan)) == (1, 3, True)


def test_a_sheet_of_figures_without_headings_refuses_the_whole_file() -> None:
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(["Midwife", "6", 10, 7, 3, "Y"])
    other = book.create_sheet("Theatres")
    for number in range(4):
        other.append([f"Nurse {number}", 3, 2])

    with pytest.raises(UnusableFile, match="Theatres has figures but no headings"):
        read_plan(saved(book))


def test_two_columns_for_one_figure_refuse_the_file() -> None:
    with pytest.raises(UnusableFile, match="Two columns are headed as establishment"):
        read_plan(text("Role,Est,Budget,In post", "Midwife,1,2,1"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_delimiters_are_told_apart(encoding: str, mark: str) -> None:
    rows = (["Role", "Grade", "Est", "In post"], ["Médecin – urgences", "Consultant", "9.5", "7"])

    plan = read_plan(text(*(mark.join(row) for row in rows), encoding=encoding))

    assert plan.lines[0].role == "Médecin – urgences"
    assert plan.lines[0].vacancy_wte == Decimal("2.50")


def test_a_decimal_comma_and_a_thousands_comma_are_understood() -> None:
    plan = read_plan(
        text("Role;Est;In post;Vac", "Midwife;10,50;7,25;3,25 wte", "Nurse;1,200;1,200.0;0")
    )

    assert [line.establishment_wte for line in plan.lines] == [Decimal("10.50"), Decimal(1200)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \r\n ",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04 but no archive",
        b"%PDF-1.7\n\x00\x01",
        b"just some words",
        b'Role,Est,In post\n"never closed,1,2',
        b"Role,Band\nNurse,5",
        b"x" * (MAX_FILE + 1),
    ],
    ids=[
        "empty",
        "blank",
        "picture",
        "old-xls",
        "broken-zip",
        "pdf",
        "words",
        "quotes",
        "no-figures",
        "large",
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_plan(content)

    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be opened"):
        read_plan_file(tmp_path / "none.xlsx")


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * 70_000_000})

    with pytest.raises(UnusableFile, match="unpacks to far more"):
        read_plan(bomb)


def test_another_kind_of_archive_is_refused() -> None:
    with pytest.raises(UnusableFile, match="not an"):
        read_plan(packed({"word/document.xml": b"<a/>"}))


def test_one_cell_at_the_end_of_the_sheet_does_not_fill_the_memory() -> None:
    book = Workbook()
    book.active.append(HEADING)
    book.active["XFD1048576"] = "here"

    with pytest.raises(UnusableFile, match="reaches far beyond"):
        read_plan(saved(book))


def test_a_truncated_spreadsheet_is_refused() -> None:
    whole = workbook(HEADING, ["Midwife", "6", 10, 7, 3, "Y"])

    with pytest.raises(UnusableFile):
        read_plan(whole[: len(whole) // 2])


def test_a_spreadsheet_with_broken_xml_is_refused() -> None:
    parts = {"xl/workbook.xml": b"<workbook", "xl/worksheets/sheet1.xml": b"<worksheet"}

    with pytest.raises(UnusableFile):
        read_plan(packed(parts))


cells = st.none() | st.integers(-5, 200) | st.floats(0, 99) | st.sampled_from(
    ["", "Nurse", "Total", "Band 5", "5", "n/a", "2.5 wte", "Role", "Establishment", "In post", "x"]
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=6), max_size=8))
def test_rows_in_are_rows_out(rows: list[list[Any]]) -> None:
    body = "\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
    content = f"Role,Band,Establishment,In post,Vacancy\n{body}".encode()
    try:
        plan = read_plan(content)
    except UnusableFile:
        return
    assert counted(plan)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_plan_or_refused(content: bytes) -> None:
    try:
        plan = read_plan(content)
    except UnusableFile:
        return
    assert counted(plan)
