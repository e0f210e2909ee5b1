"""Incidents, as the record tells them."""

from django.http import Http404, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import PARAMETERS, only
from incidents.document.reading import read
from incidents.public.api import found, splice
from incidents.public.api.exporting import format_parameters, list_answers
from incidents.public.api.schema import (
    BAD_REQUEST,
    COUNT,
    INCIDENT_ORDERING,
    NOT_FOUND,
    PAGING,
    PATH_NUMBER,
    PATH_REF,
    SNIPPETS,
    answers,
    parameter_of,
    parameters_of,
)
from incidents.public.api.views.base import KEEP, ManyFormats, PublicView, edition_response, page_of, page_response
from incidents.public.exports.answer import ALSO, AS_OF, export
from incidents.public.exports.figures import FIELD, PERSPECTIVE
from incidents.public.exports.formats import JSON, asked_format
from incidents.public.exports.listing import INCIDENT_LIST
from incidents.record.filters import IncidentFilter, MomentFilter, incidents_at
from incidents.record.models import Edition
from incidents.record.ordering import incident_order
from incidents.record.redirects import told_under

AT = parameters_of(MomentFilter)


def edition_at(request: Request, ref: str) -> Edition:
    """Return an incident's newest edition at `as_of`, with `head_at`. One query. Raises BadParameter, Http404."""
    edition = incidents_at(request.GET).one(ref)
    if edition is None:
        raise Http404
    return edition


def elsewhere(request: Request, edition: Edition, name: str) -> HttpResponsePermanentRedirect | None:
    """Return where a merged incident is told, at the address `name`, with the same query; None for any other.

    One query, or none.
    """
    if not edition.merged_into:
        return None
    into = told_under([edition.ref], MomentFilter.read(request.GET).moment).get(edition.ref)
    if into is None:
        return None
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(request.build_absolute_uri(reverse(name, args=[into]) + query))


class IncidentList(ManyFormats):
    """Incidents that stand."""

    @extend_schema(
        operation_id="incidents",
        parameters=[
            *parameters_of(IncidentFilter),
            *PAGING,
            INCIDENT_ORDERING,
            COUNT,
            SNIPPETS,
            *format_parameters(INCIDENT_LIST),
            parameter_of(PERSPECTIVE, FIELD),
        ],
        responses=list_answers("IncidentPage"),
        tags=["incidents"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List incidents, by their last day, newest first, or as `ordering` says: complete documents, as published.

        Retracted and merged incidents are left out. `edition.match` says whether an incident must, or only may, fit.
        """
        wanted = asked_format(request)
        if wanted is not JSON:
            return export(request, wanted, INCIDENT_LIST, IncidentFilter.read(request.GET, also=ALSO))
        asked = IncidentFilter.read(request.GET, also=(*PARAMETERS, "count", found.SNIPPETS, *ALSO))
        parts, note = INCIDENT_LIST.parts(request.GET), found.incident_note(asked, request.GET)
        page, tally = page_of(request, asked, incident_order(asked, request.GET), *INCIDENT_LIST.reads)
        items = INCIDENT_LIST.items(page.rows, parts, splice.incidents_url(request), tally.as_of, note)
        return page_response(request, page, items, tally, found.meant(asked, tally.count))


class IncidentDetail(PublicView):
    """One incident."""

    @extend_schema(
        operation_id="incident",
        parameters=[PATH_REF, *AT],
        responses=answers("Incident", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """Return an incident's newest edition, or the newest at `as_of`.

        Without the key `edition` the answer is the canonical body, whose SHA-256 is `edition.body_sha256`. An incident
        that was taken back answers 200 with `edition.status` `retracted` and the reason in place of the document. One
        that was merged answers 301 with the address of the incident that tells it.
        """
        edition = edition_at(request, ref)
        if away := elsewhere(request, edition, "api:incident"):
            return away
        return edition_response(request, edition, splice.incident(edition, splice.incidents_url(request)))


class EditionHistory(PublicView):
    """An incident's editions."""

    @extend_schema(
        operation_id="editions",
        parameters=[PATH_REF, *AT],
        responses=answers("EditionList", BAD_REQUEST, NOT_FOUND),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str) -> Response:
        """List every edition of an incident (by `as_of`), newest first, retractions included, without the documents."""
        moment = MomentFilter.read(request.GET).moment
        base = splice.incidents_url(request)
        rows = list(Edition.objects.of(ref).until(moment).with_head(moment).for_history("head_at"))
        if not rows:
            raise Http404
        entries = [splice.envelope(row, base) | {"title": row.title} for row in rows]
        return Response({"results": entries}, headers={AS_OF: splice.moment(rows[0].head_at)})


class EditionDetail(PublicView):
    """One edition."""

    @extend_schema(
        operation_id="edition",
        parameters=[PATH_REF, PATH_NUMBER],
        responses=answers("Incident", BAD_REQUEST, NOT_FOUND),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str, number: int) -> HttpResponseBase:
        """Return one edition of an incident: the address to cite, whose answer stays the same."""
        only(request.GET)
        edition = Edition.objects.of(ref).numbered(number)
        if edition is None:
            raise Http404
        body = splice.incident(edition, splice.incidents_url(request))
        return edition_response(request, edition, body, cache=KEEP)


class PositionTable(PublicView):
    """An incident's positions."""

    @extend_schema(
        operation_id="positions",
        parameters=[PATH_REF, *AT],
        responses=answers("PositionList", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """Return each party's standing assertions side by side, question by question, with the finding."""
        return _part(request, ref, "positions", "api:positions")


class IncidentClaims(PublicView):
    """An incident's claims."""

    @extend_schema(
        operation_id="incident_claims",
        parameters=[PATH_REF, *AT],
        responses=answers("ClaimList", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["incidents"],
    )
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """Return every claim about an incident, with its assertions, answers and citations."""
        return _part(request, ref, "claims", "api:incident-claims")


def _part(request: Request, ref: str, name: str, address: str) -> HttpResponseBase:
    edition = edition_at(request, ref)
    if away := elsewhere(request, edition, address):
        return away
    note = splice.envelope(edition, splice.incidents_url(request))
    rows = read(edition.body).get(name, [])
    return edition_response(request, edition, {"edition": note, "results": rows}, part=f"-{name}")
