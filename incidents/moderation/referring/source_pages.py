"""The admin's pages of sources that may be one, and of undoing a merge of two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.referring.asking import PairForm, UndoForm, WhichForm
from incidents.moderation.referring.kinds import SOURCE, admin_page
from incidents.moderation.referring.merging import Hindered
from incidents.moderation.referring.proposals import decisions_on
from incidents.moderation.referring.showing import comparison, groups
from incidents.moderation.referring.sources_alike import pairs_alike
from incidents.moderation.referring.undoing import UndoPlan, undo_merge, undo_plan_of
from incidents.vocabulary import ReferenceVerdict
from incidents.workbench import policies
from incidents.workbench.accesses import note_source
from incidents.workbench.models import ReferenceDecision, Source
from incidents.workbench.operations.distinctions import tell_apart

LOGGED = 50
LIST = "admin:sources_alike"


def alike(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    """Show pairs of sources that may be one, and what was merged; on POST note that two are not."""
    if request.method != "POST":
        return _list(request, user, site)
    form = PairForm(request.POST)
    both = list(Source.objects.filter(public_id__in=form.cleaned_data.values())) if form.is_valid() else []
    if len(both) != 2:  # noqa: PLR2004 - a pair
        return _list(request, user, site, error="Say which two are not the same.", status=400)
    try:
        tell_apart(ref=both[0].public_id, other=both[1].public_id, by=user)
    except NotAllowed as refusal:
        return _list(request, user, site, error=refusal.message, status=403)
    messages.success(request, f"{both[0]} and {both[1]} are not named together again.")
    return HttpResponseRedirect(reverse(LIST))


def _list(request: HttpRequest, user: User, site: Any, *, error: str = "", status: int = 200) -> HttpResponse:
    told = {
        "title": "Sources that may be one",
        "pairs": pairs_alike(),
        "decisions": decisions_on(SOURCE).select_related("by", "undone")[:LOGGED],
        "kind": SOURCE,
        "decides": policies.may_review(user),
        "merge": reverse("admin:merge_source"),
        "undo": reverse("admin:unmerge_source"),
        "error": error,
    }
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/sources_alike.html", context, status=status)


def undoing(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    """Show what undoing a merge would do, and do it."""
    which = WhichForm(request.GET)
    if not which.is_valid():
        return _list(request, user, site)  # to choose from
    merges = ReferenceDecision.objects.filter(table=SOURCE.name, what=ReferenceVerdict.MERGED)
    decision = merges.select_related("by", "undone").filter(pk=which.cleaned_data["merge"]).first()
    if decision is None:
        raise Http404
    try:
        return _undoing(request, user, site, decision)
    except NotAllowed as refusal:  # one of the two is there no more: nothing to compare
        return _list(request, user, site, error=refusal.message, status=409)


def _undoing(request: HttpRequest, user: User, site: Any, decision: ReferenceDecision) -> HttpResponse:
    if request.method != "POST":
        plan = undo_plan_of(decision)
        for one in (plan.loser, plan.winner):
            note_source(source=one, by=user)
        return _page(request, user, site, plan)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _page(request, user, site, undo_plan_of(decision), form=form, status=400)
    try:
        undo_merge(decision=decision, by=user, **form.cleaned_data)
    except Hindered as refusal:
        again = undo_plan_of(decision)
        return _page(request, user, site, again, reason=form.cleaned_data["reason"], error=refusal.message, status=409)
    except NotAllowed as refusal:
        return _page(request, user, site, undo_plan_of(decision), form=form, error=refusal.message, status=403)
    loser = Source.objects.get(public_id=decision.row)
    messages.success(request, f"{loser} is told apart again.")
    return HttpResponseRedirect(admin_page(SOURCE, loser))


def _page(
    request: HttpRequest,
    user: User,
    site: Any,
    plan: UndoPlan,
    *,
    form: UndoForm | None = None,
    reason: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    told = {
        "title": "Undo a merge of sources",
        "plan": plan,
        "lines": comparison(SOURCE, plan.loser, plan.winner),
        "groups": groups(plan.tables),
        "confirm": form or UndoForm(initial={"previewed": plan.fingerprint, "reason": reason}),
        "decides": policies.may_review(user),
        "error": error,
    }
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/refer_undo.html", context, status=status)


def undo_address(decision: ReferenceDecision) -> str:
    """Return the address of the page that undoes a merge."""
    return f"{reverse('admin:unmerge_source')}?{urlencode({'merge': decision.pk})}"
