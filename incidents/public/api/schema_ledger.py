"""The schema of the ledger's addresses: what they take beside the filters, and what they answer."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from config.rest.errors import PROBLEM
from config.rest.pagination import LARGEST_PAGE, PAGE
from config.rest.renderers import NDJSONRenderer
from incidents.public.api.schema import BAD_REQUEST, PREFIX, answers

CHANGES = [
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE},
        description="Editions in a page; refused with ndjson, which is complete.",
    ),
    OpenApiParameter(
        "format",
        {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
        description="`ndjson`: all up to the head, a line each, streamed.",
    ),
]
PATH_VERSION = OpenApiParameter(
    "version", {"type": "string", "pattern": "^[0-9]{2}\\.[0-9]+(-r[0-9]+)?$"}, OpenApiParameter.PATH
)


def change_answers() -> dict[Any, Any]:
    """Return the responses of the ledger: a page, or lines."""
    found = answers("ChangePage", BAD_REQUEST)
    page = found.pop(200)
    whole = OpenApiResponse({"type": "string"}, description="All that was asked for, a line each.")
    another = OpenApiResponse(
        {"$ref": f"{PREFIX}Problem"}, description="`digest` is not that of edition `since`: another ledger."
    )
    return {
        (200, "application/json"): page,
        (200, NDJSONRenderer.media_type): whole,
        (int(HTTPStatus.CONFLICT), PROBLEM): another,
    } | found
