"""The documents that say what is here: landing page, conformance, collections, queryables, schema of a feature."""

import math
from collections.abc import Iterable
from typing import Any

from incidents.public.interop.ogc import reading
from incidents.public.interop.ogc.addresses import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    QUERYABLES,
    SCHEMA,
    Addresses,
    Link,
    link,
)
from incidents.public.interop.ogc.asking import CRS84
from incidents.public.interop.ogc.collections import COLLECTIONS, Collection
from incidents.public.interop.ogc.queryables import Kind
from incidents.record.conditions import KM_PER_DEGREE
from incidents.vocabulary import PLACE_PRECISION

TITLE = "Counterclaim: OGC API – Features"
DESCRIPTION = (
    "Border incidents, and what each side claims about them, for maps: QGIS, GDAL and every other client of "
    "OGC API – Features open this address."
)
_FEATURES, _CQL2 = "http://www.opengis.net/spec/ogcapi-features", "http://www.opengis.net/spec/cql2/1.0/conf"
CONFORMANCE = (
    f"{_FEATURES}-1/1.0/conf/core",
    f"{_FEATURES}-1/1.0/conf/oas30",
    f"{_FEATURES}-1/1.0/conf/html",
    f"{_FEATURES}-1/1.0/conf/geojson",
    f"{_FEATURES}-2/1.0/conf/crs",
    f"{_FEATURES}-3/1.0/conf/queryables",
    f"{_FEATURES}-3/1.0/conf/queryables-query-parameters",
    f"{_FEATURES}-3/1.0/conf/filter",
    f"{_FEATURES}-3/1.0/conf/features-filter",
    *(f"{_CQL2}/{name}" for name in (
        "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
        "basic-spatial-functions", "temporal-functions", "array-functions", "property-property",
    )),
)  # fmt: skip
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_WIDEST_KM = max(radius for _, radius in PLACE_PRECISION.values())


def landing(to: Addresses, itself: Iterable[Link]) -> dict[str, Any]:
    """Return the landing page."""
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            *itself,
            link(f"{to.root}api", "service-desc", OPENAPI, "The API in OpenAPI 3.0"),
            link(f"{to.root}api?f=html", "service-doc", HTML, "The API, as a page"),
            link(f"{to.root}conformance", "conformance", JSON, "Conformance classes"),
            link(f"{to.root}collections", "data", JSON, "Collections"),
        ],
    }


def conformance(itself: Iterable[Link]) -> dict[str, Any]:
    """Return the conformance classes."""
    return {"links": list(itself), "conformsTo": list(CONFORMANCE)}


def collections(to: Addresses, itself: Iterable[Link]) -> dict[str, Any]:
    """Return all collections."""
    extent = reading.extent()
    found = [_collection(one, to, [], extent) for one in COLLECTIONS.values()]
    return {"links": list(itself), "crs": [CRS84], "collections": found}


def collection(one: Collection, to: Addresses, itself: Iterable[Link]) -> dict[str, Any]:
    """Return a collection."""
    return _collection(one, to, itself, reading.extent())


def _collection(one: Collection, to: Addresses, itself: Iterable[Link], extent: reading.Extent) -> dict[str, Any]:
    here = to.collection(one.name)
    links = [
        *(itself or [link(here, "self", JSON, one.title)]),
        link(f"{here}/items", "items", GEOJSON, f"{one.title}, as GeoJSON"),
        link(f"{here}/items?f=html", "items", HTML, f"{one.title}, as a page"),
        link(f"{here}/queryables", QUERYABLES, SCHEMA, "What filters may ask about"),
        link(f"{here}/schema", "describedby", SCHEMA, "Schema of a feature"),
    ]
    return {
        "id": one.name,
        "title": one.title,
        "description": one.description,
        "itemType": "feature",
        "extent": _extent(one, extent),
        "crs": [CRS84],
        "storageCrs": CRS84,
        "links": links,
    }


def _extent(one: Collection, extent: reading.Extent) -> dict[str, Any]:
    box, years = extent
    found: dict[str, Any] = {}
    if box and one.geometries:
        found["spatial"] = {"bbox": [_widened(box) if one.draws_lines else box], "crs": CRS84}
    if years:
        interval = [f"{years[0]:04}-01-01T00:00:00Z", f"{years[1]:04}-12-31T23:59:59Z"]
        found["temporal"] = {"interval": [interval], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
    return found


def _widened(box: list[float]) -> list[float]:
    """Return a box that holds the widest circle around every point of another."""
    high = _WIDEST_KM / KM_PER_DEGREE
    wide = high / max(math.cos(math.radians(max(abs(box[1]), abs(box[3])))), 0.1)
    found = [max(box[0] - wide, -180.0), max(box[1] - high, -90.0), min(box[2] + wide, 180.0), min(box[3] + high, 90.0)]
    return [round(one, 2) for one in found]


def queryables(one: Collection, to: Addresses) -> dict[str, Any]:
    """Return the JSON Schema of what filters may ask about."""
    return {
        "$schema": _DRAFT,
        "$id": to.collection(one.name, "queryables"),
        "type": "object",
        "title": one.title,
        "properties": {name: queryable.schema() for name, queryable in one.by_name.items()},
        "additionalProperties": False,
    }


def schema(one: Collection, to: Addresses) -> dict[str, Any]:
    """Return the JSON Schema of a feature, as GDAL reads it for the types of columns."""
    told = {name: each.schema() for name, each in one.by_name.items() if each.kind != Kind.GEOMETRY} | dict(one.also)
    geometries: list[dict[str, Any]] = [{"$ref": f"https://geojson.org/schema/{name}.json"} for name in one.geometries]
    return {
        "$schema": _DRAFT,
        "$id": to.collection(one.name, "schema"),
        "title": one.title,
        "description": "A property that is not known is left out.",
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"oneOf": [*geometries, {"type": "null"}]},
            "properties": {"type": "object", "properties": told},
        },
    }
