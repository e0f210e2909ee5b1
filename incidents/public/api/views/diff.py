"""The difference between any two editions of an incident, for programs."""

from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import only
from config.rest.renderers import JSONPatchRenderer, JSONRenderer
from incidents.document.patch import patch_between
from incidents.public.api import splice
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, PATH_AFTER, PATH_BEFORE, PATH_REF, patch_answers
from incidents.public.api.views.base import KEEP, PublicView, tag_of
from incidents.public.api.views.negotiating import format_of
from incidents.record.models import Edition


class EditionDiff(PublicView):
    """The difference between two editions."""

    renderer_classes = [JSONRenderer, JSONPatchRenderer]

    @extend_schema(
        operation_id="diff",
        parameters=[PATH_REF, PATH_BEFORE, PATH_AFTER],
        responses=patch_answers("EditionDiff", BAD_REQUEST, NOT_FOUND),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str, before: int, after: int) -> HttpResponseBase:
        """Return the JSON Patch (RFC 6902) that makes the body of edition `after` of the body of edition `before`.

        A body is the edition's answer without the key `edition`. Either edition may be the later one. Applying `patch`
        gives the other body exactly. With `Accept: application/json-patch+json` or
        `format=json-patch` the answer is the patch alone.
        """
        only(request.GET, "format")
        alone = format_of(request, *(one.format for one in self.renderer_classes)) == JSONPatchRenderer.format
        editions = Edition.objects.of(ref).pair(before, after)
        if editions is None:
            raise Http404
        return _response(request, *editions, alone=alone)


def _response(request: Request, was: Edition, now: Edition, *, alone: bool) -> HttpResponseBase:
    """Return the difference, or 304 where the caller has it: then nothing is compared."""
    tag = f'"{tag_of(was)}..{tag_of(now)}{"-patch" if alone else ""}"'
    headers = {"ETag": tag, "Cache-Control": KEEP}
    plain: HttpRequest = request._request  # noqa: SLF001 - Django's function knows its own request only
    full = HttpResponse(headers=headers)
    answer = get_conditional_response(plain, tag, response=full) or full
    if answer is not full:
        return answer
    kind = JSONPatchRenderer.media_type if alone else None
    return Response(_told(request, was, now, alone=alone), headers=headers, content_type=kind)


def _told(request: Request, was: Edition, now: Edition, *, alone: bool) -> Any:
    patch = patch_between(was.body, now.body)
    if alone:
        return patch
    base = splice.incidents_url(request)
    return orjson.dumps({"from": splice.envelope(was, base), "to": splice.envelope(now, base), "patch": patch})
