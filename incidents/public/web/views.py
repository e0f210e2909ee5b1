"""The public pages: each parses what it was asked, reads the record, and renders."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.analysis.borders import MONTHS, border_activity
from incidents.analysis.first_since import first_fatal_since
from incidents.public.web import reading
from incidents.public.web.pages import actor as actor_page
from incidents.public.web.pages import claim_list, filters, history_page, incident_list
from incidents.public.web.pages import codebook as codebook_page
from incidents.public.web.pages import incident as incident_page
from incidents.public.web.pages.actors import actor_list
from incidents.public.web.pages.listing import list_row
from incidents.public.web.pages.sparkline import border_row
from incidents.record.filters import BadParameter
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

_SHOWN = 6
"""Incidents in each list of the overview."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the borders, what was published last, and what became contested."""
    activity = border_activity(timezone.localdate())
    largest = max((month.incidents for border in activity for month in border.months), default=1)
    context = {
        "borders": [border_row(border, largest) for border in activity],
        "months": MONTHS,
        "latest": [list_row(one) for one in reading.latest_editions(_SHOWN)],
        "contested": [list_row(one) for one in reading.newly_contested(_SHOWN)],
    }
    return render(request, "public/overview.html", context)


@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Show the incidents that the filters ask for, a page at a time."""
    return _filtered(request, "public/incidents.html", incident_list.compose)


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Show the claims that the filters ask for, whatever incident they are about, a page at a time."""
    return _filtered(request, "public/claims.html", claim_list.compose)


def _filtered(request: HttpRequest, template: str, compose: Callable[[QueryDict], object]) -> HttpResponse:
    """Show a list by the filters of the query string; without what other sites append to links."""
    if not filters.TRACKING.isdisjoint(request.GET):
        return redirect(_address(request, filters.without(request.GET, *filters.TRACKING)))
    try:
        page = compose(request.GET)
    except BadParameter as error:
        return bad_parameter(request, error)
    return render(request, template, {"page": page})


@require_safe
def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the newest edition of an incident."""
    found = reading.history_of(ref)
    if found is None:
        raise Http404
    return _edition(request, found, found.newest)


@require_safe
def edition(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show an incident as one edition told it."""
    found = reading.history_of(ref)
    chosen = found.number(number) if found else None
    if found is None or chosen is None:
        raise Http404
    return _edition(request, found, chosen)


def _edition(request: HttpRequest, found: reading.History, chosen: Edition) -> HttpResponse:
    address = request.build_absolute_uri(reading.address_of(chosen))
    if chosen.status != EditionStatus.PUBLISHED:
        context = {"edition": chosen, "history": found, "notice": reading.notice_of(chosen), "address": address}
        return render(request, "public/taken_back.html", context)
    page = incident_page.compose(chosen, found, first_fatal_since(chosen))
    citation = incident_page.citation(page, address)
    return render(request, "public/incident.html", {"page": page, "citation": citation, "address": address})


@require_safe
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every edition of an incident and what changed in each."""
    editions = reading.bodies_of(ref)
    if not editions:
        raise Http404
    return render(request, "public/history.html", {"page": history_page.compose(editions)})


@require_safe
def actors(request: HttpRequest) -> HttpResponse:
    """Show the actors, by name or kind."""
    try:
        page = actor_list(request.GET)
    except BadParameter as error:
        return bad_parameter(request, error)
    return render(request, "public/actors.html", {"page": page})


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an actor: its names, its place in the hierarchy, what it claimed and what was claimed of it."""
    found = reading.public_actor(slug)
    if found is None:
        raise Http404
    return render(request, "public/actor.html", {"page": actor_page.compose(found)})


@require_safe
def codebook(request: HttpRequest) -> HttpResponse:
    """Show every vocabulary."""
    return render(request, "public/codebook.html", {"chapters": codebook_page.chapters()})


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """Show how claims become findings, and what an edition is."""
    return render(request, "public/methodology.html", {"findings": codebook_page.findings()})


def bad_parameter(request: HttpRequest, error: BadParameter) -> HttpResponse:
    """Answer a query string that can't be answered: 400, naming every parameter at fault."""
    return render(request, "400.html", {"faults": error.faults, "path": request.path}, status=400)


def _address(request: HttpRequest, query: QueryDict) -> str:
    return f"{request.path}?{query.urlencode()}" if query else request.path
