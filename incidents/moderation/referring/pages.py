"""The admin's pages of proposals and of merges: everything is shown before it is done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.errors import NotAllowed
from incidents.moderation.referring.asking import DECIDED, ConfirmForm, DecisionForm, ListForm, MergeForm
from incidents.moderation.referring.kinds import ACTOR, KINDS, MERGED, SOURCE, Kind, admin_page
from incidents.moderation.referring.merging import Doubted, Hindered, merge
from incidents.moderation.referring.plan import Plan, plan_of
from incidents.moderation.referring.proposals import (
    accept_proposals,
    decisions_on,
    proposals_in,
    refuse_proposal,
    similar_to,
    waiting_proposals,
)
from incidents.moderation.referring.showing import comparison, groups
from incidents.moderation.referring.source_pages import alike, undoing
from incidents.moderation.referring.sources_alike import alike_to
from incidents.vocabulary import Standing
from incidents.workbench import policies
from incidents.workbench.accesses import note_source

PAGE = 25
LOGGED = 100
"""Decisions that are shown, the newest first."""
LIST = "admin:references"


def urls(site: Any) -> list[URLPattern]:
    """Return the addresses of these pages for an admin's site."""
    merges = [
        path(f"references/merge/{kind.name}/", site.admin_view(_merge_of(kind, site)), name=f"merge_{kind.name}")
        for kind in MERGED.values()
    ]
    sources = [
        path("references/sources/", site.admin_view(_bound(alike, site)), name="sources_alike"),
        path("references/unmerge/source/", site.admin_view(_bound(undoing, site)), name="unmerge_source"),
    ]
    return [path("references/", site.admin_view(_bound(proposals, site)), name="references"), *merges, *sources]


