"""CSV, and CSV with a row of HXL hashtags: PostgreSQL writes every cell as a spreadsheet and a script both read it."""

from collections.abc import Iterator
from contextlib import closing

from django.db.models import Case, Func, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf

from incidents.public.exports.copying import copied
from incidents.public.exports.extract import Extract
from incidents.public.exports.tables import Column, Kind

_NUMBER = (
    "CASE WHEN %(expressions)s = trunc(%(expressions)s) THEN %(expressions)s || '.0' ELSE %(expressions)s || '' END"
)
"""As Python and its children write a number that is no count: 25.0."""
_MOMENT = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""


def csv(extract: Extract) -> Iterator[bytes]:
    """Yield a header and the rows."""
    return _under(_line(column.name for column in extract.columns), extract)


def hxl(extract: Extract) -> Iterator[bytes]:
    """Yield a header, the hashtags, and the rows."""
    names, tags = (column.name for column in extract.columns), (column.hxl for column in extract.columns)
    return _under(_line(names) + _line(tags), extract)


def _under(head: bytes, extract: Extract) -> Iterator[bytes]:
    """Yield a head together with the first of the rows: where there is a first block, the query runs."""
    with closing(copied(extract.select(cell))) as rows:
        yield head + next(rows, b"")
        yield from rows


def cell(column: Column, base: str) -> Combinable:
    """Return what writes a cell: nothing where it is not known or empty, and text so that no spreadsheet runs it."""
    value = column.read(base)
    match column.kind:
        case Kind.TEXT:
            return _inert(value)
        case Kind.LIST:
            joined = Func(value, Value(";"), Value(""), function="array_to_string", output_field=TextField())
            return _inert(joined)
        case Kind.NUMBER:
            return Func(value, template=_NUMBER, output_field=TextField())
        case Kind.TRUTH:
            return Cast(value, TextField())
        case Kind.MOMENT:
            return Func(value, template=_MOMENT, output_field=TextField())
        case _:
            return value


def _inert(value: Combinable) -> Combinable:
    """Guard a text where its row has one that needs it (`guarded`, derived at publication); most rows have none.

    An empty text becomes null, which COPY writes without quotes.
    """
    guarded = Func(value, function="counterclaim_inert", output_field=TextField())
    text = Case(When(guarded=True, then=guarded), default=value, output_field=TextField())
    return NullIf(text, Value(""), output_field=TextField())


def _line(cells: Iterator[str]) -> bytes:
    return (",".join(cells) + "\r\n").encode()
