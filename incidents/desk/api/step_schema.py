"""The shape of the workflow's steps in the OpenAPI document."""

from typing import Any

from incidents.vocabulary import State, Verb

Schema = dict[str, Any]
_DIGEST = "^[0-9a-f]{64}$"
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_STATE: Schema = {"type": "string", "enum": State.codes()}
_VERB: Schema = {"type": "string", "enum": Verb.codes()}
_NUMBER: Schema = {"type": ["integer", "null"]}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(shape: Schema) -> Schema:
    return {"oneOf": [shape, {"type": "null"}]}


_TAKEN = _object(
    verb=_VERB,
    source_state=_STATE,
    target_state=_STATE,
    by={"type": "string"},
    at=_MOMENT,
    reason={"type": "string"},
    revision={"type": "integer", "description": "After the step."},
    edition_seq={**_NUMBER, "description": "The ledger's number of the edition that it appended."},
)
SHAPES: dict[str, Schema] = {
    "DraftSteps": _object(
        state=_STATE,
        revision={"type": "integer"},
        open={"type": "array", "items": _VERB, "description": "What the caller may do now, and would do something."},
        approval=_or_null(
            _object(by={"type": "string"}, at=_MOMENT, due=_MOMENT, revision={"type": "integer"})
            | {"description": "What waits for the end of the embargo."}
        ),
        preview=_or_null(
            _object(
                revision={"type": "integer"},
                body_sha256={"type": "string", "pattern": _DIGEST},
                problems={"type": "array", "items": {"type": "string"}},
                document={"type": "object", "description": "What would become public."},
            )
            | {"description": "For editors: what publishing and approving name."}
        ),
        log={"type": "array", "items": _TAKEN, "description": "Newest first."},
    ),
}
"""What goes among the components of the document, by name."""

STEPS: Schema = {"$ref": "#/components/schemas/DraftSteps"}
STEP: Schema = {
    "type": "object",
    "properties": {
        "verb": _VERB,
        "reason": {"type": ["string", "null"], "maxLength": 4000},
        "revision": {**_NUMBER, "description": "What was looked at: publish and approve need it, others check it."},
        "body_sha256": {"type": ["string", "null"], "description": "Of the preview; publish and approve need it."},
        "edition": {**_NUMBER, "description": "The number of the edition to restore."},
        "into": {"type": ["string", "null"], "maxLength": 20, "description": "The ref of the incident to merge into."},
        "into_revision": {**_NUMBER, "description": "Of the other incident of a merge: what was looked at."},
    },
    "required": ["verb"],
    "additionalProperties": False,
}
