"""Sources across incidents, and where each is cited."""

from datetime import datetime

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import PARAMETERS, linked, links_of
from incidents.public.api import entries, splice
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, PAGING, answers, parameters_of
from incidents.public.api.views.base import PublicView
from incidents.public.exports.answer import AS_OF
from incidents.record.models import Edition
from incidents.record.sources import BY_PUBLISHER, NEWEST_FIRST, CitedFilter, SourceFilter, all_sources, cited

_PATH_SOURCE = OpenApiParameter(
    "source", {"type": "string", "pattern": "^[-A-Za-z0-9_.:]{1,20}$"}, OpenApiParameter.PATH
)


class SourceList(PublicView):
    """Sources."""

    @extend_schema(
        operation_id="sources",
        parameters=[*parameters_of(SourceFilter), *PAGING],
        responses=answers("SourcePage", BAD_REQUEST),
        tags=["sources"],
    )
    def get(self, request: Request) -> Response:
        """List the sources that what stands cites, by publisher, with the number of incidents that cite each.

        A source is told as the newest edition that cites it tells it.
        """
        asked = SourceFilter.read(request.GET, also=PARAMETERS)
        as_of = Edition.objects.last_seen(asked.moment)  # first: it must not name what the page did not see
        page = BY_PUBLISHER.page(asked.filter_queryset(all_sources()), request.GET)
        base, links = request.build_absolute_uri(reverse("api:sources")), links_of(request, page)
        told = [entries.source(row, base, row.incidents) for row in page.rows]
        return _dated(linked(Response({**links, "as_of": _moment(as_of), "results": told}), links), as_of)


class SourceDetail(PublicView):
    """One source."""

    @extend_schema(
        operation_id="source",
        parameters=[_PATH_SOURCE, *parameters_of(CitedFilter), *PAGING],
        responses=answers("SourceDetail", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["sources"],
    )
    def get(self, request: Request, source: str) -> Response | HttpResponsePermanentRedirect:
        """Return a source, and the editions that cite it of those that stand, newest publication first.

        One that was found to be the same as another leads there (301), while what stands cites that one.
        """
        asked = CitedFilter.read(request.GET, also=PARAMETERS)
        as_of = Edition.objects.last_seen(asked.moment)
        newest = asked.newest_of(source)
        other = asked.winner_of(source) if newest is None else newest.leads_to
        if other:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return HttpResponsePermanentRedirect(
                request.build_absolute_uri(reverse("api:source", args=[other]) + query)
            )
        if newest is None:
            raise Http404
        page = NEWEST_FIRST.page(asked.filter_queryset(cited(source, asked.moment)), request.GET)
        base, links = request.build_absolute_uri(reverse("api:sources")), links_of(request, page)
        told = entries.source(newest, base, newest.incidents) | {**links, "as_of": _moment(as_of)}
        told["cited_by"] = [entries.citing(row, splice.incidents_url(request)) for row in page.rows]
        return _dated(linked(Response(told), links), as_of)


def _moment(when: datetime | None) -> str | None:
    return splice.moment(when) if when else None


def _dated(response: Response, as_of: datetime | None) -> Response:
    if as_of:
        response[AS_OF] = splice.moment(as_of)
    return response
