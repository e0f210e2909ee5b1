"""A table as an answer: the complete result of a list's filters, streamed while it is read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, QueryDict, StreamingHttpResponse
from django.urls import reverse

from config.rest.pagination import one
from config.rest.parameters import BadParameter, Fault
from incidents.public.exports.cells import cell, lines
from incidents.public.exports.tables import Table
from incidents.record.models import Edition
from incidents.record.reading import RecordFilter

FORMATS = ("json", "csv")
AS_OF = "Counterclaim-As-Of"
"""Header that names the moment of the last edition which the answer saw."""

_AT_ONCE = 200
"""Rows that are held at a time."""


def wants_csv(params: QueryDict) -> bool:
    """Tell whether `format` asks for a table. Raises BadParameter."""
    given = one(params, "format")
    if given is not None and given not in FORMATS:
        raise BadParameter(Fault("format", f"{given!r} is not one of them", FORMATS))
    return given == "csv"


def csv_answer(request: HttpRequest, table: Table, asked: RecordFilter, *order: str) -> StreamingHttpResponse:
    """Return all that was asked for as CSV, read through a cursor on the server: memory does not grow with it."""
    as_of = Edition.objects.last_seen(asked.moment)
    base = request.build_absolute_uri(reverse("web:incidents"))
    rows = _rows(table, asked, order, as_of, base) if request.method == "GET" else iter(())
    answer = StreamingHttpResponse(lines(tuple(table.columns), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="counterclaim-{table.name}{_stamp(as_of)}.csv"'
    answer["Cache-Control"] = "public, no-cache"
    if as_of:
        answer[AS_OF] = cell(as_of)
    return answer


def _rows(
    table: Table, asked: RecordFilter, order: tuple[str, ...], as_of: datetime | None, base: str
) -> Iterator[Any]:
    """Read within one transaction, for which the server need not keep the whole result, and of one moment."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if as_of and asked.moment is None and Edition.objects.last_seen(None) != as_of:
            asked.hold(as_of)  # something was published since the header was written
        found: Any = asked.qs.order_by(*order).values_list(*table.reads, "body", named=True)
        for row in found.iterator(chunk_size=_AT_ONCE):
            yield table.row(row, base)


def _stamp(as_of: datetime | None) -> str:
    return f"-{as_of:%Y%m%dT%H%M%SZ}" if as_of else ""
