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
from incidents.errors import DomainError, Stale
from incidents.moderation.admin.reading import reading
from incidents.moderation.approvals import approval_of
from incidents.moderation.decisions import DecisionForm, decide
from incidents.moderation.hindrances import hindrance, sensible_verbs
from incidents.moderation.querysets import last_published
from incidents.moderation.refusals import in_words
from incidents.moderation.restoring import restorable
from incidents.moderation.thread import open_notes
from incidents.moderation.workflow import TABLE
from incidents.publishing.operations import Preview, PublishConflict, preview
from incidents.record.models import Edition
from incidents.vocabulary import AccessFace, Verb
from incidents.workbench.accesses import note_sight
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
    Verb.APPROVE,
    Verb.SETTLE,
    Verb.REQUEST_CHANGES,
    Verb.REJECT,
    Verb.RESTORE,
    Verb.RETRACT,
    Verb.UNPUBLISH,
    Verb.REOPEN,
    Verb.SUBMIT,
    Verb.WITHDRAW,
)


@dataclass(frozen=True)
class Step:
    """A decision that could be taken now, with what was typed for it, or why it can't be taken.

    `editions`: from which to choose, for restoring one; `edition` is the number that was chosen.
    """

    verb: Verb
    needs_reason: bool
    reason: str
    hindrance: str
    editions: list[Edition]
    edition: int | None


def preview_page(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would become public; on POST take the decision, and show the page again where it is refused."""
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    incident = Incident.objects.visible_to(user).filter(pk=pk).first()
    if incident is None:
        raise Http404
    if request.method != "POST":
        note_sight(incident=incident, by=user, face=AccessFace.REVIEW)
        return _page(admin, request, incident)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(admin, request, incident, error="That is not a decision that can be taken here.", status=400)
    try:
        step = decide(incident=incident, by=user, decision=form)
    except DomainError as refused:
        status = 409 if isinstance(refused, PublishConflict | Stale) else 422
        return _page(admin, request, incident, form.cleaned_data, error=in_words(refused), status=status)
    done = f"{incident.ref}: {step.get_verb_display().lower()} – done."
    LogEntry.objects.log_actions(user.pk, [incident], CHANGE, f"Decision: {step.verb}", single_object=True)
    admin.message_user(request, done, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[pk]))


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
        "editors": _people(incident, last_published(incident.ref)),
        "approval": approval_of(incident),
        "log": incident.transitions.select_related("by").order_by("-at", "-pk"),
        "open_notes": open_notes(incident),
        "error": error,
    }
    return TemplateResponse(request, "moderation/preview.html", context, status=status)


def _steps(incident: Incident, user: User, now: Preview, typed: dict[str, Any]) -> list[Step]:
    """Return the decisions that the table allows and that make sense, each with what stands in its way."""
    found = []
    for verb in sorted(sensible_verbs(incident, user, now), key=_ORDER.index):
        mine = typed if typed.get("verb") == verb else {}
        found.append(
            Step(
                verb=verb,
                needs_reason=TABLE[verb].reason,
                reason=mine.get("reason", ""),
                hindrance=hindrance(verb, incident, user, now),
                editions=list(restorable(incident)) if verb == Verb.RESTORE else [],
                edition=mine.get("edition"),
            )
        )
    return found


def _people(incident: Incident, since: datetime | None) -> list[str]:
    """Return the names of who changed anything since the last edition."""
    found = changed_by(incident, since=since)
    known = User.objects.filter(pk__in=[pk for pk in found if pk is not None]).order_by("username")
    unnamed = ["somebody who can’t be named (outside the application)"] if None in found else []
    return [*(user.get_full_name() or user.get_username() for user in known), *unnamed]
