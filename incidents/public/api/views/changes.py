"""The ledger for mirrors: docs/sync.md."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import link_header, page_size
from config.rest.parameters import BadParameter, Fault
from config.rest.renderers import JSONRenderer, NDJSONRenderer
from incidents.document.canonical import sha256
from incidents.public.api import splice
from incidents.public.api.ledger import blocks, lines, page
from incidents.public.api.schema import parameters_of
from incidents.public.api.schema_ledger import CHANGES, change_answers
from incidents.public.api.views.base import REVALIDATE, PublicView
from incidents.public.api.views.negotiating import format_of
from incidents.public.exports.answer import AS_OF
from incidents.record.changes import ChangeFilter, Ledger, ledger_at

_FORMATS = ("json", "ndjson")
_SETTLED = timedelta(seconds=2)


class AnotherLedger(APIException):
    """The caller follows another ledger, or this one was written anew."""

    status_code = 409


class ChangeList(PublicView):
    """Every edition, retraction and merge in the order in which it was published, and what was expunged."""

    renderer_classes = [JSONRenderer, NDJSONRenderer]

    @extend_schema(
        operation_id="changes",
        parameters=[*parameters_of(ChangeFilter), *CHANGES],
        responses=change_answers(),
        tags=["changes"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Return what was published after `since`, in the ledger's order and without gaps.

        `next` is what to send as `since`, and `expunged` as `expunged_since`, the next time. The ETag changes with the
        ledger alone, so that asking again costs next to nothing while nothing happens.
        """
        asked = ChangeFilter.read(request.GET, also=("page_size", "format"))
        as_lines, size = _wants_lines(request), page_size(request.GET)
        ledger = _followed(asked)
        headers = _headers(request, ledger)
        plain: HttpRequest = request._request  # noqa: SLF001 - Django's function knows its own request only
        changed = ledger.changed_at if "Last-Modified" in headers else None
        known = get_conditional_response(plain, headers["ETag"], int(changed.timestamp()) if changed else None)
        answer = known or (_streamed(request, asked, ledger) if as_lines else _paged(request, asked, ledger, size))
        for name, value in headers.items():
            answer[name] = value
        return answer


def _wants_lines(request: Request) -> bool:
    """Tell whether lines are asked for, by `format` or by what is accepted. Raises BadParameter."""
    found = format_of(request, *_FORMATS) == "ndjson"
    if found and "page_size" in request.GET:
        raise BadParameter(Fault("page_size", "has no meaning with ndjson, which is complete"))
    return found


def _followed(asked: ChangeFilter) -> Ledger:
    """Return where the ledger ends. Raises BadParameter or AnotherLedger where the caller's is another one."""
    since, digest = asked.values["since"] or 0, asked.values["digest"]
    ledger = ledger_at(asked.moment, since)
    if since > ledger.seq:
        raise BadParameter(
            Fault("since", f"is beyond the ledger, whose head is seq {ledger.seq}, digest {ledger.digest}")
        )
    if (asked.values["expunged_since"] or 0) > ledger.expunged:
        raise BadParameter(Fault("expunged_since", f"is beyond the last expunction, which is {ledger.expunged}"))
    if digest is not None and digest != ledger.known:
        raise AnotherLedger(
            f"The edition with seq {since} has the digest {ledger.known} here, not {digest}: this is another ledger "
            f"than the one that was followed, or it was written anew. "
            f"Its head is seq {ledger.seq}, digest {ledger.digest}."
        )
    return ledger


def _headers(request: Request, ledger: Ledger) -> dict[str, str]:
    """Return what is said of every answer, also of 304: the ledger's state and what was asked make the ETag."""
    asked = sha256(f"{request.build_absolute_uri()} {request.accepted_renderer.format}".encode())[:16]
    headers = {"ETag": f'"{ledger.digest}-{ledger.expunged}-{asked}"', "Cache-Control": REVALIDATE}
    if ledger.published_at:
        headers[AS_OF] = splice.moment(ledger.published_at)
    changed = ledger.changed_at
    if changed and changed < datetime.now(UTC) - _SETTLED:  # within its second, more might still happen
        headers["Last-Modified"] = http_date(changed.timestamp())
    return headers


def _paged(request: Request, asked: ChangeFilter, ledger: Ledger, size: int) -> Response:
    since = asked.values["since"] or 0
    answer = Response(page(asked, ledger, size, splice.incidents_url(request)))
    if since + size < ledger.seq:
        query = request.GET.copy()
        query["since"] = str(since + size)
        query.pop("digest", None)
        query.pop("expunged_since", None)
        address = f"{request.build_absolute_uri(request.path)}?{query.urlencode()}&expunged_since={ledger.expunged}"
        answer["Link"] = link_header({"next": address})
    return answer


def _streamed(request: Request, asked: ChangeFilter, ledger: Ledger) -> StreamingHttpResponse:
    rows = lines(asked, ledger, splice.incidents_url(request)) if request.method == "GET" else iter(())
    return StreamingHttpResponse(blocks(rows), content_type=NDJSONRenderer.media_type)
