"""The shape of a draft in the OpenAPI document, read off the forms."""

from http import HTTPStatus
from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from config.rest.errors import PROBLEM
from config.rest.pagination import LARGEST_PAGE, PAGE
from incidents.desk.api import note_schema, step_schema
from incidents.desk.forms.fields import ClaimsField, NamingField
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import KINDS, Kind, fields_of
from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.seen import SOURCES_SEEN
from incidents.vocabulary import CaptureOutcome, State

Schema = dict[str, Any]
PREFIX = "#/components/schemas/"
DRAFT: Schema = {"$ref": f"{PREFIX}Draft"}
HEAD_ONLY: Schema = {"$ref": f"{PREFIX}DraftHead"}
CAPTURE: Schema = {"$ref": f"{PREFIX}DraftCapture"}
PROBLEM_SHAPE: Schema = {"$ref": f"{PREFIX}DraftProblem"}
STALE_SHAPE: Schema = {"$ref": f"{PREFIX}DraftStale"}
_ID: Schema = {
    "type": "string",
    "pattern": "^([0-9a-hjkmnp-tv-z]{10})?$",
    "description": "Permanent; empty for a new row.",
}
_TEXT_FORMATS: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "date-time"), (forms.DateField, "date"), (forms.TimeField, "time"), (forms.URLField, "uri"),
)  # fmt: skip
_SIMPLE: tuple[tuple[type[forms.Field], Schema], ...] = (
    (ClaimsField, {"type": "array", "items": {"type": "string"}}),
    (forms.BooleanField, {"type": "boolean"}),
    (forms.FloatField, {"type": ["number", "null"]}),
    (forms.IntegerField, {"type": ["integer", "null"]}),
    (NamingField, {"type": ["string", "null"], "description": "A name in any spelling, a code, slug, ref or id."}),
    (forms.ModelChoiceField, {"type": ["string", "null"], "description": "A code or slug."}),
)
HEAD: dict[str, Schema] = {
    "ref": {"type": "string", "readOnly": True},
    "state": {"type": "string", "enum": State.codes(), "readOnly": True},
    "revision": {"type": "integer", "description": "Goes up with every save; PUT sends the one it started from."},
    "updated_at": {"type": "string", "format": "date-time", "readOnly": True},
    "shared": {"type": "boolean"},
    "title": {"type": "string"},
    "earliest": {"type": ["string", "null"], "format": "date"},
    "author": {"type": "string", "readOnly": True},
}
PATH_REF = OpenApiParameter("ref", str, OpenApiParameter.PATH, description="Ref of an incident.")
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The revision, in place of the body's."
)
IF_MATCH_SUBMIT = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The revision that is meant; without it, whatever stands."
)
PATH_SOURCE = OpenApiParameter("source", str, OpenApiParameter.PATH, description="Id of a source that it cites.")
STATE = OpenApiParameter(
    "state",
    {"type": "array", "items": {"type": "string", "enum": State.codes()}},
    description="Only in these states; several, repeated or with commas.",
    explode=True,
    style="form",
)
PAGING = [
    OpenApiParameter("cursor", str, description="From `next` or `previous`; opaque."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE},
        description="Rows in a page.",
    ),
]
FORM_ID = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Sent again, it makes no second incident (two days)."
)


