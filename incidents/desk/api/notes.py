"""The review thread of a draft as JSON: read it, write into it, resolve a note and open it again."""

from collections.abc import Mapping
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import INVALID, problem
from incidents.desk.api import note_schema, schema
from incidents.desk.api.bases import DraftView, caller
from incidents.desk.forms.identity import MALFORMED, well_formed
from incidents.errors import DomainError
from incidents.moderation.thread import reopen_note, settle_note, write_note
from incidents.workbench.anchors import UnknownAnchor
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.models.base import new_public_id

_TEXTS = {"text": 4000, "anchor": 100, "reply_to": 10, "id": 10}
"""Member of a note that may be sent → how many characters it may have."""


class Notes(DraftView):
    """The review thread of an incident."""

    @extend_schema(
        operation_id="drafts_notes_list",
        parameters=[schema.PATH_REF],
        responses=schema.answers(404, ok=note_schema.NOTES),
    )
    def get(self, request: Request, ref: str) -> Response:
        """Read the review thread: notes and their answers, oldest first. Private, like everything of a draft."""
        found = ReviewNote.objects.filter(incident=_incident(request, ref)).for_thread().select_related("reply_to")
        return Response({"results": [shown(note) for note in found]})

    @extend_schema(
        operation_id="drafts_notes_create",
        parameters=[schema.PATH_REF],
        request={"application/json": note_schema.NEW_NOTE},
        responses=schema.answers(400, 404, 409, 415, ok=note_schema.NOTE, created=note_schema.NOTE),
    )
    def post(self, request: Request, ref: str) -> Response:
        """Write a note, or with `reply_to` an answer to one. Whom it names with @ is told by mail.

        Sent again with the same `id`, it makes no second note and answers 200.
        """
        incident = _incident(request, ref)
        sent, errors = _read(request.data)
        answered = None
        if sent.get("reply_to"):
            answered = ReviewNote.objects.filter(incident=incident, public_id=sent["reply_to"]).first()
            if answered is None:
                errors["reply_to"] = "There is no such note in this incident."
        if errors:
            return _invalid(request, errors)
        note = ReviewNote(
            public_id=sent.get("id") or new_public_id(),
            incident=incident,
            reply_to=answered,
            text=sent["text"].strip(),
            anchor=sent.get("anchor", ""),
        )
        site = request.build_absolute_uri("/")
        try:
            written = write_note(note=note, by=caller(request), site=site)
        except UnknownAnchor as error:
            return _invalid(request, {"anchor": error.message})
        except DomainError as error:
            return problem(request, 409, error.message)
        return Response(shown(_again(written)), status=201 if written is note else 200)


class NoteResolution(DraftView):
    """Resolving a note."""

    @extend_schema(
        operation_id="drafts_notes_resolve",
        parameters=[schema.PATH_REF, note_schema.PATH_NOTE],
        request=None,
        responses=schema.answers(404, 409, ok=note_schema.NOTE),
    )
    def post(self, request: Request, ref: str, note: str) -> Response:
        """Resolve a note; one that is resolved stays as it is."""
        return _moved(request, ref, note, settle_note)


class NoteReopening(DraftView):
    """Opening a note again."""

    @extend_schema(
        operation_id="drafts_notes_reopen",
        parameters=[schema.PATH_REF, note_schema.PATH_NOTE],
        request=None,
        responses=schema.answers(404, 409, ok=note_schema.NOTE),
    )
    def post(self, request: Request, ref: str, note: str) -> Response:
        """Open a resolved note again; one that is open stays as it is."""
        return _moved(request, ref, note, reopen_note)


def shown(note: ReviewNote) -> dict[str, Any]:
    """Return what is told of a note."""
    return {
        "id": note.public_id,
        "anchor": note.anchor,
        "reply_to": note.reply_to.public_id if note.reply_to else None,
        "text": note.text,
        "author": note.author.username,
        "created_at": note.created_at,
        "state": note.state,
        "resolved_by": note.settled_by.username if note.settled_by else None,
        "resolved_at": note.settled_at,
        "mentions": [one.user.username for one in note.mentions.all()],
    }


def _moved(request: Request, ref: str, public_id: str, move: Any) -> Response:
    note = get_object_or_404(ReviewNote, incident=_incident(request, ref), public_id=public_id)
    try:
        return Response(shown(_again(move(note=note, by=caller(request)))))
    except DomainError as error:
        return problem(request, 409, error.message)


def _incident(request: Request, ref: str) -> Incident:
    """Return an incident that the caller may see, without its rows. A hidden one is not found."""
    return get_object_or_404(Incident.objects.visible_to(caller(request)), ref=ref)


def _again(note: ReviewNote) -> ReviewNote:
    return ReviewNote.objects.for_thread().select_related("reply_to").get(pk=note.pk)


def _read(data: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Return the members of a sent note, and what is wrong with which."""
    if not isinstance(data, Mapping):
        return {}, {"": "This must be an object."}
    errors = {str(name): "There is no such member of a note." for name in data if name not in _TEXTS}
    sent = {name: "" if value is None else value for name, value in data.items() if name in _TEXTS}
    for name, value in sent.items():
        if not isinstance(value, str) or "\0" in value:
            errors[name] = "This must be a text."
        elif len(value) > _TEXTS[name]:
            errors[name] = f"At most {_TEXTS[name]} characters."
    if "text" not in errors and not str(sent.get("text", "")).strip():
        errors["text"] = "A note needs a text."
    for name in ("id", "reply_to"):
        if sent.get(name) and name not in errors and not well_formed(sent[name]):
            errors[name] = MALFORMED
    if sent.get("reply_to") and sent.get("anchor"):
        errors["anchor"] = "An answer hangs on its note: leave the anchor out."
    return sent, errors


def _invalid(request: Request, errors: dict[str, str]) -> Response:
    told = [{"pointer": f"/{name}" if name else "", "detail": message} for name, message in errors.items()]
    return problem(request, 400, "The note does not fit.", type_=INVALID, title="Invalid", errors=told)
