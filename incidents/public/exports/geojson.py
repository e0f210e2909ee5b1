"""GeoJSON (RFC 7946): one FeatureCollection, flat properties, and in each what its geometry is and how exact."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

import orjson

from incidents.document.inert import in_one_cell
from incidents.public.exports.extract import AT_ONCE, Extract
from incidents.public.exports.points import geometry, lines_of_sections

ALWAYS = ("geometry_is", "where_prec", "radius_km")
"""Properties that no choice of fields leaves out: without them a map draws what is not known."""


def geojson(extract: Extract) -> Iterator[bytes]:
    """Yield the collection, some features at a time; `features` comes last but for their number."""
    head = {"type": "FeatureCollection", **extract.note}
    opening = orjson.dumps(head)[:-1] + b',"features":['  # it comes with the first of them, when the query runs
    names = [column.name for column in extract.columns]
    rows = extract.rows(*extract.table.where.paths, extract.table.key)
    lines = lines_of_sections()
    count = 0
    while block := list(islice(rows, AT_ONCE)):
        features = [_feature(names, row, lines) for row in block]
        yield (b"," if count else opening) + b",".join(features)
        count += len(block)
    yield (b"" if count else opening) + b'],"numberReturned":' + str(count).encode() + b"}\n"


def _feature(names: list[str], row: tuple[Any, ...], lines: dict[str, dict[str, Any]]) -> bytes:
    shown = len(names)
    where, key = row[shown : shown + 5], row[shown + 5]
    what, drawn = geometry(where, lines)
    properties = {name: _plain(value) for name, value in zip(names, row, strict=False)}
    properties |= {"geometry_is": what, "where_prec": where[2], "radius_km": where[3]}
    return orjson.dumps({"type": "Feature", "id": key, "geometry": drawn, "properties": properties})


def _plain(value: Any) -> Any:
    """Return a property: a list as one text, a time as the ledger writes it."""
    match value:
        case list():
            return in_one_cell(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case _:
            return value
