"""Cells and lines of CSV (RFC 4180), as a spreadsheet and a script both read them right."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

Value = str | int | float | date | None
"""What a cell holds: a truth is an int in Python as well; None is what is not known."""

BLOCK = 64 * 1024
"""Characters that are sent at once."""

_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What begins a formula; the last four are the full-width forms, which some spreadsheets take for the others."""
_SEPARATORS = frozenset(";\t\r\n")
"""What begins a cell or a line in a spreadsheet that is set to another separator, and then minds no quotes."""
_UNSEEN = re.compile(r'[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff";]+')
"""Spaces of every kind, marks without width, and what may stand between two cells."""


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
            return _inert(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _inert(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe, as OWASP advises, stands before what would be a formula.

    That is so at the start, also behind spaces and what is not seen, and behind a separator within.
    """
    text = _UNSEEN.sub(_guarded, text)
    unseen = _UNSEEN.match(text)
    starts = text[unseen.end() if unseen else 0 :][:1] in _FORMULA or text[:1] in _SEPARATORS - {";"}
    return f"'{text}" if text and starts else text


def _guarded(unseen: re.Match[str]) -> str:
    run, follows = unseen[0], unseen.string[unseen.end() :][:1]
    return f"{run}'" if follows in _FORMULA and not _SEPARATORS.isdisjoint(run) else run


def listed(values: Iterable[str | None]) -> str:
    """Write several values in one cell, in their order; what is not known leaves its place empty."""
    return ";".join(value or "" for value in values)


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
