"""The preview of an edition, and the decision on it: one page, one address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import User
from incidents.errors import DomainError, NotAllowed
from incidents.moderation.admin.forms import DecisionForm
from incidents.moderation.admin.reading import reading
from incidents.moderation.reviewing import DECISIONS, UnderReview, check_decision, prolong, review_of
from incidents.moderation.thread import open_notes
from incidents.moderation.workflow import TABLE, check_four_eyes, open_verbs, transition
from incidents.publishing.operations import Preview, PublishConflict, preview
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench import policies
from incidents.workbench.completeness import missing
from incidents.workbench.history import changed_by
from incidents.workbench.models import Incident

NEVER_PUBLIC = (
    "the working note, the review thread, decisions and their reasons (a retraction's reason is public)",
    "who wrote, edited, graded or approved it, and when",
    "private notes on sources, the reasons of grades, files of captures",
    "whether anything is confidential, embargoed or shared",
)
"""What no edition ever contains, whatever the incident."""


_ORDER = (
    Verb.PUBLISH,
    Verb.SETTLE,
    Verb.REQUEST_CHANGES,
    Verb.REJECT,
    Verb.RETRACT,
    Verb.REOPEN,
    Verb.SUBMIT,
    Verb.WITHDRAW,
)


@dataclass(frozen=True)
class Step:
    """A decision that could be taken now, with what was typed for it, or why it can't be taken."""

    verb: Verb
    needs_reason: bool
    reason: str
    hindrance: str
    ends_review: bool = False


def preview_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would become public; on POST take the decision, and show the page again where it is refused."""
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    incident = Incident.objects.visible_to(user).filter(pk=pk).first()
    if incident is None:
        raise Http404
    prolong(incident=incident, by=user)
    if request.method != "POST":
        return _page(admin, request, incident)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(admin, request, incident, error="That is not a decision that can be taken here.", status=400)
    try:
        despite = request.POST.get("despite") == "on"
        check_decision(incident=incident, verb=form.cleaned_data["verb"], by=user, despite=despite)
        step = transition(incident=incident, by=user, **form.cleaned_data)
    except DomainError as refused:
        status = 409 if isinstance(refused, PublishConflict | UnderReview) else 422
        return _page(admin, request, incident, form.cleaned_data, error=_words(refused), status=status)
    done = f"{incident.ref}: {step.get_verb_display().lower()} – done."
    LogEntry.objects.log_actions(user.pk, [incident], CHANGE, f"Decision: {step.verb}", single_object=True)
    admin.message_user(request, done, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[pk]))


def _words(refused: DomainError) -> str:
    """Return the message with what stands in the way, where the error lists it."""
    more: list[str] = getattr(refused, "problems", [])
    lacks: dict[str, list[str]] = getattr(refused, "missing", {})
    more = [*(one for one in more if one != refused.message), *(line for lines in lacks.values() for line in lines)]
    return " ".join([refused.message, *more])


def _page(
    admin: Any,
    request: HttpRequest,
    incident: Incident,
    typed: dict[str, Any] | None = None,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # see preview_page
    incident = Incident.objects.for_detail().get(pk=incident.pk)
    now = preview(incident)
    last = Edition.objects.of(incident.ref).first()
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Preview edition of {incident.ref}",
        "opts": admin.opts,
        "incident": incident,
        "preview": now,
        "json": orjson.dumps(now.document, option=orjson.OPT_INDENT_2).decode(),
        "reading": reading(now.document),
        "missing": missing(incident),
        "never_public": NEVER_PUBLIC,
        "steps": _steps(incident, user, now, typed or {}),
        "editors": _people(incident, last.published_at if last else None),
        "log": incident.transitions.select_related("by").order_by("-at", "-pk"),
        "open_notes": open_notes(incident),
        "review": review_of(incident, user),
        "may_review": policies.may_review(user) and incident.state == State.SUBMITTED,
        "error": error,
    }
    return TemplateResponse(request, "moderation/preview.html", context, status=status)


def _steps(incident: Incident, user: User, now: Preview, typed: dict[str, Any]) -> list[Step]:
    """Return the decisions that the table allows, each with what stands in its way."""
    standing = now.standing is not None and now.standing.status == EditionStatus.PUBLISHED
    verbs = sorted(open_verbs(incident, user), key=_ORDER.index)
    return [
        Step(
            verb=verb,
            needs_reason=TABLE[verb].reason,
            reason=typed.get("reason", "") if typed.get("verb") == verb else "",
            hindrance=_hindrance(incident, user, now) if verb == Verb.PUBLISH else "",
            ends_review=verb in DECISIONS,
        )
        for verb in verbs
        if (verb != Verb.RETRACT or standing) and (verb != Verb.SETTLE or (standing and not now.differences))
    ]


def _hindrance(incident: Incident, user: User, now: Preview) -> str:
    if missing(incident):
        return "It is not complete any more; see what is missing."
    if now.problems:
        return "Something stands in the way; see the problems."
    if now.standing and now.standing.status == EditionStatus.PUBLISHED and not now.differences:
        return f"Nothing public would change: edition {now.standing.number} says the same."
    try:
        check_four_eyes(incident, user)
    except NotAllowed as refused:
        return refused.message
    return ""


def _people(incident: Incident, since: datetime | None) -> list[str]:
    """Return the names of who changed anything since the last edition."""
    found = changed_by(incident, since=since)
    known = User.objects.filter(pk__in=[pk for pk in found if pk is not None]).order_by("username")
    unnamed = ["somebody who can’t be named (outside the application)"] if None in found else []
    return [*(user.get_full_name() or user.get_username() for user in known), *unnamed]
