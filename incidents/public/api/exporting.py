"""The formats of the two lists in the OpenAPI schema: their parameters, and what each answers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from config.rest.errors import PROBLEM
from config.rest.renderers import JSONRenderer
from incidents.public.api.schema import BAD_REQUEST, FEATURES, PREFIX, answers
from incidents.public.exports.formats import FORMATS, JSON, NAMES
from incidents.public.exports.listing import Listing

_FILE = {"type": "string", "format": "binary"}
_SHAPES: dict[str, dict[str, Any]] = {"geojson": FEATURES, "xlsx": _FILE, "parquet": _FILE}
"""What each format is to who reads the schema; the others are text."""
_TOO_MUCH = (
    "As many exports as may run at once are running, and `Retry-After` says when to try again; or finding the answer "
    "took too long and was given up: ask for less at a time."
)


def format_parameters(listing: Listing) -> list[OpenApiParameter]:
    """Return `format`, `fields`, `exclude` and `include` of a list."""
    keys, columns = listing.keys, listing.table.names
    both = sorted({*keys, *columns})
    always = " and ".join(f"`{name}`" for name in listing.always)
    holds = " ".join(f"`{one.name}`: {one.holds}" for one in FORMATS)
    return [
        OpenApiParameter(
            "format",
            {"type": "string", "enum": list(NAMES)},
            description=f"{holds} Before `Accept`; without either, json. All but json are complete, without pages.",
        ),
        _names(
            "fields",
            both,
            f"Only these: of documents (json, ndjson) their top-level keys, {always} always with them; of tables and "
            f"geojson the columns, in this order. Documents have {', '.join(keys)}; tables {', '.join(columns)}.",
        ),
        _names("exclude", both, "All but these."),
        _names("include", list(listing.includes), "Put beside each document (json, ndjson)."),
    ]


def _names(name: str, allowed: list[str], note: str) -> OpenApiParameter:
    schema = {"type": "array", "items": {"type": "string", "enum": allowed}, "minItems": 1}
    return OpenApiParameter(name, schema, description=f"{note} With commas.", explode=False, style="form")


def list_answers(page: str) -> dict[Any, Any]:
    """Return what a list answers in each format (a page, in JSON), and why it may not."""
    found = answers(page, BAD_REQUEST)
    found[200, JSONRenderer.media_type] = found.pop(200)
    found |= {
        (200, one.media_type): OpenApiResponse(
            _SHAPES.get(one.name, {"type": "string"}), description="What was asked for."
        )
        for one in FORMATS
        if one is not JSON
    }
    for status, kind, words in (
        (406, "BadParameterProblem", "Nothing that `Accept` names can be given; `errors` lists what can."),
        (503, "Problem", _TOO_MUCH),
    ):
        found[status, PROBLEM] = OpenApiResponse({"$ref": PREFIX + kind}, description=words)
    return found
