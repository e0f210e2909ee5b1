"""Excel: typed cells, text that is never a formula or a link, and a sheet that says what the others are."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from incidents.document.inert import in_one_cell
from incidents.public.exports.extract import Extract
from incidents.public.exports.tables import Kind

ROWS = 1_048_575
"""Rows of a sheet under its header; what is more goes on in another sheet."""
LONGEST = 32_767
"""Characters that a cell holds; what is longer is cut, and the sheet "about" says how often."""
BLOCK = 64 * 1024
_FIRST_YEAR = 1900
"""Excel knows no day before; an earlier one is written as text."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def xlsx(extract: Extract) -> Iterator[bytes]:
    """Yield a workbook once it is written to disk, row by row."""
    with tempfile.TemporaryDirectory(prefix="counterclaim-xlsx-") as folder, ExitStack() as opened:
        file = Path(folder) / "export.xlsx"
        book = Workbook(str(file), _OPTIONS | {"tmpdir": folder})
        opened.callback(_let_go, book)
        book.use_zip64()
        written = _Sheets(book, extract)
        for row in extract.rows():
            written.add(row)
        _about(book, extract, written)
        book.close()
        with file.open("rb") as done:
            while block := done.read(BLOCK):
                yield block


class _Sheets:
    """The sheets that hold the table, one after the other."""

    def __init__(self, book: Workbook, extract: Extract) -> None:
        """Begin the first."""
        self.book, self.extract = book, extract
        self.kinds = [column.kind for column in extract.columns]
        self.bold: Format = book.add_format({"bold": True})
        self.time: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000"})
        self.day: Format = book.add_format({"num_format": "yyyy-mm-dd"})
        self.rows = self.sheets = self.cut = 0
        self.sheet = self._begin()

    def _begin(self) -> Worksheet:
        self.sheets += 1
        name = self.extract.table.name
        sheet: Worksheet = self.book.add_worksheet(name if self.sheets == 1 else f"{name} {self.sheets}")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.extract.columns):
            sheet.write_string(0, place, column.name, self.bold)
        return sheet

    def add(self, row: tuple[Any, ...]) -> None:
        """Write a row."""
        if self.rows == self.sheets * ROWS:
            self.sheet = self._begin()
        self.rows += 1
        line = self.rows - (self.sheets - 1) * ROWS
        for place, (kind, value) in enumerate(zip(self.kinds, row, strict=True)):
            if value not in (None, "", []):
                self._cell(line, place, kind, value)

    def _cell(self, line: int, place: int, kind: Kind, value: Any) -> None:
        match kind:
            case Kind.WHOLE | Kind.NUMBER:
                self.sheet.write_number(line, place, value)
            case Kind.TRUTH:
                self.sheet.write_boolean(line, place, value)
            case Kind.DAY | Kind.MOMENT if value.year >= _FIRST_YEAR:
                self._date(line, place, value)
            case Kind.DAY | Kind.MOMENT:
                self._text(line, place, value.isoformat())
            case Kind.LIST:
                self._text(line, place, in_one_cell(value))
            case _:
                self._text(line, place, value)

    def _date(self, line: int, place: int, value: date) -> None:
        if isinstance(value, datetime):
            self.sheet.write_datetime(line, place, value.astimezone(UTC).replace(tzinfo=None), self.time)
        else:
            self.sheet.write_datetime(line, place, value, self.day)

    def _text(self, line: int, place: int, value: str) -> None:
        if len(value) > LONGEST:
            self.cut += 1
            value = f"{value[: LONGEST - 1]}…"
        self.sheet.write_string(line, place, value)


def _let_go(book: Workbook) -> None:
    """Close the files into which rows are written, also of a workbook that is given up in the middle."""
    for sheet in book.worksheets():
        sheet.row_data_fh.close()


def _about(book: Workbook, extract: Extract, written: _Sheets) -> None:
    """Write the sheet that says where the table is from, and what its columns are."""
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    facts = {
        **extract.note,
        "rows": str(written.rows),
        "sheets": str(written.sheets),
        "texts cut to what a cell holds": str(written.cut),
        "times": "UTC; dates are calendar dates in the incident's own zone",
        "empty cells": "not known, never 0",
    }
    lines = [*facts.items(), ("", ""), *((column.name, column.says) for column in extract.columns)]
    for line, (name, words) in enumerate(lines):
        sheet.write_string(line, 0, name, written.bold)
        sheet.write_string(line, 1, words or "")
