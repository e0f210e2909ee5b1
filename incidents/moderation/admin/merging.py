"""The page on which an editor merges two incidents: everything that would happen, then the deed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from incidents.errors import DomainError
from incidents.moderation.admin.merge_parts import (
    MergingForm,
    done_with,
    found_by,
    kinds_of,
    note_both,
    side_of,
    status_of,
    stays_of,
    user_of,
    words_of,
)
from incidents.moderation.admin.whole import reading
from incidents.moderation.merge_plans import plan_merge
from incidents.moderation.workflow import open_verbs, transition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident
from incidents.workbench.naming import named


def merge_page(admin: Any, request: HttpRequest, pk: int, into: int) -> HttpResponse:
    """Show everything that merging one incident into another would do; on POST do it, or show why it is refused."""
    user = user_of(request)
    loser, winner = found_by(user, pk), found_by(user, into)
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
        return _merge(admin, request, loser, winner, typed, error=words_of(refused), status=status_of(refused))
    done = f"{loser.ref} was merged into {winner.ref}. It can be undone from the page of either."
    return done_with(admin, request, user, winner, [loser, winner], f"Merged {loser.ref} into {winner.ref}", done)


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
    note_both(user_of(request), loser, winner)
    plan = plan_merge(loser, winner)
    sides = [side_of(plan.loser, plan.apart[0]), side_of(plan.winner, plan.apart[1])]
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Merge {loser.ref} into {winner.ref}",
        "opts": admin.opts,
        "incident": loser,
        "winner": winner,
        "plan": plan,
        "merged": reading(plan.merged.document),
        "sides": sides,
        "kinds": kinds_of(plan.moving),
        "stays": stays_of(plan.moving.stays),
        "parted": [named(one) for one in plan.moving.parted],
        "may": Verb.MERGE in open_verbs(loser, user_of(request)),
        "typed": typed,
        "error": error,
    }
    return TemplateResponse(request, "moderation/merge.html", context, status=status)
