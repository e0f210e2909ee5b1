"""The pages on which an editor merges two incidents, and undoes it: everything that would happen, then the deed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.admin.whole import Reading, reading
from incidents.moderation.merging import UnmergePlan, plan_merge, plan_unmerge
from incidents.moderation.workflow import open_verbs, transition
from incidents.publishing.operations import Preview, PublishConflict
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.merged import told_under
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
)
from incidents.workbench.moving import Moving, Stay
from incidents.workbench.naming import named
from incidents.workbench.operations.distinctions import told_apart

_DAYS = timedelta(days=3)
_OFFERED = 8
_SHOWN: tuple[tuple[type[Model], str, str], ...] = (
    (Claim, "claim", "claims"),
    (Assertion, "assertion", "assertions"),
    (ClaimLink, "answer of one claim to another", "answers of one claim to another"),
    (Citation, "citation", "citations"),
    (Involvement, "involvement", "involvements"),
    (CasualtyEstimate, "estimate", "estimates"),
    (IncidentLink, "link to another incident", "links to other incidents"),
    (Assessment, "verdict", "verdicts"),
)
"""What is told of the rows that go, in this order. What an estimate rests on goes with it."""


class WhichForm(forms.Form):
    """The ref of the incident to merge into."""

    into = forms.CharField(max_length=20, strip=True)


class MergingForm(forms.Form):
    """Why, and what exactly was looked at."""

    reason = forms.CharField(required=False, max_length=4000, strip=True)
    revision = forms.IntegerField(required=False, min_value=0)
    into_revision = forms.IntegerField(required=False, min_value=0)
    body_sha256 = forms.CharField(required=False, max_length=64)


@dataclass(frozen=True)
class Side:
    """One of the two incidents, as it is now."""

    incident: Incident
    standing: Edition | None
    reading: Reading


@dataclass(frozen=True)
class Kind:
    """The rows of one table that go, in words."""

    label: str
    rows: list[str]


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


# Which one


def choose_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask into which incident one is to be merged, and lead to the page of that merge."""
    user = _user(request)
    incident = _found(user, pk)
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


# Merging


def merge_page(admin: Any, request: HttpRequest, pk: int, into: int) -> HttpResponse:
    """Show everything that merging one incident into another would do; on POST do it, or show why it is refused."""
    user = _user(request)
    loser, winner = _found(user, pk), _found(user, into)
    if loser.pk == winner.pk:
        raise Http404
    if request.method != "POST":
        return _merge(admin, request, loser, winner)
    form = MergingForm(request.POST)
    if not form.is_valid():
        return _merge(admin, request, loser, winner, error="Look at it again: the form was not whole.", status=400)
    try:
        transition(incident=loser, verb=Verb.MERGE, by=user, into=winner, **form.cleaned_data)
    except DomainError as refused:
        typed = form.cleaned_data["reason"]
        return _merge(admin, request, loser, winner, typed, error=_words(refused), status=_status(refused))
    done = f"{loser.ref} was merged into {winner.ref}. It can be undone from the page of either."
    return _done(admin, request, user, winner, [loser, winner], f"Merged {loser.ref} into {winner.ref}", done)


def _merge(
    admin: Any,
    request: HttpRequest,
    loser: Incident,
    winner: Incident,
    typed: str = "",
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    loser.refresh_from_db()
    winner.refresh_from_db()
    if loser.state == State.MERGED:
        return redirect("admin:workbench_incident_preview", loser.pk)
    plan = plan_merge(loser, winner)
    sides = [_side(plan.loser, plan.apart[0]), _side(plan.winner, plan.apart[1])]
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Merge {loser.ref} into {winner.ref}",
        "opts": admin.opts,
        "incident": loser,
        "winner": winner,
        "plan": plan,
        "merged": reading(plan.merged.document),
        "sides": sides,
        "kinds": _kinds(plan.moving),
        "stays": _stays(plan.moving.stays),
        "parted": [named(one) for one in plan.moving.parted],
        "may": Verb.MERGE in open_verbs(loser, _user(request)),
        "typed": typed,
        "error": error,
    }
    return TemplateResponse(request, "moderation/merge.html", context, status=status)


