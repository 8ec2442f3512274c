"""Workforce plans: the page that takes one in, its lines and sums, and the command."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from app import clock
from app.opportunities.models import PlanLine, PlanStatus, Upload, WorkforcePlan
from app.opportunities.plan_queries import stale_workforce_plans, sums
from app.opportunities.views.plans import rejected_rows
from tests.cast import Cast
from tests.visitor import Visitor

HEAD = "Role,Band,Site,Staff group,Establishment WTE,In post WTE,Vacancy WTE,Hard to fill\n"
TIDY = HEAD + (
    "Staff Nurse - Ward 4,Band 5,City Hospital,Nursing,20.00,15.50,4.50,Y\n"
    "Midwife,Band 6,City Hospital,Nursing,10.00,10.00,0.00,N\n"
    "Ward Sister,Band 6,City Hospital,Nursing,3.00,2.00,1.00,N\n"
)
UNTIDY = TIDY + '"=HYPERLINK(""http://x.example"") nurse",Band 5,City,Nursing,n/a,1.00,,Y\n'


def send(visitor: Visitor, text: str, *, name: str = "q3.csv", status: int = 200) -> None:
    visitor.open("/workforce-plans/new")
    file = (io.BytesIO(text.encode()), name)
    visitor.submit({"file": file}, button="Read the file", status=status)


def store(visitor: Visitor, text: str = TIDY, **answers: str) -> None:
    send(visitor, text)
    visitor.submit(answers, button="Store the plan")


def test_a_plan_is_shown_before_it_is_stored(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, TIDY)
    assert "3 plan lines, 0 rows that cannot be used" in visitor.text
    assert "Staff Nurse - Ward 4" in visitor.text
    assert WorkforcePlan.select().count() == 0
    visitor.submit({"name": "Third quarter"}, button="Store the plan")
    assert visitor.heading == "Third quarter"
    line = PlanLine.select().order_by(PlanLine.row).first()
    assert (line.profession, line.band, line.hard_to_fill) == ("nurse", "5", True)
    assert line.vacancy_wte == Decimal("4.50")
    assert Upload.select().count() == 0


def test_the_lines_are_added_up_by_profession(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor)
    nurse, midwife = sums(WorkforcePlan.get())
    assert (nurse.profession, nurse.lines, nurse.hard_to_fill) == ("nurse", 2, 1)
    assert (nurse.establishment_wte, nurse.vacancy_wte) == (Decimal("23.00"), Decimal("5.50"))
    assert midwife.vacancy_wte == Decimal("0.00")


def test_the_lines_are_narrowed(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor)
    address = f"/workforce-plans/{WorkforcePlan.get().id}"
    part = visitor.fragment(f"{address}?only_vacant=y")
    assert "Ward Sister" in part.text
    assert "Midwife" not in part.text
    part = visitor.fragment(f"{address}?only_hard_to_fill=y&profession=nurse")
    assert "1 line on this page" in part.text
    page = visitor.open(f"{address}?profession=midwife")
    part = visitor.fragment(f"{address}?profession=midwife")
    assert str(page.find(id="plan-lines")) == str(part.find(id="plan-lines"))


def test_rejected_rows_come_back_in_a_file_that_starts_no_formula(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, UNTIDY)
    assert "not a number" in visitor.text
    visitor.follow("Download these rows")
    first = list(csv.reader(io.StringIO(visitor.response.text.removeprefix("\ufeff"))))
    assert first[0][:2] == ["Role", "Band"]
    assert first[1][0].startswith("'=HYPERLINK")
    assert first[1][-3:] == ["its establishment is “n/a”, not a number", "", "5"]
    visitor.open(visitor.address.removesuffix("/rejected.csv"))
    visitor.submit(button="Store the plan")
    visitor.follow("Download these rows")
    assert list(csv.reader(io.StringIO(visitor.response.text.removeprefix("\ufeff")))) == first


def test_rejected_rows_of_two_sheets_stand_under_their_own_headings() -> None:
    found = {
        "rejected": [
            {"sheet": "A", "row": 2, "reason": "no role", "cells": ["", "1"]},
            {"sheet": "B", "row": 5, "reason": "no figure", "cells": ["Nurse", "x", "y", "over"]},
        ],
        "rejected_headings": {"A": ["Role", "WTE"], "B": ["Role", "Est", "Vacancy"]},
    }
    assert rejected_rows(found) == [
        ["Role", "WTE", "Reason", "Sheet", "Row"],
        ["", "1", "no role", "A", "2"],
        ["Role", "Est", "Vacancy", "", "Reason", "Sheet", "Row"],
        ["Nurse", "x", "y", "over", "no figure", "B", "5"],
    ]


def test_a_new_plan_replaces_the_chosen_one(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor, name="Q3")
    earlier = WorkforcePlan.get()
    store(
        visitor, TIDY + "Dietitian,Band 6,City,AHP,2,1,1,N\n", name="Q4", replaces=str(earlier.id)
    )
    assert WorkforcePlan.get_by_id(earlier.id).status == PlanStatus.REPLACED
    current = WorkforcePlan.select().where(WorkforcePlan.status == PlanStatus.CURRENT)
    assert [plan.name for plan in current] == ["Q4"]


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor)
    store(visitor)
    assert WorkforcePlan.select().count() == 1
    assert PlanLine.select().count() == 3


def test_a_form_sent_twice_gets_the_same_answer(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, TIDY)
    page, address = visitor.page, visitor.address
    visitor.submit(button="Store the plan")
    shown = visitor.address
    visitor.page, visitor.address = page, address
    visitor.submit(button="Store the plan")
    assert visitor.address == shown


def test_figures_of_a_day_to_come_are_refused(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, TIDY)
    ahead = {"figures_on-day": "1", "figures_on-month": "3", "figures_on-year": "2099"}
    visitor.submit(ahead | {"name": ""}, button="Store the plan", status=422)
    assert "cannot be of a day to come" in visitor.text
    assert "Enter a name." in visitor.text


def test_old_figures_are_said_to_be_stale(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor)
    assert stale_workforce_plans(cast.viewer(cast.staff)) == []
    WorkforcePlan.update(figures_on=clock.today() - timedelta(days=101)).execute()
    visitor.open("/workforce-plans")
    assert "more than 100 days ago" in visitor.text
    assert len(stale_workforce_plans(cast.viewer(cast.staff))) == 1
    assert stale_workforce_plans(cast.viewer(cast.partner)) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("\x00\x01binary", "neither an .xlsx spreadsheet nor a text file"),
        ("PK\x03\x04junk", "damaged"),
        ("a,b\n1,2\n", "No headings"),
        (HEAD, "no plan lines"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(
    cast: Cast, text: str, sentence: str
) -> None:
    visitor = cast.visits(cast.staff)
    send(visitor, text, status=422)
    assert sentence in visitor.text


def test_another_trusts_plan_is_not_found(cast: Cast) -> None:
    visitor = cast.visits(cast.staff)
    store(visitor)
    other = cast.visits(cast.other_staff)
    other.open(f"/workforce-plans/{WorkforcePlan.get().id}", status=404)
    other.open("/workforce-plans")
    assert "No plan is loaded yet" in other.text


@pytest.mark.parametrize("role", ["partner", "client_account", "mentor", "admin"])
def test_only_staff_see_workforce_plans(cast: Cast, role: str) -> None:
    cast.visits(getattr(cast, role)).open("/workforce-plans", status=403)


def command(app: Flask, *args: object) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["import-workforce-plan", *map(str, args)])
    return result.exit_code, result.output


def test_the_command_prints_lines_rejections_and_ignored_rows(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(UNTIDY)
    status, dry = command(app, file, "--dry-run", "--json")
    assert WorkforcePlan.select().count() == 0
    assert (status, dry) == command(app, file, "--json")
    found = json.loads(dry)
    assert status == 1
    assert set(found) == {"lines", "rejected", "ignored"}
    assert found["lines"][0] == {
        "row": 2, "sheet": None, "role": "Staff Nurse - Ward 4", "profession": "nurse", "band": "5",
        "site": "City Hospital", "staff_group": "Nursing", "establishment_wte": 20.0,
        "in_post_wte": 15.5, "vacancy_wte": 4.5, "hard_to_fill": True, "status": "vacant",
    }  # fmt: skip
    assert found["rejected"] == [
        {"row": 5, "sheet": None, "reason": "its establishment is “n/a”, not a number"}
    ]
    assert found["ignored"] == 1
    assert (WorkforcePlan.get().name, WorkforcePlan.get().figures_on) == ("plan", clock.today())


def test_the_command_takes_the_figures_day(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(TIDY)
    assert command(app, file, "--figures-on", "2026-09-30")[0] == 0
    assert WorkforcePlan.get().figures_on == date(2026, 9, 30)


def test_the_command_refuses_an_unusable_file_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    status, said = command(app, tmp_path / "missing.xlsx")
    assert (status, said) == (2, "The file cannot be opened.\n")
