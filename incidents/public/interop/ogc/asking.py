"""A query string as a question to a collection: the record's filters, equality of properties, and CQL2."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from config.rest.pagination import PAGE, one
from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.ogc.collections import Collection
from incidents.public.interop.ogc.cql2.conditions import condition, mentions, read_json, read_text
from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.merges import following
from incidents.public.interop.ogc.geometry import Lines
from incidents.public.interop.ogc.queryables import Kind
from incidents.public.interop.ogc.reading import same_actors_and_places
from incidents.record.reading import RecordFilter

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS84H = "http://www.opengis.net/def/crs/OGC/0/CRS84h"
LANGUAGES = ("cql2-text", "cql2-json", "cql-text")
"""The last is what GDAL calls the first."""
PARAMETERS = ("f", "cursor", "count", "crs", "bbox-crs", "filter", "filter-lang", "filter-crs")
"""Parameters of a page of features that no filter set reads."""

_NUMBERS = (Kind.INTEGER, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the filter set as it was read, the rows it finds, and how many of them a page has.

    `filtered`: by more than the filter set.
    """

    asked: RecordFilter
    rows: Any
    limit: int
    lines: Lines
    filtered: bool


def read(collection: Collection, params: QueryDict) -> Question:
    """Return what a query string asks of a collection. Raises BadParameter."""
    read_crs(params)
    own = [name for name in collection.scalars if name not in collection.filters.base_filters]
    trees = _filter(params) + [_equality(collection, name, params) for name in own if name in params]
    if any(mentions(tree, "aggregated") for _, tree in trees) and "aggregates" not in params:
        params = params.copy()
        params["aggregates"] = "include"
    asked = collection.filters.read(params, also=(*PARAMETERS, *own))
    lines = asked.lines if hasattr(asked, "lines") else collection.lines()
    shapes = collection.shapes(lines) if collection.shapes else None
    same = same_actors_and_places()
    followed = [(name, following(tree, collection.by_name, same)) for name, tree in trees]
    conditions = [_condition(name, tree, collection, shapes) for name, tree in followed]
    rows = asked.qs.filter(*conditions)
    limit = asked.values.pop("limit") or PAGE  # no condition: what is counted does not depend on it
    return Question(asked, rows, limit, lines, bool(conditions))


def read_crs(params: QueryDict) -> None:
    """Refuse every reference system but longitude and latitude. Raises BadParameter."""
    for name in ("crs", "bbox-crs", "filter-crs"):
        allowed = (CRS84, CRS84H) if name == "bbox-crs" else (CRS84,)
        if (given := one(params, name)) is not None and given.strip("[]") not in allowed:
            raise BadParameter(Fault(name, f"{given!r} is not served: all is longitude and latitude", allowed))


def _filter(params: QueryDict) -> list[tuple[str, Any]]:
    """Return the tree of `filter`, with its name, where it is given."""
    language = one(params, "filter-lang") or LANGUAGES[0]
    if language not in LANGUAGES:
        raise BadParameter(Fault("filter-lang", f"{language!r} is not one of them", LANGUAGES))
    text = one(params, "filter")
    if text is None:
        return []
    if not text.strip():
        raise BadParameter(Fault("filter", "is empty: leave it out, or give a condition"))
    try:
        return [("filter", read_json(text) if language == "cql2-json" else read_text(text))]
    except Refused as error:
        raise BadParameter(Fault("filter", error.message, error.allowed)) from error


def _equality(collection: Collection, name: str, params: QueryDict) -> tuple[str, Any]:
    """Return the tree of a parameter that is named as a property: it has that value."""
    text = one(params, name) or ""
    if not text.strip():
        raise BadParameter(Fault(name, "is empty: leave it out, or give a value"))
    kind, value = collection.scalars[name].kind, text
    if kind in _NUMBERS:
        value = _read(name, text, "a number")
    elif kind == Kind.BOOLEAN:
        value = _read(name, {"1": "true", "0": "false"}.get(text, text).lower(), "true or false")
    return name, {"op": "=", "args": [{"property": name}, value]}


def _read(name: str, text: str, what: str) -> Any:
    try:
        value = read_json(text)
    except Refused:
        value = None
    wanted = bool if what == "true or false" else (int, float)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise BadParameter(Fault(name, f"{text!r} is not {what}"))
    return value


def _condition(name: str, tree: Any, collection: Collection, shapes: Any) -> Q:
    try:
        return Q(condition(tree, collection.by_name, shapes))
    except Refused as error:
        raise BadParameter(Fault(name, error.message, error.allowed)) from error
