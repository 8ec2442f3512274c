"""Tables as CSV for spreadsheets; no cell can start a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from flask import Response

# The wide signs too: some spreadsheets take them for the narrow ones.
_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"^\s*-?\d+(?:[.,]\d+)*\s*$")


def safe_cell(value: object) -> str:
    """The value as text; with a quotation mark before it where a program would run it."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def csv_response(rows: Iterable[Sequence[object]], *, file_name: str) -> Response:
    """A CSV file to keep; it starts with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[safe_cell(cell) for cell in row] for row in rows])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
