"""What views of computed answers share: a tag by the ledger's head and the question, so that most need no computing."""

from collections.abc import Callable, Collection
from typing import Any

import orjson
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.analysis.perspectives import Perspective, PerspectiveField
from incidents.analysis.seen import Seen, seen_at
from incidents.document.canonical import sha256
from incidents.public.api import splice
from incidents.public.api.schema import parameter_of
from incidents.public.api.views.base import REVALIDATE, PublicView
from incidents.public.exports.answer import AS_OF
from incidents.record.fields import Parameter
from incidents.record.filters import IncidentFilter

PERSPECTIVE = PerspectiveField(
    help_text="Whose figures of killed and wounded are counted; the answer names the rule (docs/stats.md)."
)
KEPT = "answers"
"""The cache of answers (settings.CACHES)."""
LARGEST = 2**20
"""Bytes of an answer that is kept."""
_BESIDE_THE_LEDGER = ("actor", "claimant", "place")
"""Filters and terms that also depend on what is part of what, or was merged, which is not in the ledger."""


def documented(options: dict[str, Parameter]) -> list[OpenApiParameter]:
    """Return a face's own parameters for the schema."""
    return [parameter_of(name, field) for name, field in options.items()]


def whose(perspective: Perspective) -> dict[str, str]:
    """Return a perspective and its rule, as answers name them."""
    return {"name": str(perspective), "rule": perspective.words}


class ComputedView(PublicView):
    """An answer that is computed over the record."""

    def answered(
        self,
        request: Request,
        asked: IncidentFilter,
        perspective: Perspective,
        compute: Callable[[], dict[str, Any]],
        *,
        seen: Seen | None = None,
        terms: Collection[str] = (),
        media_type: str | None = None,
    ) -> HttpResponseBase:
        """Return what `compute` gives, with what it saw; 304 without computing where the caller has it already.

        The strong ETag is of the ledger's head, the last expunction and the question. Where the answer depends on more
        than the ledger (actors' hierarchy and merges, also by the `terms` that are told apart; or `seen` was read
        before) it is of the answer itself. What has a tag of the first kind is kept in the process: the next edition
        gives all of them other tags.
        """
        plain: HttpRequest = request._request  # noqa: SLF001 - Django's function knows its own request only
        beside = any(asked.values[name] or name in terms for name in _BESIDE_THE_LEDGER)
        settled = seen is None and not perspective.actor and not beside
        seen = seen or seen_at(asked.moment)
        headers = {"Cache-Control": REVALIDATE}
        if seen.as_of:
            headers[AS_OF] = splice.moment(seen.as_of)
        tag = f'"{sha256(f"{seen.mark} {request.get_full_path()}".encode())}"'
        kept, key = caches[KEPT], sha256(f"{request.build_absolute_uri('/')} {tag}".encode())
        if settled:
            known = HttpResponse(headers={**headers, "ETag": tag})
            if (answer := get_conditional_response(plain, tag, None, known)) is not known and answer is not None:
                return answer
            if (body := kept.get(key)) is not None:
                return Response(body, headers={**headers, "ETag": tag}, content_type=media_type)
        as_of = splice.moment(seen.as_of) if seen.as_of else None
        body = orjson.dumps({"as_of": as_of, "perspective": whose(perspective), **compute()}, option=orjson.OPT_UTC_Z)
        if not settled:
            tag = f'"{sha256(body)}"'
        elif len(body) <= LARGEST:
            kept.set(key, body)
        response = Response(body, headers={**headers, "ETag": tag}, content_type=media_type)
        return get_conditional_response(plain, tag, None, response) or response
