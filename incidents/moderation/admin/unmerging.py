"""The page on which an editor undoes a merge of two incidents: everything that would happen, then the deed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
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
    user_of,
    words_of,
)
from incidents.moderation.merge_plans import UnmergePlan, plan_unmerge
from incidents.moderation.workflow import open_verbs, transition
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Merge
from incidents.workbench.naming import named


def unmerge_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that undoing a merge would do; on POST do it, or show why it is refused."""
    user = user_of(request)
    loser = found_by(user, pk)
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
        return _unmerge(admin, request, merge, typed, error=words_of(refused), status=status_of(refused))
    winner = merge.winner
    done = f"{loser.ref} and {winner.ref} are told apart again."
    return done_with(
        admin, request, user, loser, [loser, winner], f"Undid the merge of {loser.ref} into {winner.ref}", done
    )


def _unmerge(
    admin: Any, request: HttpRequest, merge: Merge, typed: str = "", *, error: str = "", status: int = 200
) -> HttpResponse:
    note_both(user_of(request), merge.loser, merge.winner)
    plan = plan_unmerge(merge)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Undo the merge of {merge.loser.ref} into {merge.winner.ref}",
        "opts": admin.opts,
        "incident": merge.loser,
        "winner": merge.winner,
        "plan": plan,
        "sides": [side_of(plan.loser, plan.apart), side_of(plan.winner, plan.without)],
        "kinds": kinds_of(plan.moving),
        "along": [named(one) for one in plan.moving.along],
        "rejoined": [named(one) for one in plan.moving.rejoined],
        "as_before": _as_before(plan),
        "may": Verb.UNMERGE in open_verbs(merge.loser, user_of(request)),
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
