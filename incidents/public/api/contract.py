"""What the OpenAPI document says beside shapes and parameters: examples, and which answer leads to which address.

The examples are real answers: a test asks for each again and compares (`examples/`). The links are what a client may
follow, and what the stateful tests do follow.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from config.rest.errors import PROBLEM
from config.rest.renderers import JSONRenderer

EXAMPLES = Path(__file__).parent / "examples"
JSON = JSONRenderer.media_type
Operation = dict[str, Any]

_SHOWN: dict[str, dict[str, str]] = {"incident": {"published": "incident", "retracted": "retraction"}}
"""Operations with more than one example: what each is called, and its file. Others: the file of their own name."""
_NOT_SHOWN = ("codebook", "root")
"""Too long for an example, or no operation."""
_PROBLEMS = {"400": "bad_parameter", "404": "not_found"}

_REF = {"ref": "$response.body#/edition/ref"}
_EDITION = {**_REF, "number": "$response.body#/edition/number"}
_HIT = {"ref": "$response.body#/results/0/edition/ref"}
_HIT_EDITION = {**_HIT, "number": "$response.body#/results/0/edition/number"}
_LISTED = {"ref": "$response.body#/results/0/ref", "number": "$response.body#/results/0/number"}
_DRAFT = {"ref": "$response.body#/ref"}
_SAME_DRAFT = {"ref": "$request.path.ref"}

LINKS: dict[str, dict[str, dict[str, str]]] = {
    "incidents 200": {
        "incident": _HIT,
        "editions": _HIT,
        "positions": _HIT,
        "incident_claims": _HIT,
        "edition": _HIT_EDITION,
    },
    "claims 200": {"incident": _HIT, "edition": _HIT_EDITION},
    "incident 200": {"edition": _EDITION, "editions": _REF, "positions": _REF, "incident_claims": _REF},
    "editions 200": {"edition": _LISTED},
    "actors 200": {"actor": {"slug": "$response.body#/results/0/slug"}},
    "actor 200": {"incidents": {"actor": "$response.body#/slug"}, "claims": {"claimant": "$response.body#/slug"}},
    "drafts_list 200": {"drafts_retrieve": {"ref": "$response.body#/results/0/ref"}},
    "drafts_create 201": {"drafts_retrieve": _DRAFT, "drafts_update": _DRAFT, "drafts_submit": _DRAFT},
    "drafts_retrieve 200": {
        "drafts_update": {**_SAME_DRAFT, "If-Match": "$response.header.ETag"},
        "drafts_submit": {**_SAME_DRAFT, "If-Match": "$response.header.ETag"},
        "drafts_captures_list": {**_SAME_DRAFT, "source": "$response.body#/sources/0/id"},
    },
}
"""By operation and status: the operations that follow, with where their parameters are in the answer."""


def document_operations(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Put examples and links into the schema (a postprocessing hook of drf-spectacular)."""
    for operation in _operations(result):
        for status, response in operation["responses"].items():
            if found := _examples(operation["operationId"], status, response):
                response["content"][JSON if status == "200" else PROBLEM]["examples"] = found
            if links := LINKS.get(f"{operation['operationId']} {status}"):
                response["links"] = {
                    name: {"operationId": name, "parameters": parameters} for name, parameters in links.items()
                }
    return result


def _operations(result: dict[str, Any]) -> Iterator[Operation]:
    for path in result["paths"].values():
        yield from (operation for operation in path.values() if isinstance(operation, dict))


def _examples(name: str, status: str, response: dict[str, Any]) -> dict[str, Any]:
    """Return the examples of a response, by what each is called."""
    content = response.get("content", {})
    if status == "200" and JSON in content and name not in _NOT_SHOWN:
        files = _SHOWN.get(name, {name: name})
        return {
            title: {"value": example(file)} for title, file in files.items() if (EXAMPLES / f"{file}.json").exists()
        }
    public = "BadParameterProblem" if status == "400" else "Problem"
    if status in _PROBLEMS and content.get(PROBLEM, {}).get("schema", {}).get("$ref", "").endswith(f"/{public}"):
        file = _PROBLEMS[status]
        return {file: {"value": example(file)}}
    return {}


@cache
def example(file: str) -> Any:
    """Return what is in one of the files of examples."""
    return orjson.loads((EXAMPLES / f"{file}.json").read_bytes())
