"""The audit log as a table: a line for each field that a step changed."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice

from incidents.document.inert import inert
from incidents.moderation.auditing.entries import Entry, in_words
from incidents.workbench.audit import Asked, Found, everything

COLUMNS = ("time", "person", "address", "step", "reason", "incidents", "row", "change", "field", "before", "after")
_CHUNK = 200


class _Line:
    """What a CSV writer writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def lines(asked: Asked) -> Iterator[str]:
    """Yield the log as CSV (RFC 4180), newest first, times in UTC; what a spreadsheet would run is made inert."""
    writer = csv.writer(_Line())
    yield str(writer.writerow(COLUMNS))
    for entry in _entries(everything(asked, chunk=_CHUNK)):
        for cells in _rows(entry):
            yield str(writer.writerow([inert(cell) for cell in cells]))


def _entries(found: Iterable[Found]) -> Iterator[Entry]:
    steps = iter(found)
    while piece := list(islice(steps, _CHUNK)):
        yield from in_words(piece)


def _rows(entry: Entry) -> Iterator[list[str]]:
    refs = " ".join(one.ref for one in entry.incidents)
    head = [f"{entry.at:%Y-%m-%dT%H:%M:%S.%fZ}", entry.by, entry.address, entry.title, entry.reason, refs]
    if not entry.rows:
        yield [*head, "", "", "", "", ""]
    for row in entry.rows:
        for field in row.fields:
            yield [*head, row.name, row.what, field.label, field.before, field.after]
