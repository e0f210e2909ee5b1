"""Cells and lines of CSV (RFC 4180), as a spreadsheet and a script both read them right."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from incidents.document.inert import inert

Value = str | int | float | date | None
"""What a cell holds: a truth is an int in Python as well; None is what is not known."""

BLOCK = 64 * 1024
"""Characters that are sent at once."""


def cell(value: Value) -> str:
    """Write a value: what is not known as nothing, a truth as true or false, times in UTC, text so that it stays text.

    Numbers are numbers whatever their sign.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return inert(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def lines(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the header and the rows, some of them at a time; never more than a block is held."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if buffer.tell() >= BLOCK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
