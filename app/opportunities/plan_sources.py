"""Uploaded plan files turned into rows of cells, or refused before anything dangerous is parsed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from app.opportunities.unusable import N_, UnusableFile

MAX_FILE = 10 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MAX_RATIO = 200  # a real plan packs about 5 to 20 times; repeated bytes a thousand
MAX_PARTS = 1000
MAX_CELLS = 1_000_000  # rows times columns of a sheet, as its furthest cell spans them
MAX_ROWS = 20_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br=[\"']([A-Z]{0,3})(\d{1,9})[\"']")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_DELIMITERS = (",", ";", "\t", "|")

Cell = Any  # what a spreadsheet cell holds: text, a number, a date, a truth, nothing
Block = tuple[tuple[int, int], tuple[int, int]]  # merged cells: first and last row and column


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet from its first row on; `name` is None for a text file."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    is_hidden: bool = False


def read_sheets(content: bytes) -> list[Sheet]:
    """The sheets of an .xlsx or a delimited text file, told apart by content, not by name.

    Raises `UnusableFile` for what is empty, too large, packed beyond reason, or neither.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise UnusableFile(N_("The file is empty."))
    if len(content) > MAX_FILE:
        raise UnusableFile(N_("The file is larger than 10 MB."))
    if content.startswith(_OLE):
        raise UnusableFile(
            N_("The file is an old .xls or has a password; save it as .xlsx or .csv.")
        )
    if content.startswith(_ZIP):
        return _workbook(content)
    return [_table(_decoded(content))]


def _workbook(content: bytes) -> list[Sheet]:
    _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = list(_worksheets(book))
    except UnusableFile:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the parser is no Exception
        raise UnusableFile(N_("The file cannot be read as a spreadsheet.")) from error
    if sum(len(sheet.rows) for sheet in sheets) > MAX_ROWS:
        raise UnusableFile(N_("The file has more than %(most)s rows."), most=f"{MAX_ROWS:,}")
    return sheets


def _check_archive(content: bytes) -> None:
    """Refuse by the archive's own list, before a byte is unpacked, then by the cells' span."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(content):
                raise UnusableFile(N_("The file unpacks to far more than a workforce plan holds."))
            if len(parts) > MAX_PARTS or "xl/workbook.xml" not in archive.namelist():
                raise UnusableFile(N_("The file is not an .xlsx spreadsheet."))
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_span(_unpacked(archive, part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnusableFile(N_("The file is damaged or has a password.")) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise UnusableFile(N_("The file is damaged.")) from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part's bytes, never more than the archive's list says."""
    with archive.open(part) as stream:
        return stream.read(part.file_size + 1)


def _check_span(sheet: bytes) -> None:
    """Refuse a far-off cell: the parser would make room for every cell before it."""
    rows = columns = 1
    for letters, number in _CELL.findall(sheet):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters))
        if rows * columns > MAX_CELLS:
            raise UnusableFile(N_("A sheet of the file reaches far beyond a workforce plan."))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _worksheets(book: CalamineWorkbook) -> Iterator[Sheet]:
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        _fill_down(rows, sheet.merged_cell_ranges or [])
        yield Sheet(about.name, rows, is_hidden=about.visible != SheetVisibleEnum.Visible)


def _fill_down(rows: list[list[Cell]], merged: Sequence[Block]) -> None:
    """Give every cell of a merged block in one column its value; blocks across are titles."""
    for (top, left), (bottom, right) in merged:
        if left != right or top >= len(rows):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row):
                row[left] = rows[top][left]


def _decoded(content: bytes) -> str:
    """Text of UTF-8 or UTF-16 with a mark, of UTF-8, else of Windows-1252."""
    encodings = ("utf-8", "cp1252")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",) * 2
    elif content.startswith(b"\xef\xbb\xbf"):
        encodings = ("utf-8-sig",) * 2
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise UnusableFile(N_("The file is neither an .xlsx spreadsheet nor a text file."))


def _table(text: str) -> Sheet:
    """Rows of a delimited text; the delimiter is the one that cuts most lines alike."""
    delimiter = max(_DELIMITERS, key=lambda mark: _evenness(text, mark))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnusableFile(N_("The file's quotation marks or columns are broken.")) from error
    if len(rows) > MAX_ROWS:
        raise UnusableFile(N_("The file has more than %(most)s rows."), most=f"{MAX_ROWS:,}")
    return Sheet(None, rows)


def _evenness(text: str, delimiter: str) -> int:
    """How many of the first lines have the most common number of cells above one."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    widths = [len(next(csv.reader([line], delimiter=delimiter))) for line in lines]
    wide = [width for width in widths if width > 2]
    return max((wide.count(width) for width in set(wide)), default=0)
