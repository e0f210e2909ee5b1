"""Copies of a draft's sources as JSON: what is kept, a file to keep, a wish to have the address fetched."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import INVALID, problem
from config.rest.parsers import JSONParser
from incidents.desk.api import schema
from incidents.desk.api.bases import DraftView, caller, visible
from incidents.errors import DomainError
from incidents.workbench.models import Capture, Source
from incidents.workbench.operations.captures import Added, NotKept, add_upload, keep
from incidents.workbench.tasks import ask_for_copies


class Captures(DraftView):
    """The copies of one source that an incident cites."""

    parser_classes: list[type[BaseParser]] = [MultiPartParser, JSONParser]

    @extend_schema(
        operation_id="drafts_captures_list",
        parameters=[schema.PATH_REF, schema.PATH_SOURCE],
        responses=schema.answers(404, ok=schema.CAPTURES),
    )
    def get(self, request: Request, ref: str, source: str) -> Response:
        """List the copies of a source, newest first, and the tries to make one, oldest first."""
        found = cited(request, ref, source)
        copies = [shown(capture) for capture in found.captures.all()]
        tries = [
            {"outcome": one.outcome, "at": one.finished_at, "url": one.url, "error": one.error}
            for one in found.capture_attempts.all()
        ]
        return Response({"captures": copies, "attempts": tries})

    @extend_schema(
        operation_id="drafts_captures_create",
        parameters=[schema.PATH_REF, schema.PATH_SOURCE],
        request={"multipart/form-data": schema.UPLOAD, "application/json": schema.WISH},
        responses=schema.answers(400, 404, 409, 415, ok=schema.CAPTURE, created=schema.CAPTURE, accepted=schema.ASKED),
    )
    def post(self, request: Request, ref: str, source: str) -> Response:
        """Keep a file as a copy of the source, or ask for a copy of its address with `{"fetch": true}`.

        A file is judged by its content, whatever its name. One that the source has already makes no second copy (200).
        """
        found = cited(request, ref, source)
        data, files = request.data, request.FILES.getlist("file")
        if len(files) == 1 and set(data) == {"file"}:
            return _keep(request, found, files[0])
        if isinstance(data, Mapping) and dict(data) == {"fetch": True}:
            return _ask(request, found)
        detail = 'Send one file as `file` of a multipart form, or the JSON object {"fetch": true}.'
        return problem(request, 400, detail, type_=INVALID, title="Invalid")


def cited(request: Request, ref: str, source: str) -> Source:
    """Return a source that a visible incident cites and that the caller may see. Raises Http404."""
    incident = visible(request, ref)
    sources = {one.source.public_id: one.source for one in incident.citations.all()}
    if source not in sources or not Source.objects.visible_to(caller(request)).filter(public_id=source).exists():
        raise Http404
    return sources[source]


def shown(capture: Capture) -> dict[str, Any]:
    """Return what is told of a copy."""
    return {
        "id": capture.public_id,
        "sha256": capture.sha256,
        "mime": capture.mime,
        "size": capture.size,
        "captured_at": capture.captured_at,
        "tool": capture.tool,
        "final_url": capture.final_url,
    }


def _keep(request: Request, source: Source, file: "UploadedFile[bytes]") -> Response:
    try:
        kept = keep(cast(BinaryIO, file), size=file.size or 0)
        added = add_upload(source=source, kept=kept, by=caller(request))
    except NotKept as error:
        told = [{"pointer": "/file", "detail": error.message}]
        return problem(request, 400, "The file is not kept.", type_=INVALID, title="Invalid", errors=told)
    except DomainError as error:
        return problem(request, 409, error.message)
    return Response(_told(added), status=200 if added.known else 201)


def _told(added: Added) -> dict[str, Any]:
    elsewhere = [one.public_id for one in added.elsewhere]
    return shown(added.capture) | {"known": added.known, "elsewhere": elsewhere}


def _ask(request: Request, source: Source) -> Response:
    if not ask_for_copies([source], by=caller(request)):
        return problem(request, 409, "The source has no address that could be fetched.")
    return Response({"asked": True, "url": source.url}, status=202)
