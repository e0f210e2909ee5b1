"""The OpenAPI schema: documents and answers from their types, parameters from the filters."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from config.rest.errors import PROBLEM
from config.rest.pagination import LARGEST_PAGE, PAGE
from config.rest.renderers import JSONPatchRenderer, JSONRenderer
from incidents.document.schema import schema_of
from incidents.document.types import Expunged, IncidentDocument, Merged, Retraction
from incidents.public.api.found import SHOWN
from incidents.public.api.shapes import PATCH_SHAPES, SHAPES
from incidents.public.api.shapes_ledger import LEDGER_SHAPES
from incidents.public.api.shapes_reference import REFERENCE_SHAPES
from incidents.public.api.stats_shapes import STATS_SHAPES
from incidents.record.fields import MOST, Parameter
from incidents.record.ordering import CLAIM_ORDERS, DEFAULT, INCIDENT_ORDERS, ORDERING
from incidents.record.reading import RecordFilter
from incidents.record.search.snippets import PIECES
from incidents.record.tally import COUNTED, COUNTS, ESTIMATE

PREFIX = "#/components/schemas/"
UNCHANGED = OpenApiResponse(description="The caller has it: `If-None-Match` names its ETag.")
_PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "A parameter is unknown, unusable or empty; `errors` names each.",
    HTTPStatus.UNAUTHORIZED: "The token is not valid. The public record needs none.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or none that is public.",
    HTTPStatus.NOT_ACCEPTABLE: "Nothing that `Accept` names can be given.",
    HTTPStatus.TOO_MANY_REQUESTS: "More than the limit allows (docs/http.md); `Retry-After` says when to ask again.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Finding the answer took too long and was given up: ask for less at a time.",
}
FEATURES = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": {"type": "object", "required": ["type", "geometry", "properties"]}},
    },
}
"""GeoJSON (RFC 7946), as far as it is the same everywhere."""
BAD_REQUEST, NOT_FOUND = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND
_ANYWHERE = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""What any address may answer."""