# Undoing it


def unmerge_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that undoing a merge would do; on POST do it, or show why it is refused."""
    user = _user(request)
    loser = _found(user, pk)
    merge = Merge.objects.of(loser) if loser.state == State.MERGED else None
    if merge is None:
        raise Http404
    if request.method != "POST":
        return _unmerge(admin, request, merge)
    form = MergingForm(request.POST)
    if not form.is_valid():
        return _unmerge(admin, request, merge, error="Look at it again: the form was not whole.", status=400)
    try:
        transition(incident=loser, verb=Verb.UNMERGE, by=user, **form.cleaned_data)
    except DomainError as refused:
        typed = form.cleaned_data["reason"]
        return _unmerge(admin, request, merge, typed, error=_words(refused), status=_status(refused))
    winner = merge.winner
    done = f"{loser.ref} and {winner.ref} are told apart again."
    return _done(
        admin, request, user, loser, [loser, winner], f"Undid the merge of {loser.ref} into {winner.ref}", done
    )


def _unmerge(
    admin: Any, request: HttpRequest, merge: Merge, typed: str = "", *, error: str = "", status: int = 200
) -> HttpResponse:
    plan = plan_unmerge(merge)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Undo the merge of {merge.loser.ref} into {merge.winner.ref}",
        "opts": admin.opts,
        "incident": merge.loser,
        "winner": merge.winner,
        "plan": plan,
        "sides": [_side(plan.loser, plan.apart), _side(plan.winner, plan.without)],
        "kinds": _kinds(plan.moving),
        "along": [named(one) for one in plan.moving.along],
        "rejoined": [named(one) for one in plan.moving.rejoined],
        "as_before": _as_before(plan),
        "may": Verb.UNMERGE in open_verbs(merge.loser, _user(request)),
        "typed": typed,
        "error": error,
    }
    return TemplateResponse(request, "moderation/unmerge.html", context, status=status)


def _as_before(plan: UnmergePlan) -> bool:
    """Tell whether both would say, to the byte, what they said before the merge."""
    merge = plan.merge
    if not merge.was_public:
        return False
    for incident, now in ((plan.loser, plan.apart), (plan.winner, plan.without)):
        before = Edition.objects.of(incident.ref).filter(seq__lt=merge.loser_edition).first()
        if before is None or before.body.encode() != now.body:
            return False
    return True


# What both share


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    return user


def _found(user: User, pk: int) -> Incident:
    found = Incident.objects.visible_to(user).for_list().select_related("section__border").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _side(incident: Incident, now: Preview) -> Side:
    return Side(incident, now.standing, reading(now.document))


def _kinds(moving: Moving) -> list[Kind]:
    """Return the rows that go, in words, by table."""
    found = []
    for model, one, many in _SHOWN:
        rows = [named(row) for row in moving.rows[model].values()]
        if rows:
            found.append(Kind(f"{len(rows)} {one if len(rows) == 1 else many}", rows))
    return found


def _stays(stays: Iterable[Stay]) -> list[str]:
    return [f"{named(one.row)}: {one.why}." for one in stays]


def _words(refused: DomainError) -> str:
    """Return the message with what stands in the way, where the error lists it."""
    more: list[str] = getattr(refused, "problems", [])
    return " ".join([refused.message, *(one for one in more if one != refused.message)])


def _status(refused: DomainError) -> int:
    return 409 if isinstance(refused, PublishConflict) else 422


def _done(  # noqa: PLR0917 - what is said, to whom, of what
    admin: Any, request: HttpRequest, user: User, shown: Incident, both: list[Incident], logged: str, said: str
) -> HttpResponse:
    for incident in both:
        LogEntry.objects.log_actions(user.pk, [incident], CHANGE, logged, single_object=True)
    admin.message_user(request, said, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[shown.pk]))
