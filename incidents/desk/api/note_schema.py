"""The shape of a note of the review thread in the OpenAPI document."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from incidents.vocabulary import NoteState

Schema = dict[str, Any]
PATH_NOTE = OpenApiParameter("note", str, OpenApiParameter.PATH, description="Id of a note.")
_PUBLIC_ID = "^[0-9a-hjkmnp-tv-z]{10}$"
_ANCHOR: Schema = {
    "type": "string",
    "maxLength": 100,
    "description": "What it hangs on: empty (the incident as a whole), a field (`title`), a list (`claims`), a row "
    "(`claims.0a1b2c3d4e`), or a field of a row (`claims.0a1b2c3d4e.statement`).",
}
_TEXT: Schema = {"type": "string", "maxLength": 4000, "description": "Whom it names with @ is told by mail."}
_NOTE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": _PUBLIC_ID},
        "anchor": _ANCHOR,
        "reply_to": {"type": ["string", "null"], "description": "The note that this one answers."},
        "text": _TEXT,
        "author": {"type": "string"},
        "created_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": NoteState.codes(), "description": "An answer is always open."},
        "resolved_by": {"type": ["string", "null"]},
        "resolved_at": {"type": ["string", "null"], "format": "date-time"},
        "mentions": {"type": "array", "items": {"type": "string"}, "description": "Whom it names: user names."},
    },
    "required": [
        "id", "anchor", "reply_to", "text", "author", "created_at", "state", "resolved_by", "resolved_at", "mentions",
    ],
}  # fmt: skip
SHAPES: dict[str, Schema] = {"DraftNote": _NOTE}
"""What goes among the components of the document, by name."""

NOTE: Schema = {"$ref": "#/components/schemas/DraftNote"}
NOTES: Schema = {
    "type": "object",
    "properties": {"results": {"type": "array", "items": NOTE}},
    "required": ["results"],
}
NEW_NOTE: Schema = {
    "type": "object",
    "properties": {
        "text": _TEXT | {"minLength": 1},
        "anchor": _ANCHOR,
        "reply_to": {"type": ["string", "null"], "description": "Id of the note that is answered."},
        "id": {"type": "string", "pattern": _PUBLIC_ID, "description": "Sent again, it makes no second note."},
    },
    "required": ["text"],
    "additionalProperties": False,
}