PATH_REF = OpenApiParameter(
    "ref",
    {"type": "string", "pattern": "^[A-Za-z0-9][-A-Za-z0-9_.]{0,39}$"},
    OpenApiParameter.PATH,
    description="Ref of an incident, for example CC-2024-00017.",
)
PATH_NUMBER = OpenApiParameter("number", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
PATH_BEFORE = OpenApiParameter("before", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
PATH_AFTER = OpenApiParameter("after", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH)
PATH_SLUG = OpenApiParameter("slug", {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,80}$"}, OpenApiParameter.PATH)
PAGING = [
    OpenApiParameter("cursor", str, description="From `next` or `previous`; opaque."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE},
        description="Rows in a page.",
    ),
]
COUNT = OpenApiParameter(
    "count",
    {"type": "string", "enum": list(COUNTS), "default": ESTIMATE},
    description=f"`estimate`: exact up to {COUNTED:,}, and beyond that where it is known at once, else about. `exact`: "
    "all are counted, which may take a second. `none`: not counted.",
)
INCIDENT_ORDERING, CLAIM_ORDERING = (
    OpenApiParameter(
        ORDERING,
        {"type": "string", "enum": list(orders), "default": DEFAULT},
        description="By the incident's last day, by the ledger's order, by the best "
        "figure of killed (the lowest where none is best; unknown is least), or by how well it fits `q`. "
        "`-`: newest, latest or most first."
        if orders is INCIDENT_ORDERS
        else "By the day they were made, or by the ledger's order. `-`: newest or latest first.",
    )
    for orders in (INCIDENT_ORDERS, CLAIM_ORDERS)
)

SNIPPETS = OpenApiParameter(
    "snippets",
    {"type": "boolean", "default": False},
    description="With `q`: a few pieces of the texts in which each hit was found (docs/search.md). `page_size` is "
    f"{SHOWN} at most then.",
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens in the schema: optional, since all that is here is public."""

    target_class = "config.rest.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Describe the header."""
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "cc_…",
            "description": "A token as made on /accounts/tokens/. The public record needs none.",
        }


def parameters_of(filter_set: type[RecordFilter]) -> list[OpenApiParameter]:
    """Return a filter set's parameters, as its fields document them."""
    fields: dict[str, Parameter] = filter_set().form.fields
    return [parameter_of(name, field) for name, field in fields.items()]


def parameter_of(name: str, field: Parameter) -> OpenApiParameter:
    """Return one parameter, as its field documents it."""
    note = str(field.help_text)
    if not field.several:
        return OpenApiParameter(name, field.schema, description=note)
    schema = {"type": "array", "items": field.schema, "minItems": 1, "maxItems": MOST}
    return OpenApiParameter(
        name, schema, description=f"{note} Several, repeated or with commas: any of them.", explode=True, style="form"
    )


def answers(name: str, *problems: HTTPStatus, moves: bool = False) -> dict[Any, Any]:
    """Return the responses of an operation: the component of that name, and the problems that it may have.

    Each has an ETag, and answers 304 to who has the current answer already. `moves`: 301 leads on from what was merged.
    """
    found: dict[Any, Any] = {200: OpenApiResponse({"$ref": PREFIX + name}, description="What was asked for.")}
    if moves:
        found[301] = OpenApiResponse(description="It was merged into another: `Location` is where it is told.")
    found[304] = UNCHANGED
    for status in (*problems, *_ANYWHERE):
        kind = "BadParameterProblem" if status == HTTPStatus.BAD_REQUEST else "Problem"
        found[int(status), PROBLEM] = OpenApiResponse({"$ref": PREFIX + kind}, description=_PROBLEMS[status])
    return found


def patch_answers(name: str, *problems: HTTPStatus) -> dict[Any, Any]:
    """Return the responses of an operation that answers with a JSON Patch, in an envelope or by itself."""
    found = answers(name, *problems)
    items = {"type": "array", "items": {"$ref": f"{PREFIX}PatchOperation"}}
    whole, alone = found.pop(200), OpenApiResponse(items, description="The patch by itself.")
    return {(200, JSONRenderer.media_type): whole, (200, JSONPatchRenderer.media_type): alone} | found


_PUBLISHED = ("Incident", "Retraction", "Merge", "Stub")
"""What an edition may be."""


def components() -> dict[str, Any]:
    """Return the schema's components: documents, answers, and documents with the envelope that an answer adds."""
    found: dict[str, Any] = {**PATCH_SHAPES}
    for shape in (
        IncidentDocument,
        Retraction,
        Merged,
        Expunged,
        *SHAPES,
        *LEDGER_SHAPES,
        *REFERENCE_SHAPES,
        *STATS_SHAPES,
    ):
        schema_of(shape, found, PREFIX)
    note = {"edition": {"$ref": f"{PREFIX}EditionNote"}}
    hit = {"edition": {"$ref": f"{PREFIX}EditionHit"}}
    pieces = {"snippets": {"type": "array", "items": {"$ref": f"{PREFIX}Snippet"}, "maxItems": PIECES}}
    found["EditionHit"]["properties"] |= pieces  # both only where they were asked for
    found["PublishedIncident"] = _with(found["IncidentDocument"], note)
    found["PublishedRetraction"] = _with(found["Retraction"], note)
    found["PublishedMerge"] = _with(found["Merged"], note)
    found["PublishedStub"] = _with(found["Expunged"], note)
    found["IncidentHit"] = _chosen(
        _with(found["IncidentDocument"], hit),
        ("edition", "ref"),
        {"editions": {"type": "array", "items": {"$ref": f"{PREFIX}EditionEntry"}}},
    )
    found["RecordedClaim"] = _chosen(
        _with(found["Claim"], found["ClaimNote"]["properties"]),
        ("edition", "id"),
        {"incident": {"$ref": f"{PREFIX}IncidentHead"}, **pieces},
    )
    found["Incident"] = {"anyOf": [{"$ref": f"{PREFIX}Published{kind}"} for kind in _PUBLISHED]}
    found["IncidentPage"] = _with(found["Head"], _results("IncidentHit"))
    found["ClaimPage"] = _with(found["Head"], _results("RecordedClaim"))
    _add_changes(found)
    found["BadParameterProblem"] = _with(
        found["Problem"], {"errors": {"type": "array", "items": {"$ref": f"{PREFIX}Fault"}}}
    )
    del found["ClaimNote"], found["Head"]
    return found


def _add_changes(found: dict[str, Any]) -> None:
    """Add what a mirror is sent: documents with the envelope of the ledger, or the envelope alone."""
    note = {"edition": {"$ref": f"{PREFIX}ChangeNote"}}
    alone = {"type": "object", "properties": note, "required": ["edition"], "additionalProperties": False}
    kinds = [_with(found[kind], note) for kind in ("IncidentDocument", "Retraction", "Merged", "Expunged")]
    found["Change"] = {"anyOf": [*kinds, alone]}
    changes = {"type": "array", "items": {"$ref": f"{PREFIX}Change"}}
    found["ChangePage"] = _with(found.pop("ChangeHead"), {"stubs": changes, "results": changes})


def document_components(
    result: dict[str, Any],
    generator: SchemaGenerator,
    request: Any,
    public: bool,
) -> dict[str, Any]:
    """Put the components into the schema (a postprocessing hook of drf-spectacular)."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(components())
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    return result


def _results(name: str) -> dict[str, Any]:
    return {"results": {"type": "array", "items": {"$ref": PREFIX + name}}}


def _chosen(schema: dict[str, Any], always: tuple[str, ...], also: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what a list shows: all of it unless `fields` or `exclude` say less, or `include` more."""
    more = "Complete, but for what `fields` and `exclude` leave out, and with what `include` puts beside it."
    return schema | {
        "description": f"{schema['description']} {more}",
        "properties": schema["properties"] | also,
        "required": list(always),
    }


def _with(schema: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """Return an object schema with further properties, all required."""
    return schema | {
        "properties": properties | schema["properties"],
        "required": sorted([*properties, *schema["required"]]),
    }
