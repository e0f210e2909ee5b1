"""The feeds: each parses what it was asked, reads a page of it, and writes it as Atom."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from config.rest.pagination import one
from config.rest.parameters import BadParameter, Fault
from incidents.public.api.splice import moment
from incidents.public.api.views.base import PublicView
from incidents.public.exports.answer import AS_OF
from incidents.public.feeds import atom, entries, reading
from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from incidents.record.reading import without_blanks

BEFORE = "before"
"""Where a page begins: behind the entry with this place in the ledger."""
_PLACE = re.compile(r"[0-9]{1,18}")
_PLACES = re.compile(r"[0-9]{1,18}\.[0-9]{1,18}")


class OneFormat(BaseContentNegotiation):
    """Feeds are Atom, whatever is accepted; problems are what they are everywhere."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return the renderer of problems."""
        return renderers[0], renderers[0].media_type


class FeedView(PublicView):
    """A feed."""

    content_negotiation_class = OneFormat


class IncidentFeed(FeedView):
    """Incidents, newest publications first; one that was taken back says so."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Return a page of the feed."""
        asked = IncidentFilter.read(without_blanks(request.GET), also=(BEFORE,))
        place = _before(request.GET, _PLACE)
        as_of = Edition.objects.last_seen(asked.moment)  # first: it must not name what the page did not see
        found = reading.published(asked, int(place) if place else None)
        shown = found[: reading.PAGE]
        told = [entries.of_edition(edition, request.build_absolute_uri) for edition in shown]
        following = str(shown[-1].seq) if len(found) > reading.PAGE else None
        return _answer(request, "incidents", told=told, following=following, as_of=as_of)


class ClaimFeed(FeedView):
    """Claims, those of the newest publications first."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """Return a page of the feed."""
        asked = ClaimFilter.read(without_blanks(request.GET), also=(BEFORE,))
        place = _before(request.GET, _PLACES)
        seq, _, row = place.partition(".") if place else ("", "", "")
        as_of = Edition.objects.last_seen(asked.moment)
        found = reading.claimed(asked, (int(seq), int(row)) if place else None)
        shown, absolute = found[: reading.PAGE], request.build_absolute_uri
        told = [entries.of_claim(claim, reverse("web:incident", args=[claim.ref]), absolute) for claim in shown]
        following = f"{shown[-1].edition_id}.{shown[-1].pk}" if len(found) > reading.PAGE else None
        return _answer(request, "claims", told=told, following=following, as_of=as_of)


def _before(params: QueryDict, form: re.Pattern[str]) -> str | None:
    """Return where the page begins. Raises BadParameter."""
    text = one(params, BEFORE)
    if text is not None and not form.fullmatch(text):
        raise BadParameter(Fault(BEFORE, "is not where a page of this feed begins"))
    return text


def _answer(
    request: HttpRequest | Request,
    name: str,
    *,
    told: list[atom.Entry],
    following: str | None,
    as_of: Any,
) -> HttpResponse:
    query = without_blanks(request.GET)
    query.pop(BEFORE, None)
    words = f"?{query.urlencode()}" if query else ""
    first = request.build_absolute_uri(f"{reverse(f'feeds:{name}')}{words}")
    feed = atom.Feed(
        id=first,
        title=f"Counterclaim: {name}{' that match a search' if query else ''}",
        subtitle=_filters(query),
        link=request.build_absolute_uri(f"{reverse(f'web:{name}')}{words}"),
        url=request.build_absolute_uri(),
        first=first,
        next=f"{first}{'&' if query else '?'}{BEFORE}={following}" if following else None,
        updated=max((entry.updated for entry in told), default=None),
        entries=told,
    )
    answer = HttpResponse(atom.written(feed), content_type=atom.CONTENT_TYPE)
    if as_of:
        answer[AS_OF] = moment(as_of)
    return answer


def _filters(query: QueryDict) -> str:
    """Return the filters as they were given, for a reader who follows several feeds."""
    given = [f"{name}: {', '.join(values)}" for name, values in query.lists()]
    return "; ".join(given) or "The newest publications of the record."