def _bound(view: Any, *known: Any) -> Any:
    """Let in who works in the admin, and hand the view the person."""

    def bound(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not (isinstance(user, User) and has_role(user, Role.EDITOR, Role.ADMINISTRATOR)):
            raise PermissionDenied
        answer: HttpResponse = view(request, user, *known)
        return answer

    return bound


def _merge_of(kind: Kind, site: Any) -> Any:
    return _bound(merging, kind, site)


# Proposals


def proposals(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    """Show what analysts proposed, and take decisions."""
    if request.method == "POST":
        return _decide(request, user, site)
    return _list(request, user, site)


def _list(
    request: HttpRequest, user: User, site: Any, *, decided: str | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    """Show proposals of the kind that is asked for, or that was decided on."""
    form = ListForm(request.GET)
    valid = form.is_valid()
    kind = KINDS[(form.cleaned_data["kind"] if valid else "") or decided or ACTOR.name]
    asked = (form.cleaned_data["standing"] if valid else "") or Standing.PROPOSED.value
    standing = Standing.PROPOSED if asked == DECIDED else Standing.of(asked)
    page = Paginator(waiting_proposals(kind, standing), PAGE).get_page(request.GET.get("page"))
    told = {
        "title": "Proposals",
        "kind": kind,
        "standing": standing.value,
        "refused": standing == Standing.REFUSED,
        "decisions": decisions_on(kind)[:LOGGED] if asked == DECIDED else None,
        "tabs": [(one.name, one.plural, waiting_proposals(one).count()) for one in KINDS.values()],
        "page": page,
        "rows": proposals_in(kind, list(page.object_list)),
        "decides": policies.may_review(user),
        "merge": reverse(f"admin:merge_{kind.name}"),
        "error": error or " ".join(f"“{name}”: {one}" for name, said in form.errors.items() for one in said),
    }
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/proposals.html", context, status=status if valid else 400)


def _decide(request: HttpRequest, user: User, site: Any) -> HttpResponse:
    form = DecisionForm(request.POST)
    valid, decided = form.is_valid(), form.cleaned_data.get("kind")
    if form.has_error("row"):
        return _list(request, user, site, decided=decided, error="Choose what you decide on.", status=400)
    if not valid:
        return _list(request, user, site, decided=decided, error="Say what you decide, and on what.", status=400)
    kind, verb, keys = KINDS[form.cleaned_data["kind"]], form.cleaned_data["verb"], form.cleaned_data["row"]
    rows = list(kind.rows.filter(**{f"{kind.key}__in": keys}))
    if not rows or len(rows) != len(set(keys)) or (verb == "refuse" and len(rows) > 1):
        return _list(request, user, site, decided=decided, error="Choose what you decide on.", status=400)
    try:
        if verb == "accept":
            number = len(accept_proposals(kind=kind, rows=rows, by=user))
            said = f"{number} made public." if number != 1 else f"{rows[0].name} was made public."
        else:
            refuse_proposal(
                kind=kind, row=rows[0], by=user, reason=form.cleaned_data["reason"],
                site=request.build_absolute_uri("/"),
            )  # fmt: skip
            said = f"{rows[0].name} was refused."
    except NotAllowed as refusal:
        status = 403 if not policies.may_review(user) else 409
        wrote = f" You wrote: “{reason}”" if (reason := form.cleaned_data["reason"]) else ""
        return _list(request, user, site, decided=decided, error=f"{refusal.message}{wrote}", status=status)
    messages.success(request, said)
    return HttpResponseRedirect(f"{reverse(LIST)}?{urlencode({'kind': kind.name})}")


# Merges


def merging(request: HttpRequest, user: User, kind: Kind, site: Any) -> HttpResponse:
    """Show what merging two would do, and do it."""
    form = MergeForm(kind, {name: request.GET.get(name, "") for name in ("loser", "winner")})
    if not form.is_valid():
        return _merge_page(request, user, kind, site, form, status=400)
    loser, winner = form.cleaned_data["loser"], form.cleaned_data["winner"]
    if loser is None or winner is None:
        return _merge_page(request, user, kind, site, form)
    if request.method != "POST":
        if kind is SOURCE:
            for one in (loser, winner):
                note_source(source=one, by=user)
        plan = plan_of(kind, loser=loser, winner=winner)
        return _merge_page(request, user, kind, site, form, plan=plan, confirm=_unbound(plan))
    return _confirmed(request, user, kind, site, form)


def _confirmed(request: HttpRequest, user: User, kind: Kind, site: Any, form: MergeForm) -> HttpResponse:
    loser, winner = form.cleaned_data["loser"], form.cleaned_data["winner"]
    confirm = ConfirmForm(request.POST)
    if not confirm.is_valid():
        plan = plan_of(kind, loser=loser, winner=winner)
        return _merge_page(request, user, kind, site, form, plan=plan, confirm=confirm, status=400)
    given = confirm.cleaned_data
    try:
        decision = merge(
            kind, loser=loser, winner=winner, by=user, reason=given["reason"], sure=given["sure"],
            previewed=given["previewed"],
        )  # fmt: skip
    except Hindered as refusal:
        status = 400 if isinstance(refusal, Doubted) else 409
        again = _unbound(refusal.plan, reason=given["reason"])
        return _merge_page(
            request, user, kind, site, form, plan=refusal.plan, confirm=again, error=refusal.message, status=status
        )
    except NotAllowed as refusal:
        plan = plan_of(kind, loser=loser, winner=winner)
        return _merge_page(
            request, user, kind, site, form, plan=plan, confirm=confirm, error=refusal.message, status=403
        )
    moved = sum(told["repointed"] for told in decision.counts.values())
    messages.success(request, f"{loser.name} was merged into {winner.name}: {moved} rows lead there now.")
    return HttpResponseRedirect(admin_page(kind, winner))


def _unbound(plan: Plan, *, reason: str = "") -> ConfirmForm:
    return ConfirmForm(initial={"previewed": plan.fingerprint, "reason": reason})


def _merge_page(
    request: HttpRequest,
    user: User,
    kind: Kind,
    site: Any,
    form: MergeForm,
    *,
    plan: Plan | None = None,
    confirm: ConfirmForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    loser = form.cleaned_data.get("loser")
    told = {
        "title": f"Merge {kind.plural}",
        "kind": kind,
        "form": form,
        "loser": loser,
        "loser_key": kind.key_of(loser) if loser else "",
        "alike": _alike(kind, loser) if loser and plan is None else [],
        "list": reverse("admin:sources_alike")
        if kind is SOURCE
        else f"{reverse(LIST)}?{urlencode({'kind': kind.name})}",
        "plan": plan,
        "lines": comparison(kind, plan.loser, plan.winner) if plan else [],
        "groups": groups(plan.tables) if plan else [],
        "swapped": _swapped(plan) if plan else "",
        "confirm": confirm,
        "decides": policies.may_review(user),
        "error": error,
    }
    context = {**site.each_context(request), **told}
    return TemplateResponse(request, "moderation/refer.html", context, status=status)


def _alike(kind: Kind, loser: Any) -> list[tuple[str, Any, str]]:
    """Return what may be the same: the public id, the row, and what is told of it."""
    if kind is SOURCE:
        return [(kind.key_of(one.other), one.other, one.words) for one in alike_to(loser)]
    found = []
    for one in similar_to(kind, [loser]).get(loser.pk, []):
        told = [one.get_kind_display(), one.country, one.get_standing_display().lower()]
        found.append((kind.key_of(one), one, ", ".join(part for part in told if part)))
    return found


def _swapped(plan: Plan) -> str:
    return urlencode({"loser": plan.kind.key_of(plan.winner), "winner": plan.kind.key_of(plan.loser)})
