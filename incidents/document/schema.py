"""JSON Schema of the document, made from its types, so that the two can't drift apart."""

import types
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from jsonschema import Draft202012Validator

from incidents.document.types import Expunged, IncidentDocument, Merged, Retraction
from incidents.vocabulary import Controlled

_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Any: {},
}


def schema_of(hint: Any, components: dict[str, Any], prefix: str) -> dict[str, Any]:  # noqa: PLR0911 - a case a line
    """Return the JSON Schema of a type hint; object types go into `components` and are referred to by `prefix`."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if is_typeddict(hint):
        name = hint.__name__
        if name not in components:
            components[name] = {}  # stands in while the type refers to itself
            components[name] = _object(hint, components, prefix)
        return {"$ref": f"{prefix}{name}"}
    if isinstance(hint, type) and issubclass(hint, Controlled):
        return {"type": "string", "enum": hint.codes(), "description": (hint.__doc__ or "").strip()}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        facts = {key: list(fact) if isinstance(fact, tuple) else fact for key, fact in arguments[1]}
        return schema_of(arguments[0], components, prefix) | facts
    if origin in (Union, types.UnionType):
        return {"anyOf": [schema_of(argument, components, prefix) for argument in arguments]}
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0], components, prefix)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], components, prefix)}
    raise TypeError(f"no JSON Schema for {hint!r}")


def _object(hint: Any, components: dict[str, Any], prefix: str) -> dict[str, Any]:
    hints = get_type_hints(hint, include_extras=True)
    return {
        "type": "object",
        "description": " ".join((hint.__doc__ or "").split()),
        "properties": {name: schema_of(part, components, prefix) for name, part in hints.items()},
        "required": sorted(hints),
        "additionalProperties": False,
    }


_INSTEAD = {"retracted": "Retraction", "merged": "Merged", "expunged": "Expunged"}
"""What stands in place of a document, by the key that tells it."""


@cache
def document_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a published incident, or of what stands in place of one."""
    components: dict[str, Any] = {}
    parts = [schema_of(kind, components, "#/$defs/") for kind in (IncidentDocument, Retraction, Merged, Expunged)]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": parts, "$defs": components}


@cache
def _validator(name: str) -> Draft202012Validator:
    whole = document_schema()
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": whole["$defs"]})


def violations(document: Any) -> list[str]:
    """Return where a document does not fit its schema, one line each; empty where it fits."""
    keys = set(document) if isinstance(document, dict) else set()
    name = next((name for key, name in _INSTEAD.items() if key in keys), "IncidentDocument")
    return [f"{error.json_path}: {error.message}" for error in _validator(name).iter_errors(document)]
