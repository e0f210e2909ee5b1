"""Rows of the record as GeoJSON features with flat properties, which GDAL and QGIS show as columns.

What is not known is left out, so that every property has one type; several values are an array of texts (a StringList
in GDAL, a list in QGIS). All of it comes from columns: reading the documents would take some thirty times as long.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from incidents.public.api import splice
from incidents.public.interop.ogc.addresses import Addresses
from incidents.public.interop.ogc.queryables import Kind, Queryable

_MATCH = {True: "certain", False: "possible", None: None}


def columns_of(queryables: Sequence[Queryable]) -> tuple[str, ...]:
    """Return the columns that hold these properties."""
    return tuple(one.column or one.name for one in queryables if one.kind != Kind.GEOMETRY)


def properties(row: Any, queryables: Sequence[Queryable]) -> dict[str, Any]:
    """Return the properties of a row by their names."""
    return {
        one.name: _told(getattr(row, one.column or one.name), blank=one.blank)
        for one in queryables
        if one.kind != Kind.GEOMETRY
    }


def incident(row: Any, told: dict[str, Any], geometry: dict[str, Any] | None, to: Addresses) -> dict[str, Any]:
    """Return an incident as a feature. `told` are its properties."""
    certain = getattr(row, "certain", None)
    also = {"match": _MATCH[certain]}
    also |= {"page": f"{to.pages}{row.ref}/", "url": f"{to.api}{row.ref}/editions/{row.number}/"}
    return _feature(row.ref, geometry, told | also)


def claim(row: Any, told: dict[str, Any], to: Addresses) -> dict[str, Any]:
    """Return a claim as a feature without a geometry."""
    edition = f"{row.ref}/editions/{row.edition__number}/"
    also = {"page": f"{to.pages}{edition}#claim-{row.claim}", "url": f"{to.api}{edition}"}
    return _feature(row.claim, None, told | also)


def _feature(name: str, geometry: dict[str, Any] | None, told: dict[str, Any]) -> dict[str, Any]:
    known = {key: value for key, value in told.items() if value is not None}
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": known}


def _told(value: Any, *, blank: bool) -> Any:
    match value:
        case datetime():
            return splice.moment(value)
        case date():
            return value.isoformat()
        case "" if blank:
            return None
    return value