def _field(field: forms.Field) -> Schema:
    """Return what a field takes."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return _choice(field)
    for kind, simple in _SIMPLE:
        if isinstance(field, kind):
            return simple
    for kind, name in _TEXT_FORMATS:
        if isinstance(field, kind):
            return {"type": ["string", "null"], "anyOf": [{"format": name}, {"maxLength": 0}, {"type": "null"}]}
    limit = getattr(field, "max_length", None)
    return {"type": "string"} | ({"maxLength": limit} if limit else {})


def _choice(field: forms.ChoiceField) -> Schema:
    """Return the codes that a field takes, numbers as texts too; what is not given is empty or null."""
    codes = [code for code, _ in field.widget.choices if code not in ("", None)]
    numbers = [code for code in codes if isinstance(code, int)]
    kinds = ["integer", "string", "null"] if numbers else ["string", "null"]
    return {"type": kinds, "enum": [*numbers, *(str(code) for code in codes), "", None]}


def _properties(form: type[RowForm]) -> dict[str, Schema]:
    """Return the properties of a row; those read from the database alone are texts."""
    return {name: _field(form.base_fields[name]) for name in dict.fromkeys(fields_of(form))}


def _rows(kind: Kind) -> Schema:
    children = {child.name: _rows(child) for child in kind.children}
    row = {"type": "object", "properties": {"id": _ID, **_properties(kind.form), **children}}
    return {"type": "array", "items": row | {"additionalProperties": False}}


_SEEN: Schema = {
    "type": "string",
    "description": "Which version of each source was shown; a PUT sends back what it started from.",
}
_DRAFT: Schema = {
    "type": "object",
    "properties": {
        **HEAD,
        **_properties(IncidentForm),
        **{kind.name: _rows(kind) for kind in KINDS},
        SOURCES_SEEN: _SEEN,
    },
    "additionalProperties": False,
}
LISTED: Schema = {
    "type": "object",
    "properties": {
        "next": {"type": ["string", "null"], "format": "uri"},
        "previous": {"type": ["string", "null"], "format": "uri"},
        "results": {"type": "array", "items": HEAD_ONLY},
    },
    "required": ["next", "previous", "results"],
}
_CAPTURE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "mime": {"type": "string"},
        "size": {"type": "integer", "description": "Bytes."},
        "captured_at": {"type": "string", "format": "date-time"},
        "tool": {"type": "string"},
        "final_url": {"type": "string", "description": "Where a fetched page came from; empty for an upload."},
        "known": {"type": "boolean", "description": "Whether the source had this copy before."},
        "elsewhere": {"type": "array", "items": {"type": "string"}, "description": "Sources with the same content."},
    },
    "required": ["id", "sha256", "mime", "size", "captured_at", "tool", "final_url"],
}
CAPTURES: Schema = {
    "type": "object",
    "properties": {
        "captures": {"type": "array", "items": CAPTURE},
        "attempts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "outcome": {"type": "string", "enum": CaptureOutcome.codes()},
                    "at": {"type": "string", "format": "date-time"},
                    "url": {"type": "string"},
                    "error": {"type": "string"},
                },
                "required": ["outcome", "at", "url", "error"],
            },
        },
    },
    "required": ["captures", "attempts"],
}
UPLOAD: Schema = {
    "type": "object",
    "properties": {"file": {"type": "string", "contentMediaType": "application/octet-stream"}},
    "required": ["file"],
    "additionalProperties": False,
}
WISH: Schema = {
    "type": "object",
    "properties": {"fetch": {"const": True}},
    "required": ["fetch"],
    "additionalProperties": False,
}
ASKED: Schema = {
    "type": "object",
    "properties": {"asked": {"const": True}, "url": {"type": "string", "format": "uri"}},
    "required": ["asked", "url"],
}
_PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_STALE: Schema = _PROBLEM | {
    "properties": _PROBLEM["properties"]
    | {
        "revision": {"type": "integer", "description": "The one that stands."},
        "theirs": DRAFT,
        "yours": DRAFT,
        "differences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901)."},
                    "label": {"type": "string"},
                    "yours": {"type": "string"},
                    "theirs": {"type": "string"},
                },
            },
        },
    },
    "required": ["revision", "theirs"],
}
UNCHANGED = OpenApiResponse(description="The caller has it: `If-None-Match` names the revision.")
_WHY = {
    400: "`errors` names each field that is wrong, by JSON Pointer.",
    401: "A token with the scope `drafts`, or a session, is needed.",
    403: "Only analysts and editors work on drafts.",
    404: "There is no such incident, or none that you may see.",
    406: "Nothing that `Accept` names can be given.",
    409: "It can't be done in the state the incident is in.",
    412: "Somebody else saved meanwhile: `yours`, `theirs` and `differences` tell what.",
    415: "A body of this kind is not read here.",
    422: "The key came with another body before.",
    428: "Send the revision that you started from.",
    429: "More than the limit allows (docs/http.md); `Retry-After` says when to ask again.",
    503: "Nothing is written for now, and `Retry-After` says when to try again; or it took too long and was given up.",
}


def answers(*problems: int, **good: Schema) -> dict[Any, Any]:
    """Return the responses of an operation: what it gives (`ok`, `created`), and the problems it may answer with."""
    codes = {"ok": 200, "created": 201, "accepted": 202}
    found: dict[Any, Any] = {(codes[name], "application/json"): schema for name, schema in good.items()}
    return found | {
        (status, PROBLEM): OpenApiResponse(response=_shape_of(status), description=_WHY[status])
        for status in (401, 403, 406, *problems, 429, 503)
    }


def _shape_of(status: int) -> Schema:
    return STALE_SHAPE if status == HTTPStatus.PRECONDITION_FAILED else PROBLEM_SHAPE


def document_components(result: Schema, generator: Any, request: Any, public: bool) -> Schema:
    """Put the shapes of drafts into the schema (a postprocessing hook of drf-spectacular)."""
    shapes = {
        "Draft": _DRAFT,
        "DraftHead": {"type": "object", "properties": HEAD},
        "DraftCapture": _CAPTURE,
        "DraftProblem": _PROBLEM,
        "DraftStale": _STALE,
        **note_schema.SHAPES,
        **step_schema.SHAPES,
    }
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    result["components"]["schemas"] = dict(sorted({**schemas, **shapes}.items()))
    return result
