"""Decisions on several incidents at once: each looked at, confirmed, and taken by itself, with its own result."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.checks import checked, unanswered
from incidents.moderation.decisions import DecisionForm, decide
from incidents.moderation.four_eyes import changers
from incidents.moderation.hindrances import hindrance, makes_sense
from incidents.moderation.refusals import problems_of
from incidents.moderation.review_locks import check_decision
from incidents.moderation.workflow import TABLE, open_verbs
from incidents.publishing.operations import Preview, preview
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.models import Incident

MOST = 100
"""How many incidents may be decided at once: each is previewed for the page that asks."""

OFFERED = (Verb.PUBLISH, Verb.APPROVE, Verb.REQUEST_CHANGES, Verb.REJECT, Verb.WITHDRAW)
"""What is safe in bulk. Retracting, restoring, unpublishing and merging are looked at one by one."""

_PREVIEWED = (Verb.PUBLISH, Verb.APPROVE)
_log = logging.getLogger(__name__)
_SHOWN = 5
"""Differences that are named; the rest are counted."""


@dataclass(frozen=True)
class Chosen:
    """An incident as it is now, and what stands in the way of the decision (empty: it can be confirmed)."""

    incident: Incident
    now: Preview
    hindrance: str

    @property
    def shown(self) -> list[str]:
        """Return the paths of the first differences to what stands."""
        return [one.path for one in self.now.differences[:_SHOWN]]

    @property
    def more(self) -> int:
        """Return how many differences are not named."""
        return max(0, len(self.now.differences) - _SHOWN)


@dataclass(frozen=True)
class Result:
    """What became of one incident: done, or the refusal's words with what it lists."""

    pk: int
    ref: str
    title: str
    done: str = ""
    refused: str = ""
    problems: list[str] = field(default_factory=list)


Action = Callable[[Any, HttpRequest, "QuerySet[Incident]"], HttpResponse]


def _action(verb: Verb) -> Action:
    @admin.action(description=f"{verb.label} …", permissions=["decide"])
    def act(model_admin: Any, request: HttpRequest, queryset: "QuerySet[Incident]") -> HttpResponse:
        if "confirmed" in request.POST:
            return _confirmed(model_admin, request, verb)
        return _asked(model_admin, request, verb, queryset)

    act.__name__ = f"decide_{verb.value}"
    return act


class BulkDecisions:
    """Gives a table of incidents its actions. Administrators, who decide nothing, see none."""

    actions: Any = [_action(verb) for verb in OFFERED]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Tell whether a person decides on submissions."""
        return isinstance(request.user, User) and policies.may_review(request.user)


def _asked(model_admin: Any, request: HttpRequest, verb: Verb, queryset: "QuerySet[Incident]") -> HttpResponse:
    """Show each chosen incident with what would happen to it; nothing is decided yet."""
    pks = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        model_admin.message_user(request, f"At most {MOST} incidents at once. Nothing was decided.", messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())
    return _page(model_admin, request, verb, _chosen(pks, verb, _editor(request)))


def _chosen(pks: Iterable[int], verb: Verb, user: User) -> list[Chosen]:
    found = Incident.objects.visible_to(user).for_detail().filter(pk__in=list(pks)).order_by("ref")
    return [_looked_at(incident, verb, user) for incident in found]


def _looked_at(incident: Incident, verb: Verb, user: User) -> Chosen:
    now = preview(incident)
    if verb not in open_verbs(incident, user):
        why = f"It is {State.of(incident.state).label.lower()}: there is nothing to {verb.label.lower()}."
    elif not makes_sense(verb, now, ()):
        why = "It is under no embargo." if verb == Verb.APPROVE else "It would change nothing."
    else:
        found = checked(incident) if verb in _PREVIEWED else []
        changed = changers(incident) if verb in _PREVIEWED else set()
        why = hindrance(verb, incident, user, now, found=found, changed=changed)
        if not why and unanswered(found):
            why = "A check waits for an answer; give it on the review page."
    return Chosen(incident, now, why)


def _page(
    model_admin: Any, request: HttpRequest, verb: Verb, chosen: list[Chosen], *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{verb.label}: {len(chosen)} incident{'' if len(chosen) == 1 else 's'}",
        "opts": model_admin.opts,
        "verb": verb,
        "action": f"decide_{verb.value}",
        "needs_reason": TABLE[verb].reason,
        "reason": request.POST.get("reason", ""),
        "previewed": verb in _PREVIEWED,
        "open": [one for one in chosen if not one.hindrance],
        "closed": [one for one in chosen if one.hindrance],
        "error": error,
    }
    return TemplateResponse(request, "moderation/bulk.html", context, status=status)


def _confirmed(model_admin: Any, request: HttpRequest, verb: Verb) -> HttpResponse:
    """Take the decision on each incident that was confirmed, by itself, and show what became of each.

    What is decided is what the page showed, whatever the list would hold now: revision and digest come with it.
    """
    user = _editor(request)
    pks = [int(pk) for pk in dict.fromkeys(request.POST.getlist("_selected_action")) if pk.isdecimal()][: MOST + 1]
    if len(pks) > MOST:
        return _page(model_admin, request, verb, [], error=f"At most {MOST} incidents at once.", status=400)
    if TABLE[verb].reason and not request.POST.get("reason", "").strip():
        chosen = _chosen(pks, verb, user)
        return _page(model_admin, request, verb, chosen, error=f"{verb.label} needs a reason.", status=422)
    found = Incident.objects.visible_to(user).in_bulk(pks)
    results = [_decided(found[pk], verb, user, request) for pk in pks if pk in found]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"{verb.label}: results",
        "opts": model_admin.opts,
        "verb": verb,
        "results": results,
        "done": sum(not one.refused for one in results),
        "refused": sum(bool(one.refused) for one in results),
    }
    return TemplateResponse(request, "moderation/bulk_results.html", context)


def _decided(incident: Incident, verb: Verb, user: User, request: HttpRequest) -> Result:
    """Decide on one incident in a transaction of its own."""
    told = (incident.pk, incident.ref, incident.title)
    decision = DecisionForm({
        "verb": verb.value,
        "reason": request.POST.get("reason", ""),
        "revision": request.POST.get(f"revision-{incident.pk}", ""),
        "body_sha256": request.POST.get(f"body_sha256-{incident.pk}", "") if verb in _PREVIEWED else "",
    })  # fmt: skip
    if not decision.is_valid() or decision.cleaned_data["revision"] is None:
        return Result(*told, refused="It came without the revision that was looked at. Nothing was decided.")
    try:
        check_decision(incident=incident, verb=verb, by=user, despite=False)
        step = decide(incident=incident, by=user, decision=decision, site=request.build_absolute_uri("/"))
    except DomainError as refused:
        return Result(*told, refused=refused.message, problems=problems_of(refused))
    except DatabaseError:
        _log.exception("%s of %s failed.", verb, incident.ref)
        return Result(*told, refused="The database did not take it. Nothing was decided; try this one again.")
    LogEntry.objects.log_actions(user.pk, [incident], CHANGE, f"Decision: {step.verb}", single_object=True)
    return Result(*told, done=f"{step.get_verb_display()}: {step.get_target_state_display().lower()} now.")


def _editor(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User), "the admin lets in only who is signed in"  # noqa: S101
    return user
