"""What every public view shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework import status
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.authentication import TokenAuthentication
from config.rest.caching import PUBLIC
from config.rest.pagination import Page, linked, links_of, one
from config.rest.parameters import BadParameter, Fault
from incidents.document.canonical import sha256
from incidents.public.api import splice
from incidents.public.api.views.negotiating import ByFormatOrAccept
from incidents.public.exports.answer import AS_OF
from incidents.record.models import Edition
from incidents.record.ordering import Order
from incidents.record.reading import RecordFilter
from incidents.record.tally import COUNTS, ESTIMATE, NONE, Tally, tally_of, uncounted

REVALIDATE = PUBLIC
"""What stands may be replaced at any time: ask each time whether it was."""
KEEP = "public, max-age=3600"
"""An edition never changes, but for an expunction, which caches must follow within the hour."""


class AnyFormat(DefaultContentNegotiation):
    """The view reads `format` and `Accept` itself (`asked_format`); what is not streamed, errors included, is JSON."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return the first renderer."""
        return renderers[0], renderers[0].media_type


def moved(key: str | None, name: str) -> Response:
    """Lead for good to the row that stands for one that was merged. Raises Http404 where there is none."""
    if key is None:
        raise Http404
    address = reverse(name, args=[key])
    return Response({"moved": address}, status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})


class PublicView(APIView):
    """A read of the public record, by anybody, from any page. Cookies play no part in it."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [AllowAny]
    content_negotiation_class: type[BaseContentNegotiation] = ByFormatOrAccept
    http_method_names = ["get", "head", "options"]


class ManyFormats(PublicView):
    """A list that is given in several formats, by `format` or `Accept`."""

    content_negotiation_class = AnyFormat

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Tell caches that it depends on what is accepted."""
        final = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(final, ("Accept",))
        return final


def page_response(
    request: Request, page: Page, items: Iterable[bytes], tally: Tally, meant: str | None = None
) -> Response:
    """Return a page of a list: its head in the body, and its neighbours in the Link header as well."""
    links, as_of = links_of(request, page), splice.moment(tally.as_of) if tally.as_of else None
    head = {
        "count": tally.count,
        "count_is": tally.kind,
        **links,
        "as_of": as_of,
        "did_you_mean": meant,
    }
    headers = {AS_OF: as_of} if as_of else {}
    return linked(Response(splice.listed(head, items), headers=headers), links)


def page_of(request: Request, asked: RecordFilter, order: Order[Any], *reads: str) -> tuple[Page, Tally]:
    """Return a page of a list and the list's tally, as `count` asks for it. Raises BadParameter.

    Two queries, one where nothing is counted or nothing is found.
    """
    how = count_of(request)
    if how == NONE:
        rows = order.rows.with_head(asked.moment).for_bytes(*reads, *order.reads, "head_at")
        page = order.keyset.page(rows, request.GET)
        as_of = page.rows[0].head_at if page.rows else Edition.objects.last_seen(asked.moment)
        return page, uncounted(as_of)
    tally = tally_of(asked.qs, asked.moment, how=how, asked=asked)  # first: it must not name what the page did not see
    rows = order.rows.none() if tally.count == 0 else order.rows
    return order.keyset.page(rows.for_bytes(*reads, *order.reads), request.GET), tally


def count_of(request: Request) -> str:
    """Return how exact a count is asked for. Raises BadParameter."""
    how = one(request.GET, "count")
    if how is None:
        return ESTIMATE
    if how not in COUNTS:
        raise BadParameter(Fault("count", f"{how!r} is not one of them", COUNTS))
    return how


def tag_of(edition: Edition) -> str:
    """Return what names an edition and its content: its digest, marked where the content had to go."""
    whole = sha256(edition.body.encode()) == edition.body_sha256
    return edition.digest if whole else f"{edition.digest}-expunged"


def edition_response(
    request: Request, edition: Edition, data: Any, *, part: str = "", cache: str = REVALIDATE
) -> HttpResponseBase:
    """Return what is told from one edition, or 304 where the caller has it. The strong ETag is the digest.

    Of an edition that was looked for at a moment (`with_head`), the last one that was published by then is named too.
    """
    tag = f'"{tag_of(edition)}{part}"'
    response = Response(data, headers={"ETag": tag, "Cache-Control": cache})
    changed = _changed(edition)
    response["Last-Modified"] = http_date(changed)
    plain: HttpRequest = request._request  # noqa: SLF001 - Django's function knows its own request only
    answer: HttpResponseBase = get_conditional_response(plain, tag, int(changed), response) or response
    if head_at := getattr(edition, "head_at", None):
        answer[AS_OF] = splice.moment(head_at)
    return answer


def _changed(edition: Edition) -> float:
    """Return when an edition's answer changed last: at its publication, or when its content was expunged."""
    if not edition.expunged:
        return edition.published_at.timestamp()
    return datetime.fromisoformat(orjson.loads(edition.body)["expunged"]["at"]).timestamp()
