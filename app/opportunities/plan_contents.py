"""What a workforce plan's file holds, as plain values that JSON can hold."""

from collections.abc import Sequence
from typing import Any

from app.opportunities.plan_columns import find_headings
from app.opportunities.plan_sources import Cell, Sheet, read_sheets
from app.opportunities.unusable import N_, UnusableFile
from app.opportunities.workforce_files import Plan, PlanLine, as_row, read_plan

MOST_CELLS, LONGEST_CELL = 60, 500  # of a rejected row that is given back


def found_in(content: bytes) -> dict[str, Any]:
    """Lines, rejected rows with their cells and headings, and how many rows were ignored.

    Raises `UnusableFile` for a file that cannot be read whole, or without a single plan line.
    """
    plan = read_plan(content)
    if not plan.lines and not plan.rejected:
        raise UnusableFile(N_("The file has headings and no plan lines."))
    return {
        "lines": [_stored(line) for line in plan.lines],
        "ignored": plan.ignored,
        **_rejected(plan, content),
    }


def _stored(line: PlanLine) -> dict[str, Any]:
    """A line's columns: exact figures as text, and nothing where a text is missing."""
    figures = ("establishment_wte", "in_post_wte", "vacancy_wte")
    kept = {**as_row(line), "directorate": line.directorate, "confidence": line.confidence}
    texts = ("sheet", "band", "site", "staff_group", "directorate")
    return {
        **kept,
        **{name: str(getattr(line, name)) for name in figures},
        **{name: kept[name] or "" for name in texts},
    }


def _rejected(plan: Plan, content: bytes) -> dict[str, Any]:
    if not plan.rejected:
        return {"rejected": [], "rejected_headings": {}}
    sheets = {sheet.name: sheet for sheet in read_sheets(content)}
    named = {row.sheet for row in plan.rejected}
    return {
        "rejected": [
            {
                "row": row.row,
                "sheet": row.sheet or "",
                "reason": row.reason,
                "cells": _texts(sheets[row.sheet].rows[row.row - 1]),
            }
            for row in plan.rejected
        ],
        "rejected_headings": {name or "": _headings(sheets[name]) for name in named},
    }


def _headings(sheet: Sheet) -> list[str]:
    found = find_headings(sheet)
    return _texts(sheet.rows[found.last_row]) if found else []


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["" if cell is None else str(cell)[:LONGEST_CELL] for cell in row[:MOST_CELLS]]
