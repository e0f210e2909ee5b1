"""What the page of decision tells of an incident's merges, and the page that asks into which one it is to go."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.models import User
from incidents.moderation.admin.merge_parts import found_by, user_of
from incidents.moderation.workflow import open_verbs
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.merged import told_under
from incidents.workbench.models import Incident, Merge
from incidents.workbench.operations.distinctions import told_apart

_DAYS = timedelta(days=3)
_OFFERED = 8


class WhichForm(forms.Form):
    """The ref of the incident to merge into."""

    into = forms.CharField(max_length=20, strip=True)


@dataclass(frozen=True)
class Merges:
    """What an incident has to do with merges: the one that took it away, those that came here, and what may be done."""

    away: Merge | None
    under: Incident
    here: list[Merge]
    may_merge: bool
    may_undo: bool


def merges_of(incident: Incident, user: User) -> Merges:
    """Return what the page of decision tells of merges. Two queries, and one for each merge of a merge."""
    verbs = open_verbs(incident, user)
    away = Merge.objects.of(incident) if incident.state == State.MERGED else None
    here = Merge.objects.standing().filter(winner=incident).select_related("loser", "by")
    return Merges(away, told_under(incident), list(here), Verb.MERGE in verbs, Verb.UNMERGE in verbs)


def choose_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which incident one is to be merged, and lead to the page of that merge."""
    user = user_of(request)
    incident = found_by(user, pk)
    error, status, ref = "", 200, ""
    if "into" in request.GET:
        form = WhichForm(request.GET)
        ref = form.cleaned_data["into"].upper() if form.is_valid() else ""
        into = Incident.objects.visible_to(user).filter(ref=ref).first()
        if into is not None and into.pk != incident.pk:
            return redirect("admin:workbench_incident_merge", incident.pk, into.pk)
        error, status = _not_that_one(incident, into, ref), 422
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Merge {incident.ref} into another incident",
        "opts": admin.opts,
        "incident": incident,
        "alike": _alike(incident, user),
        "typed": ref,
        "error": error,
    }
    return TemplateResponse(request, "moderation/merge_into.html", context, status=status)


def _not_that_one(incident: Incident, into: Incident | None, ref: str) -> str:
    if into is not None:
        return f"{incident.ref} can’t be merged into itself."
    if not ref:
        return "Give the ref of the incident that is to stay, as CC-2026-00017."
    if Edition.objects.open().filter(ref=ref).exists():
        return f"{ref} was imported and has no working copy: there is nothing to move the rows to."
    return f"There is no incident {ref}."


def _alike(incident: Incident, user: User) -> list[Incident]:
    """Return incidents that may be the same: of those days at that place or border, or with such a title."""
    days = None
    if incident.earliest is not None and incident.latest is not None:
        days = (incident.earliest - _DAYS, incident.latest + _DAYS)
    place = incident.place.code if incident.place else ""
    border = incident.section.border.slug if incident.section else ""
    found = Incident.objects.visible_to(user).akin(days, place, border, None, incident.title)
    apart = {incident.ref, *told_apart(incident.ref)}
    rows = found.exclude(ref__in=apart).exclude(state=State.MERGED)[: _OFFERED * 3]
    return sorted(rows, key=lambda row: _distance(row, incident))[:_OFFERED]


def _distance(row: Incident, incident: Incident) -> tuple[int, bool, bool]:
    """Return how far an incident is from another: the days between them, then whether the place is another."""
    days = abs((row.earliest - incident.earliest).days) if row.earliest and incident.earliest else 99
    return days, row.place_id != incident.place_id, row.kind != incident.kind
