"""A table as an answer: the complete result of a list's filters, streamed while it is read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
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
    found = asked.qs.order_by(*order).values_list(*table.reads, "body", named=True)
    base = request.build_absolute_uri(reverse("web:incidents"))
    rows = _rows(table, found, base) if request.method == "GET" else iter(())
    answer = StreamingHttpResponse(lines(tuple(table.columns), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="counterclaim-{table.name}{_stamp(as_of)}.csv"'
    answer["Cache-Control"] = "public, no-cache"
    if as_of:
        answer[AS_OF] = cell(as_of)
    return answer


def _rows(table: Table, found: Any, base: str) -> Iterator[Any]:
    with transaction.atomic():  # within one the server need not keep the whole result to read it later
        for row in found.iterator(chunk_size=_AT_ONCE):
            yield table.row(row, base)


def _stamp(as_of: datetime | None) -> str:
    return f"-{as_of:%Y%m%dT%H%M%SZ}" if as_of else ""
