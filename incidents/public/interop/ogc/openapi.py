"""The OpenAPI 3.0 document of this interface. GDAL reads there which filters it may send."""

from typing import Any

from config.rest.errors import PROBLEM
from incidents.public.interop.ogc.addresses import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Addresses
from incidents.public.interop.ogc.asking import CRS84, CRS84H, LANGUAGES
from incidents.public.interop.ogc.collections import COLLECTIONS, Collection
from incidents.public.interop.ogc.cql2.conditions import LONGEST
from incidents.public.interop.ogc.describe import DESCRIPTION, TITLE
from incidents.record.fields import MOST, Parameter
from incidents.record.filters import MomentFilter
from incidents.record.tally import COUNTS, ESTIMATE

Operation = dict[str, Any]

_TEXTS: dict[str, tuple[dict[str, Any], str]] = {
    "f": ({"type": "string", "enum": ["json", "html"]}, "Format; without it, what `Accept` prefers."),
    "crs": ({"type": "string", "enum": [CRS84], "default": CRS84}, "Reference system of the answer."),
    "bbox-crs": ({"type": "string", "enum": [CRS84, CRS84H], "default": CRS84}, "Reference system of `bbox`."),
    "filter-crs": (
        {"type": "string", "enum": [CRS84], "default": CRS84},
        "Reference system of geometries in `filter`.",
    ),
    "filter": ({"type": "string", "minLength": 1, "maxLength": LONGEST}, "A condition in CQL2 over the queryables."),
    "filter-lang": (
        {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
        "Language of `filter`. `cql-text` is another name of `cql2-text`, which GDAL uses.",
    ),
    "cursor": ({"type": "string"}, "From the link `next`; opaque."),
    "count": (
        {"type": "string", "enum": list(COUNTS), "default": ESTIMATE},
        "`numberMatched` is given where it is exact: up to 10,000 (estimate), always (exact), or never (none).",
    ),
}
_PROBLEMS = {
    "400": "A parameter is unknown, unusable or empty; `errors` names each, and what is allowed.",
    "404": "There is no such thing, or none that is public.",
    "500": "Something went wrong.",
    "503": "Finding the answer took too long and was given up: ask for less at a time.",
}


def document(to: Addresses) -> dict[str, Any]:
    """Return the document."""
    paths = {
        "/": _get("landing", "Where everything begins", JSON, "What is here"),
        "/conformance": _get("conformance", "Conformance classes", JSON, "What is here"),
        "/api": _get("api", "This document", OPENAPI, "What is here"),
        "/collections": _get("collections", "Collections", JSON, "What is here"),
    }
    for one in COLLECTIONS.values():
        paths |= _paths(one)
    return {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "description": DESCRIPTION, "version": "1"},
        "servers": [{"url": to.root.rstrip("/")}],
        "tags": [{"name": name} for name in ("What is here", *(one.title for one in COLLECTIONS.values()))],
        "paths": paths,
        "components": {
            "parameters": {name: _parameter(name, *said) for name, said in _TEXTS.items()},
            "responses": {status: _problem(said) for status, said in _PROBLEMS.items()},
        },
    }


def _paths(one: Collection) -> dict[str, Any]:
    here, name = f"/collections/{one.name}", one.name.replace("-", "_")
    moment = _of_filters(MomentFilter)
    feature = _get(f"{name}_feature", f"One of: {one.title}", GEOJSON, one.title, *moment, _ref("crs"))
    named = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    feature["get"]["parameters"].insert(0, named | {"description": f"Its {one.key}."})
    feature["get"]["responses"]["404"] = {"$ref": "#/components/responses/404"}
    return {
        here: _get(f"{name}_collection", one.title, JSON, one.title),
        f"{here}/items": _get(f"{name}_items", one.description, GEOJSON, one.title, *_of_items(one)),
        f"{here}/items/{{id}}": feature,
        f"{here}/queryables": _get(f"{name}_queryables", "What filters may ask about", SCHEMA, one.title),
        f"{here}/schema": _get(f"{name}_schema", "Schema of a feature", SCHEMA, one.title),
    }


def _of_items(one: Collection) -> list[Operation]:
    own = [
        _parameter(name, each.schema(), f"{each.title}: is exactly this.")
        for name, each in one.scalars.items()
        if name not in one.filters.base_filters
    ]
    rest = ("cursor", "count", "crs", "bbox-crs", "filter", "filter-lang", "filter-crs")
    return [*_of_filters(one.filters), *own, *(_ref(name) for name in rest)]


def _of_filters(filters: Any) -> list[Operation]:
    """Return the parameters of a filter set, as its fields document them."""
    fields: dict[str, Parameter] = filters().form.fields
    return [_of_field(name, field) for name, field in fields.items()]


def _of_field(name: str, field: Parameter) -> Operation:
    schema = _in_3_0(field.schema)
    if field.several:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST}
    listed = schema.get("type") == "array"
    return _parameter(name, schema, str(field.help_text)) | ({"style": "form", "explode": False} if listed else {})


def _in_3_0(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON Schema as OpenAPI 3.0 writes it: one example, not several."""
    found = {key: value for key, value in schema.items() if key not in ("examples", "title", "x-ogc-role")}
    return found | ({"example": schema["examples"][0]} if "examples" in schema else {})


def _get(name: str, said: str, type_: str, tag: str, *parameters: Operation) -> dict[str, Operation]:
    content = {type_: {"schema": {"type": "object"}}, HTML: {"schema": {"type": "string"}}}
    answer: Operation = {"description": said, "content": content}
    problems = {status: {"$ref": f"#/components/responses/{status}"} for status in ("400", "500", "503")}
    operation = {
        "operationId": name,
        "summary": said.partition(".")[0],
        "description": said,
        "tags": [tag],
        "parameters": [*parameters, _ref("f")],
        "responses": {"200": answer, **problems},
    }
    return {"get": operation}


def _parameter(name: str, schema: dict[str, Any], said: str) -> Operation:
    return {"name": name, "in": "query", "required": False, "schema": _in_3_0(schema), "description": said}


def _ref(name: str) -> Operation:
    return {"$ref": f"#/components/parameters/{name}"}


def _problem(said: str) -> Operation:
    return {"description": said, "content": {PROBLEM: {"schema": {"type": "object"}}}}
