"""Documents and the rows derived from them as texts to fill in: what publishing computes is computed once for a shape.

Filling in is a hundred times as fast as deriving, and gives the same: canonical JSON of a mark and of the plain
text in its place differ in that text only. Values are therefore plain (`FILLED`): nothing that JSON or COPY escapes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson
from django.db.models import Model

from incidents.document.canonical import canonical
from incidents.publishing import derived
from incidents.record.search.texts import Text, claim_texts, texts_of
from incidents.record.search.vectors import vector_of
from tests.bench import documents
from tests.bench.documents import Shape

FILLED = re.compile(r"[^\"\\\t\n%]*")
_MARKS = {
    documents.REF: "ref",
    documents.IDS: "ids",
    **dict(zip(documents.DAYS, ("earliest", "latest", "after", "later"), strict=True)),
    documents.TOWN: "town",
    documents.OTHER: "other",
    documents.ADMIN1: "admin1",
    documents.PLACE: "place",
    documents.WORDS: "words",
    documents.CODE: "code",
    documents.CAPITALS: "capitals",
    documents.TITLE: "title",
    documents.COUNTRY: "country",
    str(documents.LATITUDE): "latitude",
    str(documents.LONGITUDE): "longitude",
    str(documents.TOWN_LATITUDE): "town_latitude",
    str(documents.TOWN_LONGITUDE): "town_longitude",
}
_MARK = re.compile("|".join(sorted(map(re.escape, _MARKS), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Template:
    """An edition to fill in. `columns` and `rows` are lines of COPY's text format; each row begins with its edition."""

    body: str
    escaped: bool
    columns: str
    rows: Mapping[type[Model], str]
    kind: str
    counted: bool
    killed: int
    unknown: int
    border: str
    texts: tuple[tuple[Text, ...], ...]
    """What is searched, of the edition and of each claim; the vectors are filled in as `vector_0`, `vector_1` …"""

    def vectors(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the search vectors of the edition and of its claims. Their words have an order: none is a template."""
        return {
            f"vector_{index}": vector_of(Text(one.field, one.id, one.text % values) for one in texts)
            for index, texts in enumerate(self.texts)
        }


COLUMNS = tuple(derived.columns(documents.document(Shape("shelling", 0, 0, week=False, bordered=False))))
"""The derived columns of an edition, in the order of `Template.columns`; the search vector comes last."""


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns of a table of derived rows, in the order of its lines."""
    return _FIELDS[model]


@cache
def template(shape: Shape | None) -> Template:
    """Return the template of a shape; of a retraction for None."""
    document = documents.retraction() if shape is None else documents.document(shape)
    body = canonical(document)
    document = orjson.loads(body)
    columns = derived.blank() | derived.columns(document)
    searched = [] if shape is None else [texts_of(document), *map(claim_texts, document["claims"])]
    lines = {
        model: "".join(
            _line(["%(seq)s", *(_cell(row[name], f"vector_{index}" if name == "search" else "") for name in row)])
            for index, row in enumerate(rows, start=1)
        )
        for model, rows in derived.rows(document).items()
        if rows
    }
    killed = columns["killed_best"] or columns["killed_low"] or 0
    return Template(
        body=_to_fill(body.decode()),
        escaped=b"\\" in body,
        columns=_line([*(_cell(columns[name]) for name in COLUMNS), "%(vector_0)s" if searched else ""]),
        rows=lines,
        kind=columns["kind"],
        counted=shape is not None and not shape.aggregated,
        killed=killed,
        unknown=int(columns["killed_best"] is None),
        border=_to_fill(columns["border"]),
        texts=tuple(tuple(one._replace(text=_to_fill(one.text)) for one in texts) for texts in searched),
    )


def _to_fill(text: str) -> str:
    """Return a text with a place to fill in (printf style) for each mark."""
    return _MARK.sub(lambda found: f"%({_MARKS[found[0]]})s", text.replace("%", "%%"))


def _line(cells: list[str]) -> str:
    return "\t".join(cells) + "\n"


def _cell(value: Any, instead: str = "") -> str:
    """Write a value for COPY, its marks to be filled in; or, as a whole, what is filled in under a name."""
    if instead:
        return f"%({instead})s"
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
        case list():
            return _to_fill("{" + ",".join(one or '""' for one in value) + "}")
        case date():
            return value.isoformat()
        case _:
            return _to_fill(escape(str(value)))


def escape(text: str) -> str:
    """Escape a text for COPY's text format."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _every_field() -> dict[type[Model], tuple[str, ...]]:
    full = orjson.loads(canonical(documents.document(Shape("shelling", 3, 2, week=False, bordered=True))))
    return {model: ("edition_id", *rows[0]) for model, rows in derived.rows(full).items() if rows}


_FIELDS = _every_field()
