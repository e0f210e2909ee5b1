"""The public pages: each parses what it was asked, reads the record, and renders."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.rest.pagination import only
from incidents.analysis.borders import MONTHS, border_activity
from incidents.analysis.first_since import first_fatal_since
from incidents.evidence.serving import file_response
from incidents.public.web import reading
from incidents.public.web.answering import strict
from incidents.public.web.moment import AsOf, read_moment
from incidents.public.web.pages import actor as actor_page
from incidents.public.web.pages import claim_list, history_page, incident_list
from incidents.public.web.pages import codebook as codebook_page
from incidents.public.web.pages import difference as difference_page
from incidents.public.web.pages import incident as incident_page
from incidents.public.web.pages.actors import actor_list
from incidents.public.web.pages.listing import list_row
from incidents.public.web.pages.sparkline import border_row
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

_SHOWN = 6
"""Incidents in each list of the overview."""


@require_safe
@strict
def overview(request: HttpRequest) -> HttpResponse:
    """Show the borders, what was published last, and what became contested."""
    as_of = read_moment(request.GET)
    moment = as_of.moment if as_of else None
    activity = border_activity(_today(moment), moment)
    largest = max((month.incidents for border in activity for month in border.months), default=1)
    context = {
        "borders": [border_row(border, largest) for border in activity],
        "months": MONTHS,
        "latest": [list_row(one) for one in reading.latest_editions(_SHOWN, moment)],
        "contested": [list_row(one) for one in reading.newly_contested(_SHOWN, moment)],
        "as_of": as_of,
    }
    return render(request, "public/overview.html", context)


def _today(moment: datetime | None) -> date:
    """Return the day from which days since are counted: that of a moment, but no day that is still to come."""
    return timezone.localdate() if moment is None else min(moment, datetime.now(UTC)).date()


@require_safe
@strict
def incidents(request: HttpRequest) -> HttpResponse:
    """Show the incidents that the filters ask for, a page at a time."""
    return render(request, "public/incidents.html", {"page": incident_list.compose(request.GET)})


@require_safe
@strict
def claims(request: HttpRequest) -> HttpResponse:
    """Show the claims that the filters ask for, whatever incident they are about, a page at a time."""
    return render(request, "public/claims.html", {"page": claim_list.compose(request.GET)})


@require_safe
@strict
def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the newest edition of an incident, or what was the newest at a moment.

    One that was merged leads to the incident that tells it. Caches ask each time: a merge can be undone.
    """
    as_of = read_moment(request.GET)
    moment = as_of.moment if as_of else None
    found = reading.history_of(ref, moment)
    if found is None:
        return _not_yet(request, ref, as_of)
    if into := reading.elsewhere(found.newest, moment):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(reverse("web:incident", args=[into]) + query)
    return _edition(request, found, found.newest, as_of)


@require_safe
@strict
def edition(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show an incident as one edition told it. Its address means that edition for good, so it takes no moment."""
    only(request.GET)
    found = reading.history_of(ref)
    chosen = found.number(number) if found else None
    if found is None or chosen is None:
        raise Http404
    return _edition(request, found, chosen)


def _edition(request: HttpRequest, found: reading.History, chosen: Edition, as_of: AsOf | None = None) -> HttpResponse:
    address = request.build_absolute_uri(reading.address_of(chosen))
    context: dict[str, Any] = {"address": address, "as_of": as_of}
    if chosen.expunged:
        context |= {"edition": chosen, "history": found, "stub": reading.stub_of(chosen)}
        return render(request, "public/expunged.html", context)
    if chosen.status != EditionStatus.PUBLISHED:
        context |= {"edition": chosen, "history": found, "notice": reading.notice_of(chosen)}
        return render(request, "public/taken_back.html", context)
    moment = as_of.moment if as_of else None
    page = incident_page.compose(chosen, found, first_fatal_since(chosen, moment), as_of)
    lasting = address if as_of or not page.is_current else request.build_absolute_uri(request.path)
    context |= {"page": page, "citation": incident_page.citation(page, address)}
    context["linked_data"] = incident_page.linked_data(page, lasting)
    return render(request, "public/incident.html", context)


@require_safe
@strict
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """Show every edition of an incident (those published by a moment) and what changed in each."""
    as_of = read_moment(request.GET)
    editions = reading.bodies_of(ref, as_of.moment if as_of else None)
    if not editions:
        return _not_yet(request, ref, as_of)
    return render(request, "public/history.html", {"page": history_page.compose(editions), "as_of": as_of})


@require_safe
@strict
def compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Lead from the form of the history to the address of the difference that it asks for."""
    return redirect("web:difference", ref, *difference_page.chosen(request.GET))


@require_safe
@strict
def difference(request: HttpRequest, ref: str, before: int, after: int) -> HttpResponse:
    """Show what differs between two editions of an incident, in the order in which they are named."""
    only(request.GET)
    editions = reading.two_editions(ref, before, after)
    found = reading.history_of(ref)
    if editions is None or found is None:
        raise Http404
    return render(request, "public/difference.html", {"page": difference_page.compose(*editions, found)})


def _not_yet(request: HttpRequest, ref: str, as_of: AsOf | None) -> HttpResponse:
    """Answer 404; where the incident is public by now, say since when."""
    first = reading.first_edition_of(ref) if as_of else None
    if first is None:
        raise Http404
    return render(request, "public/not_yet.html", {"first": first, "as_of": as_of}, status=404)


@require_safe
@strict
def actors(request: HttpRequest) -> HttpResponse:
    """Show the actors, by name or kind."""
    return render(request, "public/actors.html", {"page": actor_list(request.GET)})


@require_safe
@strict
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an actor: its names, its place in the hierarchy, what it claimed and what was claimed of it."""
    as_of = read_moment(request.GET)
    found = reading.public_actor(slug)
    if found is None:
        return _of_another(request, slug)
    page = actor_page.compose(found, as_of)
    return render(request, "public/actor.html", {"page": page, "as_of": as_of})


def _of_another(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from an actor that was merged to what stands for it; answer 404 for every other one."""
    winner = reading.stands_for(slug)
    if winner is None:
        raise Http404
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(reverse("web:actor", args=[winner]) + query)


@require_safe
def capture(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """Send the kept copy of a source, if what stands now in the record makes it public."""
    found = reading.public_capture(sha256)
    if found is None:
        raise Http404
    return file_response(request, found.file, sha256=sha256, mime=found.mime, public=True)


@require_safe
@strict
def codebook(request: HttpRequest) -> HttpResponse:
    """Show every vocabulary."""
    only(request.GET)
    return render(request, "public/codebook.html", {"chapters": codebook_page.chapters()})


@require_safe
@strict
def methodology(request: HttpRequest) -> HttpResponse:
    """Show how claims become findings, and what an edition is."""
    only(request.GET)
    return render(request, "public/methodology.html", codebook_page.methodology())
