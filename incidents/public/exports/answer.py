"""An export as an answer: the complete result of a list's filters, streamed while it is read."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from rest_framework.request import Request

from config.rest.caching import PUBLIC
from incidents.public.api import splice
from incidents.public.exports.delimited import csv, hxl
from incidents.public.exports.documents import ndjson
from incidents.public.exports.extract import Extract
from incidents.public.exports.figures import PERSPECTIVE, told_by
from incidents.public.exports.formats import Format
from incidents.public.exports.geojson import geojson
from incidents.public.exports.listing import Listing
from incidents.public.exports.parquet import parquet
from incidents.public.exports.parts import PARAMETERS, Parts, columns_of
from incidents.public.exports.slots import Placed
from incidents.public.exports.tables import Column
from incidents.public.exports.workbook import xlsx
from incidents.record.models import Edition
from incidents.record.ordering import ORDERING
from incidents.record.reading import RecordFilter

ALSO = ("format", ORDERING, *PARAMETERS, PERSPECTIVE)
"""Query parameters of an export that are no filters."""
AS_OF = "Counterclaim-As-Of"
"""Header that names the moment of the last edition which the answer saw."""
DOCUMENTS = "ndjson"

_TABLES: dict[str, Callable[[Extract], Iterator[bytes]]] = {
    "geojson": geojson,
    "csv": csv,
    "hxl": hxl,
    "xlsx": xlsx,
    "parquet": parquet,
}


def export(request: Request, wanted: Format, listing: Listing, asked: RecordFilter) -> HttpResponseBase:
    """Return all that was asked for in a format other than pages of JSON. Raises BadParameter, Busy."""
    extract = _extract(request, wanted, listing, asked)
    blocks = iter(()) if request.method == "HEAD" else Placed(_blocks(wanted, extract, listing))
    answer = StreamingHttpResponse(blocks, content_type=wanted.content_type)
    name = f"counterclaim-{listing.table.name}{_stamp(extract.as_of)}.{wanted.extension}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = PUBLIC
    if extract.as_of:
        answer[AS_OF] = splice.moment(extract.as_of)
    return answer


def _extract(request: Request, wanted: Format, listing: Listing, asked: RecordFilter) -> Extract:
    table, parts = listing.table, Parts()
    columns: tuple[Column, ...] = ()
    if wanted.name == DOCUMENTS:
        parts = listing.parts(request.GET)
    else:
        columns = told_by(request.GET, table.chosen(columns_of(request.GET, table.names)))
    listing.order(asked, request.GET)  # what can't be ordered by is refused before anything is sent
    return Extract(
        table=table,
        asked=asked,
        order=lambda: listing.order(asked, request.GET),
        columns=columns,
        parts=parts,
        base=request.build_absolute_uri(reverse("web:incidents")),
        api=splice.incidents_url(request),
        query=request.build_absolute_uri(),
        as_of=Edition.objects.last_seen(asked.moment),
    )


def _blocks(wanted: Format, extract: Extract, listing: Listing) -> Generator[bytes]:
    with extract.snapshot():
        yield from ndjson(extract, listing) if wanted.name == DOCUMENTS else _TABLES[wanted.name](extract)


def _stamp(as_of: datetime | None) -> str:
    return f"-{as_of:%Y%m%dT%H%M%SZ}" if as_of else ""
